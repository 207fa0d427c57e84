import { printable } from './printable.ts';
import { findUnreplaced, unreplacedProblem } from './references.ts';
import { type Mistake, mistakeIn, type Remarks } from './remarks.ts';

export interface AddressRules {
  /** What an address of this kind looks like. */
  readonly example: string;
  /** A user name and a password may be in front of the host. */
  readonly credentials: boolean;
  /** The text is the beginning of a longer one, so a problem neither repeats nor corrects it. */
  readonly partial?: true;
}

/** The parts as a person reads them: credentials are all before the last @, even where the URL parser sees a host. */
function partsOf(text: string) {
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.exec(text)?.[0] ?? '';
  const after = text.slice(scheme.length);
  const at = after.lastIndexOf('@');
  return { scheme, credentials: at < 0 ? undefined : after.slice(0, at), rest: after.slice(at + 1) };
}

/**
 * Reads an http or https address. Refuses what a person and the URL parser read differently, so that the host which is
 * shown is the one that is connected to. Problems repeat no more of the text than a plain host and path.
 */
export function readAddress(text: string, rules: AddressRules, remarks: Remarks): URL | undefined {
  maskCredentials(text, remarks);
  const isShown = !rules.credentials && !rules.partial && SHOWABLE.test(text);
  const refuse = (why: string) => remarks.problem(isShown ? `${why}. Got '${printable(text, 120)}'` : why);
  const problem = textProblem(text, rules);
  if (problem !== undefined) return refuse(problem);
  const { rest } = partsOf(text);
  const url = URL.parse(text);
  if (url === null) return refuse(mistakeIn(rest, INVALID) ?? notValid(rules));
  const mistake = hostProblem(url, rest);
  return mistake === undefined ? url : refuse(mistake);
}

/** Nothing that may be a user name, password or query, and no command. */
const SHOWABLE = /^(?:[A-Z_]{1,30}=)?["'“”„‘’<[]?https?:\/\/(?:[^@?#$`\s:]|:(?=\d{1,6}\b|\/\/))*$/;

/** A port or name that no server has (RFC 1035, 2.3.4), or that the parser reads differently. */
function hostProblem({ hostname, port }: URL, rest: string): string | undefined {
  if (port === '0') return 'has port 0, which cannot be used. Remove it, or write the port of the server';
  const name = hostname.replace(/\.$/, '');
  if (name.length > 253) return 'has a host of more than 253 characters, which is too long';
  if (name.split('.').some((label) => label.length > 63 || label === ''))
    return 'has a host with an empty part, or one of more than 63 characters between its dots';
  const written = String(rest.split(/[/?#]/, 1)[0]).replace(/:\d*$/, '');
  if (/[\u2010-\u2015\u2212]/.test(written)) return 'has a long dash in its host. Write - instead';
  if (!isReadAlike(written, hostname))
    return `has a host that would be read as ${hostname}. Write the host as it is meant`;
  return /^[\w.-]+$|^\[[\da-f:.]+\]$/.test(hostname)
    ? undefined
    : `has the host ${hostname}, with a character that no host name has. Remove it`;
}

/** What people paste around an address, or instead of it. */
const PASTED: readonly Mistake[] = [
  [/^["'`]/, 'has quotes around it. Remove them'],
  [/^[“”„‘’‚«»]/, 'has typographic quotes around it. Remove them'],
  [
    /^(?!https?:)(?:(?:export|set)\s+)?[A-Za-z_]\w*\s*[=:]\s*["']?https?:\/\//i,
    'has the name of a variable in front of the address. Remove the name',
  ],
  [/^<.*>$/s, 'has < > around it. Remove them'],
  [/^\[.*\]\(/s, 'is a Markdown link. Write the address alone'],
  [/(?:\{\{|<[^<>@]*>)[^@]*$/, 'holds a placeholder. Set the real value instead'],
  [
    /^git@|^ssh:|^https?:\/\/(?:bitbucket\.org|github\.com|gitlab\.com)\/|\.git\/?$/i,
    'is the address of a Git repository. Set the address of the server instead',
  ],
  [/[,;]$/, 'ends with a comma or semicolon. Remove it'],
];

/** Why a parser refuses what follows the scheme, or the user name and password. */
const INVALID: readonly Mistake[] = [
  [/^[^/?#[:]*:[^/?#:]*:/, 'has an IPv6 address without brackets. Write it as in https://[::1]:8443'],
  [/^(?:\[[^\]]*\]|[^/?#[:]+):/, 'has a port that is not a number from 1 to 65535. Correct it'],
];

function notValid({ example }: AddressRules): string {
  return `is not a valid address. Write one such as ${example}`;
}

/** Where an address begins behind `POST`, `wget` or other words. */
const AFTER_WORDS = /\s["'(]?(?=https?:\/\/)/i;
/** White space, controls, and characters that no screen shows. */
const INVISIBLE = /[\s\p{Cc}\p{Cf}\u115f\u1160\u3164\uffa0]/u;

/** What is wrong with the text before it is parsed: it is no address, or a person would read it differently. */
function textProblem(text: string, rules: AddressRules): string | undefined {
  const { example } = rules;
  const { scheme, credentials, rest } = partsOf(text);
  // A dollar sign may be part of a password.
  if (rules.credentials && credentialsOf(text)?.written.some((part) => findUnreplaced(part)?.whole))
    return 'has a user name or password that is a reference, which was not replaced. Check that its variable exists';
  if (rules.credentials && /[ \t]/.test(credentials ?? ''))
    return 'has a space in its user name or password. Write %20 for it';
  const unreplaced = findUnreplaced(rules.credentials ? rest : text);
  if (unreplaced !== undefined) return unreplacedProblem({ ...unreplaced, whole: false });
  const pasted = mistakeIn(text, PASTED);
  if (pasted !== undefined) return pasted;
  const beginning = text.search(AFTER_WORDS);
  if (beginning > 0 && !text.slice(0, beginning).includes('://'))
    return `has words in front of the address. Write the address alone, such as ${example}`;
  if (text.includes('\\')) return 'holds a backslash. Write %5C for one in a user name or password, and / in a path';
  if (text.indexOf('://', scheme.length) >= 0 || (scheme !== '' && /^https?(?:\/|:(?!\d))/i.test(rest)))
    return (
      'holds a second address or scheme. Write one address, such as ' +
      `${example}${rules.credentials ? '' : '. In a list, write each address on its own line'}`
    );
  if (INVISIBLE.test(text))
    return `holds white space or an invisible character. Write the address alone, such as ${example}`;
  if (scheme === '') return missingScheme(text, rules);
  if (!/^https?:\/\/$/i.test(scheme)) return `must start with https:// (or http://), not ${scheme.toLowerCase()}`;
  if (rest.startsWith('/') && credentials === undefined) return notValid(rules);
  if (credentials === undefined) return undefined;
  if (!rules.credentials)
    return (
      'must not hold a user name or password, nor an @. Remove the part before the @; the token goes into ' +
      'BEARER_TOKEN'
    );
  return /[/?#]/.test(credentials)
    ? 'has a /, ? or # in its user name or password. Write %2F for /, %3F for ? and %23 for #'
    : undefined;
}

/** Suggests a correction only for a plain `host/path`: any other text may hold a password. */
function missingScheme(text: string, { partial }: AddressRules): string {
  const mistyped = /^(https?)(?:[:;.,]\/*|\/+)(?=[A-Za-z0-9])/i.exec(text);
  const scheme = `${mistyped?.[1]?.toLowerCase() ?? 'https'}://`;
  const rest = text.slice(mistyped?.[0].length ?? 0);
  const correction = !partial && /^[A-Za-z0-9.-]+(:\d+)?(\/[\w./-]*)?$/.test(rest) ? `: ${scheme}${rest}` : '';
  return mistyped === null
    ? `has no scheme. Write ${scheme} in front of it${correction}`
    : `does not begin with ${scheme} as it should${correction}`;
}

/** The URL parser may change letter case, letters of other scripts, and short numbers (127.1), but nothing else. */
function isReadAlike(host: string, hostname: string): boolean {
  if (host.includes('%')) return false;
  if (host.startsWith('[') || /[^\x00-\x7f]/.test(host) || host.toLowerCase() === hostname) return true;
  return /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){1,2}$/.test(host);
}

/** User name and password of an address, decoded and as written. */
export function credentialsOf(text: string) {
  const { credentials } = partsOf(text);
  if (credentials === undefined) return undefined;
  const [user = '', ...rest] = credentials.split(':');
  const password = rest.join(':');
  return { user: percentDecoded(user), password: percentDecoded(password), written: [user, password] as const };
}

/** Masks what may be a password, also of an invalid address. A user name alone is a token. */
export function maskCredentials(text: string, remarks: Pick<Remarks, 'secret'>): void {
  const found = credentialsOf(text);
  if (found === undefined) return;
  const { user, password, written } = found;
  const secret = password === '' ? [written[0], user] : [written[1], password];
  remarks.secret(...secret, `${user}:${password}`, written.join(':'));
}

/** The passwords of the addresses in a text; a user name alone is a token. */
export function passwordsIn(text: string): string[] {
  const secrets: string[] = [];
  const remarks = { secret: (...found: readonly string[]) => void secrets.push(...found) };
  for (const word of new Set([text.trim(), ...text.split(/[\s,;"'|]+/)]))
    if (/^[^:]*:.*@/s.test(word)) maskCredentials(word, remarks);
  return secrets;
}

/** A bare % is taken as it is. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
