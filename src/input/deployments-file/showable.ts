import { printable } from '../../text/printable.ts';

/** Replaces each character that must not be shown, so that positions in a masked text are those in the file. */
export const HIDDEN = '\uffff';
/** Shown instead of a hidden part of any length. */
export const MASK = '****';

/** Hides a text but its indentation and line breaks. */
export function hide(text: string): string {
  return text.replaceAll(/[^ \t\r\n](?:[^\n]*[^\r\n])?/g, (line) => HIDDEN.repeat(line.length));
}

/**
 * What the value of a key is: `plain` is no secret, `address` may hold a password, and the first three hold keys.
 * The value of an unknown key is hidden: it may be `token` with a typo, or a token in the wrong field.
 */
const KEYS = {
  container: ['defaults', 'deployments', '<<', 'server'],
  servers: ['servers'],
  headers: ['headers'],
  plain: ['enabled', 'name', 'app', 'branch', 'timeout', 'after', 'ca', 'client-certificate'],
  address: ['url', 'endpoint', 'proxy'],
  hidden: ['token', 'client-key', 'client-key-passphrase'],
} as const;

export type Content = keyof typeof KEYS;

const CONTENTS: ReadonlyMap<unknown, Content> = new Map(
  Object.entries(KEYS).flatMap(([content, keys]) => keys.map((key) => [key, content as Content])),
);

/** Without digits it is a name that people choose, and not a generated secret. */
const HARMLESS_NAME = /^[A-Za-z_][A-Za-z_-]{0,29}$/;
/** Nothing that YAML could have read as syntax. */
const SIMPLE_VALUE = /^["']?[A-Za-z0-9_./ ()-]*["']?$/;
/** A reference to a variable named in words: no token looks like that. */
const REFERENCE = /^\$[A-Z]{2,20}(?:_[A-Z]{2,20}){1,4}$/;
const HOST_AND_PATH =
  /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?(\/[A-Za-z0-9_.~%/-]*)?(\?branchName=[A-Za-z0-9_.~%/+-]*)?$/;

/** A key of the file, for a message: `key "tokn"`. */
export function namedKey(key: string): string {
  return isHarmlessName(key) ? `key "${key}"` : 'key (not shown, it may be a secret)';
}

/**
 * A name from the file, for a message.
 * @param instead shown instead of a name that may hold a password
 */
export function quoted(text: string, instead: string): string {
  return holdsCredentials(text) ? `${instead} (not shown, it may hold a password)` : `"${printable(text, 60)}"`;
}

/** The content of a value, by its key and the content of the mapping that holds the key. */
export function contentOf(key: unknown, mapping: Content): Content {
  if (mapping === 'servers') return 'container';
  if (mapping !== 'container') return 'hidden';
  return typeof key === 'string' && key.startsWith('x-') ? 'container' : (CONTENTS.get(key) ?? 'hidden');
}

/**
 * Whether a key may be shown.
 * @param mapping the content of the mapping that holds it
 * @param certain whether it certainly is a key
 */
export function isShownKey(key: string, mapping: Content, certain: boolean): boolean {
  switch (mapping) {
    case 'servers':
      return certain && withoutPassword(key) === key;
    case 'headers':
      return certain && /^[A-Za-z][A-Za-z-]{0,40}$/.test(key);
    case 'container':
      return CONTENTS.has(key) || (certain && isHarmlessName(key));
    default:
      return false;
  }
}

/** Whether an unknown key, or the name of an anchor, may be shown. */
export function isHarmlessName(name: unknown): boolean {
  return typeof name === 'string' && HARMLESS_NAME.test(name);
}

/**
 * A value in which secrets are hidden; as long as the value.
 * @param written the value as the file writes it, quotes included
 * @param certain whether the value certainly belongs to the key
 */
export function maskedValue(written: string, content: Content, certain: boolean): string {
  if (written.includes('\n')) return hide(written); // a line of its own may be a key that lost its colon
  if (content === 'address') return certain ? withoutPassword(written) : hide(written);
  const harmless = certain ? !/:\/\/|\$\(|`/.test(written) && !holdsCredentials(written) : SIMPLE_VALUE.test(written);
  return (content === 'plain' && harmless) || (certain && REFERENCE.test(written)) ? written : hide(written);
}

function withoutPassword(written: string): string {
  const quotes = /^["']/.test(written) ? 1 : 0;
  const scheme = /^["']?https?:\/\//i.exec(written)?.[0].length ?? quotes;
  const at = written.lastIndexOf('@');
  const hostAndPath = written.slice(Math.max(scheme, at + 1), written.length - quotes);
  if (!HOST_AND_PATH.test(hostAndPath)) return hide(written);
  return at < 0 ? written : written.slice(0, scheme) + hide(written.slice(scheme, at)) + written.slice(at);
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
