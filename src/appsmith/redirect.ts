import type { Reply } from '../http/http-client.ts';
import { printable } from '../text/printable.ts';

/** A redirect that is followed with the same method, or one that the token must not be sent to. */
export type Redirect =
  | { readonly kind: 'follow'; readonly address: string }
  /** Another page of the same server: a login page, most likely. */
  | { readonly kind: 'own-page' }
  /** Out of https: the token would travel unencrypted. */
  | { readonly kind: 'to-http'; readonly host: string }
  /** `place`: in words. */
  | { readonly kind: 'elsewhere'; readonly place: string };

/**
 * Judges the redirect in a reply, if there is one. Only two are harmless: http→https on the same host (the port may
 * change), and a slash added to the path; the query must stay. Any other may lead to a login page, another server, or
 * an attacker.
 */
export function redirectOf(from: string, reply: Reply): Redirect | undefined {
  if (reply.kind === 'failed') return undefined;
  const { status, headers } = reply.answer;
  const location = headers['location']?.[0];
  if (status < 300 || status > 399 || !location) return undefined;
  if (!URL.canParse(location, from)) return { kind: 'elsewhere', place: 'an address that is not valid' };
  const [source, target] = [new URL(from), new URL(location, from)];
  if (!/^https?:$/.test(target.protocol))
    return { kind: 'elsewhere', place: `an address with ${printable(target.protocol, 30)}` };
  if (source.protocol === 'https:' && target.protocol === 'http:') return { kind: 'to-http', host: target.host };
  const upgrade = source.protocol !== target.protocol;
  const sameServer = source.hostname === target.hostname && (upgrade || source.port === target.port);
  const samePath = target.pathname === source.pathname || target.pathname === `${source.pathname}/`;
  const moved = upgrade || target.pathname !== source.pathname;
  const plain = target.username === '' && target.password === '';
  if (moved && sameServer && samePath && target.search === source.search && plain) {
    target.hash = '';
    return { kind: 'follow', address: target.href };
  }
  return target.origin === source.origin && plain ? { kind: 'own-page' } : { kind: 'elsewhere', place: target.origin };
}
