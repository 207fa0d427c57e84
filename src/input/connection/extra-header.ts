import { findUnreplaced, isShowableName, type Unreplaced } from '../../text/references.ts';
import type { Remarks } from '../../text/remarks.ts';

/** Headers that the pipe itself, or HTTP, sets. */
const OURS = new Set([
  'host',
  'x-requested-by',
  'x-request-id',
  'accept',
  'accept-encoding',
  'content-length',
  'content-type',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'x-appsmith-version',
]);

export type ExtraHeader = readonly [name: string, value: string];

/**
 * Reads headers. Two of the same name are a problem, since only one could be sent.
 * @param proxied whether a variable names a proxy, which has credentials of its own
 */
export function readExtraHeaders(
  texts: readonly string[],
  { about, proxied }: { readonly about: (at: number) => Remarks; readonly proxied: boolean },
): readonly ExtraHeader[] {
  const names = new Set<string>();
  return texts.flatMap((text, at) => {
    const header = readExtraHeader(text, about(at), proxied);
    if (header === undefined) return [];
    const name = header[0].toLowerCase();
    if (names.has(name)) about(at).problem(`sets ${header[0]} a second time: set each header once.`);
    names.add(name);
    return [header];
  });
}

/** Reads `Name: value`, a header for an access proxy. Remarks never repeat the value. */
export function readExtraHeader(text: string, remarks: Remarks, proxied = false): ExtraHeader | undefined {
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(colon, 0)).trim();
  const value = text.slice(colon + 1).trim();
  if (/^[a-z]+:\/\//i.test(text)) return remarks.problem(`is an address, not a header. Write ${EXAMPLE}, for example.`);
  if (colon > 0 && /^[\w-]+(?:[ \t]+[\w-]+)+$/.test(name))
    return remarks.problem('has a name with a space. The words of a name are joined by hyphens.');
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name))
    return remarks.problem(`is not of the form Name: value, such as ${EXAMPLE}.`);
  const reserved = reservedProblem(name, proxied);
  if (reserved !== undefined) return remarks.problem(`may not set ${name}: ${reserved}`);
  if (value === '') return remarks.problem(`gives ${name} no value. Write it after the colon.`);
  if (!/^[\t\x20-\x7e]+$/.test(value))
    return remarks.problem(
      `gives ${name} a value with a line break, or a letter outside ASCII, which no header can have.`,
    );
  const second = /(?:[,;|]|\\n)\s*(?:[A-Za-z][\w-]*\s*:\s|(?:[A-Za-z]+-[\w-]+|authorization|cookie)\s*:)/i.test(value);
  if (second)
    return remarks.problem(`holds several headers. Write a list of them, one on each line, or in Bitbucket ${LIST}.`);
  const unreplaced = findUnreplaced(value.replace(/^\w+ /, '')) ?? findUnreplaced(value);
  if (unreplaced?.whole === true)
    return remarks.problem(
      `sets ${name} to a reference that Bitbucket did not replace, or a placeholder. ${exists(unreplaced)}`,
    );
  remarks.secret(value, ...basicCredentials(value));
  if (/^(["']).*\1$/.test(value)) remarks.warning(`has quotes around the value of ${name}, which are sent with it.`);
  if (/\s#\s/.test(value)) remarks.warning(`has a # in the value of ${name}: what follows is sent with it, too.`);
  return [name, value];
}

const EXAMPLE = 'CF-Access-Client-Id: 0a1b2c.access';
const LIST = "['CF-Access-Client-Id: …', 'CF-Access-Client-Secret: …']";

function exists({ name }: Unreplaced): string {
  const shown = name !== undefined && isShowableName(name) ? `the variable ${name}` : 'the variable';
  return `Check that ${shown} exists.`;
}

/** Why the user may not set a header, as a sentence. */
function reservedProblem(name: string, proxied: boolean): string | undefined {
  const plain = name.toLowerCase();
  if (plain === 'authorization')
    return (
      "it carries Appsmith's token. For an access proxy use its own headers, such as those of a service " +
      'token, or Proxy-Authorization, ' +
      'or have it let /api/v1/git/deploy/ through without a login.'
    );
  if (plain === 'proxy-authorization')
    return proxied ? "a proxy's user name and password belong in HTTPS_PROXY or HTTP_PROXY." : undefined;
  if (OURS.has(plain) || plain.startsWith('proxy-')) return 'the pipe, or HTTP itself, sets that header.';
  // Objects with headers would set their prototype.
  return plain === '__proto__' ? 'a header of that name cannot be sent.' : undefined;
}

/** What a header's value contains in base64: a server may log it decoded. */
function basicCredentials(value: string): string[] {
  const [, encoded] = /^basic\s+(\S+)$/i.exec(value) ?? [];
  if (encoded === undefined) return [];
  const credentials = Buffer.from(encoded, 'base64').toString();
  return [...new Set([credentials, credentials.slice(credentials.indexOf(':') + 1)])];
}
