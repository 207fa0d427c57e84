import { printable } from '../../text/printable.ts';

/** Shown instead of a secret of any length. */
export const MASK = '****';

/**
 * How the value of a key is shown: `plain` cannot be secret, an `address` may hold a password, the others hold keys.
 * The value of any other key is hidden: it may be `token` with a typo, or a token in the wrong field.
 */
export type Manner = 'container' | 'servers' | 'headers' | 'plain' | 'address' | 'hidden';

const MANNERS: ReadonlyMap<unknown, Manner> = new Map<unknown, Manner>([
  ['defaults', 'container'],
  ['deployments', 'container'],
  ['<<', 'container'],
  ['servers', 'servers'],
  ['server', 'container'],
  ['headers', 'headers'],
  ['ca', 'plain'],
  ['client-certificate', 'plain'],
  ['proxy', 'address'],
  ['client-key', 'hidden'],
  ['client-key-passphrase', 'hidden'],
  ['enabled', 'plain'],
  ['name', 'plain'],
  ['app', 'plain'],
  ['branch', 'plain'],
  ['timeout', 'plain'],
  ['after', 'plain'],
  ['url', 'address'],
  ['endpoint', 'address'],
  ['token', 'hidden'],
]);

/** No digits: what people call things, not what a generator makes. */
const HARMLESS_NAME = /^[A-Za-z_][A-Za-z_-]{0,29}$/;
/** Nothing that YAML could have read as syntax. */
const SIMPLE_VALUE = /^["']?[A-Za-z0-9_./ ()-]*["']?$/;
/** The name of a variable as people choose it, which is no secret: a token has no such words. */
const REFERENCE = /^\$[A-Z]{2,20}(?:_[A-Z]{2,20}){1,4}$/;
const HOST_AND_PATH =
  /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?(\/[A-Za-z0-9_.~%/-]*)?(\?branchName=[A-Za-z0-9_.~%/+-]*)?$/;

/** A key of the file for a message: `key "tokn"`. */
export function namedKey(key: string): string {
  return isHarmlessName(key) ? `key "${key}"` : 'key (not shown, it may be a secret)';
}

/**
 * A name of the file for a message.
 * @param instead what is shown instead of a name that may hold a password
 */
export function quoted(text: string, instead: string): string {
  return holdsCredentials(text) ? `${instead} (not shown, it may hold a password)` : `"${printable(text, 60)}"`;
}

function mannerOf(key: unknown): Manner {
  return typeof key === 'string' && key.startsWith('x-') ? 'container' : (MANNERS.get(key) ?? 'hidden');
}

/** The manner of what is in a mapping, by the mapping's own and the key. */
export function mannerIn(mapping: Manner, key: unknown): Manner {
  if (mapping === 'servers') return 'container';
  return mapping === 'container' ? mannerOf(key) : 'hidden';
}

/** Whether a key of such a mapping may be shown. */
export function isShownKey(mapping: Manner, key: string, certain: boolean): boolean {
  if (mapping === 'servers') return certain && shownAddress(key) === undefined;
  if (mapping === 'headers') return certain && /^[A-Za-z][A-Za-z-]{0,40}$/.test(key);
  return MANNERS.has(key) || (certain && isHarmlessName(key));
}

/** Whether an unknown key, or the name of an anchor, may be shown. */
export function isHarmlessName(name: unknown): boolean {
  return typeof name === 'string' && HARMLESS_NAME.test(name);
}

/**
 * What a code frame shows of a value.
 * @param written the value as the file writes it, quotes included
 * @param certain whether the value certainly belongs to the key
 * @returns undefined when it is shown as it is written
 */
export function shownValue(written: string, manner: Manner, certain: boolean): string | undefined {
  if (written.includes('\n')) return MASK; // a line of its own may be a key that lost its colon
  if (manner === 'address') return certain ? shownAddress(written) : MASK;
  const harmless = certain ? !/:\/\/|\$\(|`/.test(written) && !holdsCredentials(written) : SIMPLE_VALUE.test(written);
  return (manner === 'plain' && harmless) || (certain && REFERENCE.test(written)) ? undefined : MASK;
}

function shownAddress(written: string): string | undefined {
  const quote = /^["']/.exec(written)?.[0] ?? '';
  const address = written.slice(quote.length, written.length - quote.length);
  const scheme = /^https?:\/\//i.exec(address)?.[0] ?? '';
  const rest = address.slice(Math.max(scheme.length, address.lastIndexOf('@') + 1));
  if (!HOST_AND_PATH.test(rest)) return MASK;
  return address.includes('@') ? `${quote}${scheme}${MASK}@${rest}${quote}` : undefined;
}

/** Neither an empty text nor the name of a variable is a secret. */
export function isSecret(text: string): boolean {
  return !/^\s*(\$\{?\w+\}?\s*)?$/.test(text);
}

/** `user:password@`, with or without a scheme in front. */
export function holdsCredentials(text: string): boolean {
  const colon = text.indexOf(':');
  return colon >= 0 && text.includes('@', colon);
}
