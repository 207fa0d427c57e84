import { isAlias, isMap, isScalar, isSeq, type Range, type Scalar } from 'yaml';
import { printable } from '../../printable.ts';
import type { Span } from './tree.ts';

/** A piece of the file that a code frame may show, or must not. */
export interface Segment extends Span {
  /** What stands in its place; absent: it is shown as it is written. */
  readonly shown?: string;
}

/** Stands for whatever is not shown, however long that is. */
export const MASK = '****';

/**
 * How the value of a key is shown: `container` holds keys of ours, `plain` cannot be secret, an `address` may hold a password.
 * The value of any other key is hidden, whatever the key: it may be `token` with a slip of the pen, or a token pasted at the wrong place.
 */
type Manner = 'container' | 'plain' | 'address' | 'hidden';

const MANNERS: ReadonlyMap<unknown, Manner> = new Map<unknown, Manner>([
  ['defaults', 'container'],
  ['deployments', 'container'],
  ['<<', 'container'],
  ['name', 'plain'],
  ['app', 'plain'],
  ['branch', 'plain'],
  ['timeout', 'plain'],
  ['after', 'plain'],
  ['url', 'address'],
  ['endpoint', 'address'],
]);

const KNOWN_KEYS: ReadonlySet<unknown> = new Set([...MANNERS.keys(), 'token']);

/** No digits: what people call things, not what a generator makes. */
const HARMLESS_KEY = /^[A-Za-z_][A-Za-z_-]{0,29}$/;
const HARMLESS_ALIAS = /^\*[A-Za-z][\w-]{0,39}$/;
const HOST_AND_PATH =
  /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?(\/[A-Za-z0-9_.~%/-]*)?(\?branchName=[A-Za-z0-9_.~%/+-]*)?$/;

/** A key of the file for a message: `key "tokn"`. */
export function namedKey(key: string): string {
  return HARMLESS_KEY.test(key) ? `key "${key}"` : 'key (not shown, it may be a secret)';
}

/** A name, an id or a branch of the file for a message. */
export function quoted(text: string): string {
  return holdsCredentials(text) ? 'a value (not shown, it may hold a password)' : `"${printable(text, 60)}"`;
}

/**
 * What of the file may be shown, in the order of the text, without overlap. It also serves for a file with errors, where YAML's reader makes the best
 * of it: what is in no segment was not understood and is not to be shown, but for YAML's own signs.
 * @param contents the top nodes of the file's documents, as `yaml` composes them
 */
export function visibleSegments(contents: readonly unknown[], text: string): Segment[] {
  const segments: Segment[] = [];
  const collect = (node: unknown, manner: Manner): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        const name = isScalar(key) && manner === 'container' ? key.value : undefined;
        if (isScalar(key)) {
          const harmless = KNOWN_KEYS.has(name) || (typeof name === 'string' && HARMLESS_KEY.test(name));
          segments.push(segmentOf(key, harmless ? undefined : MASK));
        } else {
          collect(key, 'hidden');
        }
        collect(value, MANNERS.get(name) ?? 'hidden');
      }
    } else if (isSeq(node)) {
      for (const item of node.items) collect(item, manner);
    } else if (isAlias(node)) {
      const [start, end] = node.range as Range;
      const harmless = manner !== 'hidden' && HARMLESS_ALIAS.test(text.slice(start, end));
      segments.push({ start, end, ...(harmless ? {} : { shown: MASK }) });
    } else if (isScalar(node)) {
      const [start, end] = node.range as Range;
      segments.push(segmentOf(node, shownValue(text.slice(start, end), manner)));
    }
  };
  for (const node of contents) collect(node, 'container');
  return apart(segments.filter(({ start, end }) => end > start));
}

function segmentOf(node: Scalar, shown: string | undefined): Segment {
  const [start, end] = node.range as Range;
  return { start, end, ...(shown === undefined ? {} : { shown }) };
}

/** @returns undefined when the value may be shown as it is written */
function shownValue(written: string, manner: Manner): string | undefined {
  if (written.includes('\n')) return MASK; // a line of its own may be a key that lost its colon
  if (manner === 'address') return shownAddress(written);
  return manner === 'plain' && !holdsCredentials(written) ? undefined : MASK;
}

function shownAddress(written: string): string | undefined {
  const quote = /^["']/.exec(written)?.[0] ?? '';
  const address = written.slice(quote.length, written.length - quote.length);
  const scheme = /^https?:\/\//i.exec(address)?.[0] ?? '';
  const rest = address.slice(Math.max(scheme.length, address.lastIndexOf('@') + 1));
  if (!HOST_AND_PATH.test(rest)) return MASK;
  return address.includes('@') ? `${quote}${scheme}${MASK}@${rest}${quote}` : undefined;
}

/** `user:password@`, with or without a scheme in front. */
function holdsCredentials(text: string): boolean {
  const colon = text.indexOf(':');
  return colon >= 0 && text.includes('@', colon);
}

/** Where YAML's reader went astray, pieces may overlap: the whole is hidden then. */
function apart(segments: readonly Segment[]): Segment[] {
  const result: Segment[] = [];
  for (const segment of segments.toSorted((one, other) => one.start - other.start)) {
    const before = result.at(-1);
    if (before === undefined || segment.start >= before.end) result.push(segment);
    else result[result.length - 1] = { start: before.start, end: Math.max(before.end, segment.end), shown: MASK };
  }
  return result;
}
