import type { Remarks } from '../../text/remarks.ts';

/** Headers that the pipe itself, or HTTP, answers for. */
const OURS = new Set([
  'authorization',
  'host',
  'x-requested-by',
  'x-request-id',
  'user-agent',
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
 * Reads each text by itself. Of two headers of one name only one could be sent, so the second is a problem.
 * @param about the remarks on the text at a position
 */
export function readExtraHeaders(texts: readonly string[], about: (at: number) => Remarks): readonly ExtraHeader[] {
  const names = new Set<string>();
  return texts.flatMap((text, at) => {
    const header = readExtraHeader(text, about(at));
    if (header === undefined) return [];
    const name = header[0].toLowerCase();
    if (names.has(name)) about(at).problem(`sets ${header[0]} a second time: give each header once.`);
    names.add(name);
    return [header];
  });
}

/** Reads `Name: value`, a header for an access proxy. Problems never repeat the value. */
export function readExtraHeader(text: string, remarks: Remarks): ExtraHeader | undefined {
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(colon, 0)).trim();
  const value = text.slice(colon + 1).trim();
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return remarks.problem('is not of the form Name: value.');
  if (OURS.has(name.toLowerCase()) || name.toLowerCase().startsWith('proxy-')) {
    return remarks.problem(`may not set ${name}: the pipe, or HTTP itself, sets that header.`);
  }
  // To the objects that hold headers on their way this is no name but their prototype.
  if (name.toLowerCase() === '__proto__')
    return remarks.problem(`may not set ${name}: a header of that name cannot be sent.`);
  if (!/^[\t\x20-\x7e]+$/.test(value))
    return remarks.problem('has no value, or one with a line break or a letter outside ASCII.');
  if (/^(?:\w+ )?(?:\$\{?[A-Za-z_]\w*\}?|<[^<>]*>)$/.test(value)) {
    return remarks.problem(
      `gives ${name} a reference that Bitbucket did not replace, or a placeholder. Check that the variable exists.`,
    );
  }
  remarks.secret(value, ...basicCredentials(value));
  return [name, value];
}

/** What a header's value hides in base64, `user:password` and the password alone: a server may write it out. */
function basicCredentials(value: string): string[] {
  const [, encoded] = /^basic\s+(\S+)$/i.exec(value) ?? [];
  if (encoded === undefined) return [];
  const credentials = Buffer.from(encoded, 'base64').toString();
  return [...new Set([credentials, credentials.slice(credentials.indexOf(':') + 1)])];
}
