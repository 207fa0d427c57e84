import { maskCredentials } from '../text/address.ts';
import type { Remarks } from '../text/remarks.ts';
import { LEAKED } from '../text/stray-tokens.ts';
import { shellCommands } from './shell-words.ts';

/** What may precede `curl` on its line: a prompt, the dash of a YAML list, `sudo`, variables, its folder. */
const CURL =
  /(?:^|\n)[ \t]*(?:[^\n'"?]{0,80}[$#%>][ \t]+|-[ \t]+)?(?:(?:sudo|time|exec|command|[A-Za-z_]\w{0,80}=\S{0,2000})[ \t]+){0,5}(?:[\w./\\:-]{0,200}[/\\])?curl(?:\.exe)?(?=\s|$)/gi;

/**
 * Finds a curl line in a text, also after comments or a prompt.
 * @returns what follows `curl`; undefined when there is no curl line
 */
export function findCurl(text: string): string | undefined {
  const [first] = text.matchAll(CURL);
  const line = first && text.slice(first.index + first[0].length).replaceAll(/[ \t][\^`][ \t]*\r?\n/g, ' ');
  return line?.replaceAll(/\^(?=["&?=|%^])/g, ''); // Windows escapes with ^, which Git does not allow in branches
}

/** Options of curl that change the request, and what to do instead; `{n}` is the number given to the option. */
const INSTEAD: Readonly<Record<string, string>> = {
  '-k --insecure': 'certificates are always checked. Set CA_CERTIFICATE for a private CA',
  '--cacert --capath': 'set CA_CERTIFICATE to the CA',
  '-E --cert': 'set CLIENT_CERTIFICATE to the certificate',
  '--key': 'set CLIENT_KEY to the key',
  '--pass': 'set CLIENT_KEY_PASSPHRASE to the passphrase',
  '-x --proxy --preproxy --socks5 --socks5-hostname --socks4 --socks4a':
    'set HTTPS_PROXY to the proxy, or HTTP_PROXY for an http address',
  '--noproxy': 'list the servers in NO_PROXY',
  '--resolve --connect-to --dns-servers --interface --unix-socket':
    'the server is reached by the name in its address, through the DNS of the build',
  '-d --data --data-raw --data-binary --data-ascii --data-urlencode --json -F --form -T --upload-file':
    'Appsmith needs no body',
  '-m --max-time': 'set TIMEOUT to {n}',
  '--connect-timeout': 'TIMEOUT limits the whole attempt, connecting included',
  '--retry': 'set MAX_ATTEMPTS to {n+1}, which counts the first attempt as well',
  '--retry-delay': 'set RETRY_DELAY to {n}',
  '--retry-max-time': 'set MAX_ATTEMPTS and RETRY_DELAY',
  '-A --user-agent': 'set User-Agent in EXTRA_HEADERS',
  '-b --cookie': 'set Cookie in EXTRA_HEADERS',
  '-e --referer': 'set Referer in EXTRA_HEADERS',
  '-K --config': 'set the variables of the pipe to what the file says',
};

/** Options whose value is a secret, or may contain one. */
const SECRET = new Set(['-E', '--cert', '--pass', '-b', '--cookie']);

/** Short options that take a value, in the same word or the next one. */
const TAKES_VALUE = 'AbCcdDeEFhHKmoPQrtTuUwxXyYz';

/** Headers that the pipe sends itself, or that make no difference to Appsmith. */
const HARMLESS_HEADER = /^(?:accept|content-type|content-length|user-agent|x-requested-by)$/i;

/**
 * Reads the arguments of `curl`: finds the address, rejects a token or a password, and warns of each option that
 * changes the request.
 * @param route the path that distinguishes an endpoint from other addresses
 * @returns the address
 */
export function readCurl(line: string, route: string, remarks: Remarks): string | undefined {
  const commands = shellCommands(line);
  const words = commands.flat();
  const tokens = words.flatMap((_, at) => tokenAt(words, at) ?? []);
  remarks.secret(...tokens);
  if (tokens.length > 0) return remarks.problem(holdsSecret('a token or a password'));
  const values = words.map((word) => word.replace(/^--url=/, ''));
  const addresses = values.filter((word) => /^https?:\/\//i.test(word));
  // An endpoint without http:// counts too: whoever reads it says what is wrong with it.
  const endpoints = new Set(
    values.filter((word) => word.includes(route) && (addresses.includes(word) || !/^-|\s/.test(word))),
  );
  if (endpoints.size > 1) return remarks.problem(`holds ${endpoints.size} endpoints. Write a list of them, ['…', '…']`);
  const address = [...endpoints, ...addresses][0];
  if (address === undefined) return remarks.problem('is a curl line without an address. Copy it again from Appsmith');
  const [curl, ...others] = commands;
  if (others.some(({ length }) => length > 0))
    remarks.warning('goes on after the curl line. What follows the line is not run.');
  for (const { name, value } of optionsIn(curl)) warnOfOption(name, value, remarks);
  return address;
}

/** A secret found in the wrong place must be replaced. */
export function holdsSecret(what: string): string {
  return `contains ${what}. Remove it here. ${LEAKED}`;
}

function warnOfOption(name: string, value: string, remarks: Remarks): void {
  if (name === '-H' || name === '--header' || name === '--proxy-header') {
    const [header = '', ...rest] = value.split(':');
    if (rest.length === 0 || /authorization/i.test(header) || HARMLESS_HEADER.test(header.trim())) return;
    remarks.secret(rest.join(':').trim());
    remarks.warning(`has the header ${header.trim()} (${name}), which is not sent. Set it in EXTRA_HEADERS.`);
    return;
  }
  if ((name === '-X' || name === '--request') && value.toUpperCase() !== 'POST') {
    remarks.warning(`has ${name} ${value}, which is not used: Appsmith deploys with POST.`);
    return;
  }
  const [, instead] = Object.entries(INSTEAD).find(([names]) => names.split(' ').includes(name)) ?? [];
  if (instead === undefined) return;
  maskCredentials(value, remarks);
  if (SECRET.has(name)) remarks.secret(value, value.slice(value.indexOf(':') + 1));
  const number = (added: number) => (/^\d{1,6}$/.test(value) ? String(Number(value) + added) : 'its value');
  const remedy = instead.replace('{n}', number(0)).replace('{n+1}', number(1));
  remarks.warning(`has the option ${name}, which is not used: ${remedy}.`);
}

/** The options, each with its value if it takes one. Combined options (`-kx`) are split. */
function* optionsIn(words: readonly string[]): Iterable<{ readonly name: string; readonly value: string }> {
  for (const [at, word] of words.entries()) {
    const next = String(words[at + 1] ?? '');
    const long = /^(--[a-z][a-z0-9-]*)(?:=(.*))?$/s.exec(word);
    if (long !== null) yield { name: String(long[1]), value: long[2] ?? next };
    if (!/^-[A-Za-z]/.test(word)) continue;
    for (let place = 1; place < word.length; place += 1) {
      const letter = word.charAt(place);
      const takesValue = TAKES_VALUE.includes(letter);
      yield { name: `-${letter}`, value: takesValue ? word.slice(place + 1) || next : '' };
      if (takesValue) break;
    }
  }
}

/**
 * The token or password in an Authorization header, or in an option that curl makes such a header of. Placeholders such
 * as `<bearer token>` and `$TOKEN` are not secrets. Without its quotes a header consists of several words.
 */
function tokenAt(words: readonly string[], at: number): string | undefined {
  const word = String(words[at]);
  const header = /^(?:--(?:proxy-)?header=|-[a-z]*h)?\s*(?:(?:proxy-)?authorization\s*:|(?=bearer\s+\S))(.*)$/is.exec(
    word,
  );
  const [, credentials] =
    header ?? /^(?:--(?:oauth2-bearer|user|proxy-user)(?:=|$)|-[fgikLnsSv]*[uU])(.*)$/s.exec(word) ?? [];
  if (credentials === undefined) return undefined;
  const [token = ''] = [credentials, ...words.slice(at + 1, at + 3)]
    .join(' ')
    .trim()
    .replace(/^(?:bearer|basic|token)(\s+|$)/i, '')
    .split(/\s/, 1);
  return token === '' || /^(?:https?:|[-<[$]|\.+$|\*+$)/i.test(token) ? undefined : token;
}
