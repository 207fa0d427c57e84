import { type Alias, isAlias, isMap, isNode, isScalar, isSeq, type Range, type Scalar } from 'yaml';
import { definedOnly } from '../../text/defined-only.ts';
import { isHarmlessName, isSecret, isShownKey, MASK, type Manner, mannerIn, shownValue } from './showable.ts';
import type { Span } from './tree.ts';

/** A piece of the file that a code frame may show, or must not. */
export interface Segment extends Span {
  /** What is shown instead; absent: it is shown as it is written. */
  readonly shown?: string;
}

/** What holds keys that may be shown. */
const HOLDING: ReadonlySet<Manner> = new Set<Manner>(['container', 'servers', 'headers']);

/** Characters behind a value in which the rest of an address is looked for. */
const SPLIT = 200;

/**
 * What of a file may be shown, in the order of the text, without overlap; also of a file with errors. What is in no
 * segment was not understood, and only YAML's own characters of it are shown.
 * @param contents the top nodes of the file's documents, as `yaml` composes them
 * @param valid whether `yaml` found no error; otherwise only known keys count as keys, with simple values right after
 */
export function visibleSegments(contents: readonly unknown[], text: string, valid: boolean): Segment[] {
  const segments: Segment[] = [];
  const secrets = hiddenTexts(contents);
  const add = ([start, end]: Range, shown: string | undefined) => {
    if (end > start) segments.push({ start, end, ...definedOnly({ shown }) });
  };
  /** @param keyEnd where the key ends whose value this is; -1 for an item of a list */
  const collect = (node: unknown, manner: Manner, keyEnd: number): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? key.value : undefined;
        const range = (key as Scalar).range as Range;
        // Without a colon it may be the end of a value with a comma.
        const harmless = HOLDING.has(manner) && isShownKey(manner, String(name), valid && value !== null);
        if (isScalar(key)) add(range, harmless ? undefined : MASK);
        else collect(key, 'hidden', -1);
        collect(value, mannerIn(manner, name), range[1]);
      }
    } else if (isSeq(node)) {
      for (const item of node.items) collect(item, manner, -1);
    } else if (isAlias(node)) {
      const range = (node as Alias).range as Range;
      add(range, valid && manner !== 'hidden' && isHarmlessName(node.source) ? undefined : MASK);
    } else if (isScalar(node)) {
      const range = node.range as Range;
      const [start, end] = range;
      const belongs = valid || (keyEnd >= 0 && /^ *: *$/.test(text.slice(keyEnd, start)));
      // A comma or a bracket in a password ends the value before it.
      const whole = !/^\S*@/.test(text.slice(end, end + SPLIT));
      const harmless = belongs && whole && !secrets.has(textOf(node));
      add(range, harmless ? shownValue(text.slice(start, end), manner, valid) : MASK);
    }
  };
  for (const node of contents) collect(node, 'container', -1);
  return segments.sort((one, other) => one.start - other.start);
}

/** Texts that are hidden somewhere, also through an alias: they are hidden everywhere. The time is linear. */
function hiddenTexts(contents: readonly unknown[]): ReadonlySet<string> {
  const anchors = new Map<string, unknown>();
  const targets = new Map<unknown, unknown>();
  const hidden = new Set<unknown>();
  const walk = (node: unknown, manner: Manner): void => {
    if (manner === 'hidden') hidden.add(node);
    if (isAlias(node)) targets.set(node, anchors.get(node.source));
    else if (isNode(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        walk(key, manner === 'hidden' ? manner : 'plain');
        walk(value, mannerIn(manner, isScalar(key) ? key.value : undefined));
      }
    } else if (isSeq(node)) {
      for (const item of node.items) walk(item, manner);
    }
  };
  for (const node of contents) walk(node, 'container');

  const texts = new Set<string>();
  // The loop visits what is added meanwhile. No recursion: there may be chains of thousands of aliases.
  for (const node of hidden) {
    if (isAlias(node)) hidden.add(targets.get(node));
    else if (isMap(node)) for (const { key, value } of node.items) hidden.add(key).add(value);
    else if (isSeq(node)) for (const item of node.items) hidden.add(item);
    else if (isScalar(node) && isSecret(textOf(node))) texts.add(textOf(node));
  }
  return texts;
}

function textOf({ source }: Scalar): string {
  return String(source).trim();
}
