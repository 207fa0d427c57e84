import type { Answer } from '../http/body.ts';

/** Where a redirect leads: on, with the same method, or to a place that the token must not be sent to, be it one of the server's own. */
export type Redirect = { readonly follow: string } | { readonly refused: string; readonly own?: true };

/**
 * Judges a redirect. Only two are harmless: http→https on the same host (the port may change), and a slash added to the path. Path and query must stay.
 * Whatever else may be a login page, another instance, or a thief.
 * @returns the address to send the same request to, or the refused target in words
 */
export function judgeRedirect(from: string, location: string): Redirect {
  if (!URL.canParse(location, from)) return { refused: 'an address that is not valid' };
  const [source, target] = [new URL(from), new URL(location, from)];
  if (!/^https?:$/.test(target.protocol)) return { refused: `an address with ${target.protocol}` };
  const sameScheme = source.protocol === target.protocol && source.port === target.port;
  const upgrade = source.protocol === 'http:' && target.protocol === 'https:';
  const samePath = target.pathname === source.pathname || target.pathname === `${source.pathname}/`;
  const moved = upgrade || target.pathname !== source.pathname;
  const plain = target.username === '' && target.password === '';
  if (
    moved &&
    (sameScheme || upgrade) &&
    source.hostname === target.hostname &&
    samePath &&
    target.search === source.search &&
    plain
  ) {
    target.hash = '';
    return { follow: target.href };
  }
  if (target.origin === source.origin && plain) return { refused: 'another page of the same server', own: true };
  return { refused: target.origin };
}

/** Where the server sends the request on; empty where it does not. */
export function locationOf({ status, headers }: Answer): string {
  return status >= 300 && status <= 399 ? ([headers['location'] ?? ''].flat()[0] as string) : '';
}
