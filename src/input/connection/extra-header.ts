import { definedOnly } from '../../text/defined-only.ts';
import { findUnreplaced, unreplacedProblem } from '../../text/references.ts';
import { type Mistake, mistakeIn, type Remarks } from '../../text/remarks.ts';

export type ExtraHeader = readonly [name: string, value: string];

export interface ExtraHeaders {
  readonly extraHeaders: readonly ExtraHeader[];
  /** Separate, since the pipe adds its own name to it. */
  readonly userAgent?: string;
}

/**
 * Reads headers. Two of the same name are a problem, since only one could be sent.
 * @param proxied whether a variable names a proxy, whose address may hold its credentials
 */
export function readExtraHeaders(
  texts: readonly string[],
  { about, proxied }: { readonly about: (at: number) => Remarks; readonly proxied: boolean },
): ExtraHeaders {
  const headers = new Map<string, ExtraHeader>();
  for (const [at, text] of texts.entries()) {
    const header = readHeader(text, { proxied }, about(at));
    if (header === undefined) continue;
    const name = header[0].toLowerCase();
    if (headers.has(name)) about(at).problem(`sets ${header[0]} a second time: set each header once.`);
    headers.set(name, header);
  }
  const userAgent = headers.get('user-agent')?.[1];
  headers.delete('user-agent');
  return definedOnly({ extraHeaders: [...headers.values()], userAgent });
}

/** Reads `Name: value`, a header for an access proxy. Remarks never repeat the value. */
function readHeader(text: string, { proxied }: { proxied: boolean }, remarks: Remarks): ExtraHeader | undefined {
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(colon, 0)).trim();
  const value = text.slice(colon + 1).trim();
  if (/^[a-z]+:\/\//i.test(text)) return remarks.problem(`is an address, not a header. Write ${EXAMPLE}, for example.`);
  if (colon > 0 && /^[\w-]+(?:[ \t]+[\w-]+)+$/.test(name))
    return remarks.problem('has a name with a space. The words of a name are joined by hyphens.');
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name))
    return remarks.problem(`is not of the form Name: value, such as ${EXAMPLE}.`);
  const reserved = mistakeIn(name, proxied ? [...RESERVED, OF_PROXY] : RESERVED);
  if (reserved !== undefined) return remarks.problem(`may not set ${name}: ${reserved}`);
  if (value === '') return remarks.problem(`gives ${name} no value. Write it after the colon.`);
  if (!/^[\t\x20-\x7e]+$/.test(value))
    return remarks.problem(
      `gives ${name} a value with a line break, or a letter outside ASCII, which no header can have.`,
    );
  if (/(?:[,;|]|\\n)\s*(?:[A-Za-z][\w-]*\s*:\s|(?:[A-Za-z]+-[\w-]+|authorization|cookie)\s*:)/i.test(value))
    return remarks.problem(`holds several headers. Write a list of them, one on each line, or in Bitbucket ${LIST}.`);
  const unreplaced = findUnreplaced(value.replace(/^\w+ /, '')) ?? findUnreplaced(value);
  if (unreplaced?.whole === true)
    return remarks.problem(`gives ${name} a value that ${unreplacedProblem(unreplaced, { secret: true })}`);
  remarks.secret(value, ...basicCredentials(value));
  if (/^(["']).*\1$/.test(value)) remarks.warning(`has quotes around the value of ${name}, which are sent with it.`);
  if (/\s#\s/.test(value)) remarks.warning(`has a # in the value of ${name}: what follows is sent with it, too.`);
  return [name, value];
}

const EXAMPLE = 'CF-Access-Client-Id: 0a1b2c.access';
const LIST = "['CF-Access-Client-Id: …', 'CF-Access-Client-Secret: …']";
const OURS = 'the pipe, or HTTP itself, sets that header.';

/** Headers that the user may not set, and why. */
const RESERVED: readonly Mistake[] = [
  [
    /^authorization$/i,
    "it carries Appsmith's token. For an access proxy use its own headers, such as those of a service token, or " +
      'Proxy-Authorization, or have it let /api/v1/git/deploy/ through without a login.',
  ],
  [/^(?:x-requested-by|x-request-id|x-appsmith-version|accept|accept-encoding|proxy-(?!authorization$).*)$/i, OURS],
  [/^(?:host|connection|keep-alive|te|trailer|upgrade|expect|transfer-encoding|content-(?:length|type))$/i, OURS],
  [/^__proto__$/i, 'a header of that name cannot be sent.'], // it would be the prototype of an object with headers
];

const OF_PROXY: Mistake = [
  /^proxy-authorization$/i,
  "a proxy's user name and password belong in HTTPS_PROXY or HTTP_PROXY.",
];

/** The decoded credentials of Basic authentication, and their password: a server may log them. */
function basicCredentials(value: string): string[] {
  const [, encoded] = /^basic\s+(\S+)$/i.exec(value) ?? [];
  if (encoded === undefined) return [];
  const credentials = Buffer.from(encoded, 'base64').toString();
  return [...new Set([credentials, credentials.slice(credentials.indexOf(':') + 1)])];
}
