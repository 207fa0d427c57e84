import { isAlias, isMap, isNode, isScalar, isSeq, type Node, type Range, type Scalar } from 'yaml';
import { type Content, contentOf, hide, isHarmlessName, isSecret, isShownKey, maskedValue } from './showable.ts';

/** A key, a value or an alias. */
interface Piece {
  readonly start: number;
  readonly masked: string;
  /** The text of a value, which is hidden here too when it is a secret elsewhere. */
  readonly value?: string;
}

/** How far behind a value the rest of an address is looked for, in characters. */
const LONGEST_REST = 200;

/**
 * A file's text in which tokens, comments and passwords are hidden, and everything that `yaml` did not understand.
 * Length and lines stay the same.
 * @param contents the top nodes of the file's documents, as `yaml` composes them
 * @param valid whether `yaml` found no error; otherwise only known keys, and simple values right after them, are shown
 */
export function maskedText(contents: readonly unknown[], text: string, valid: boolean): string {
  const pieces: Piece[] = [];
  const hidden = new Set<unknown>();
  const anchors = new Map<string, Node>();
  const targets = new Map<unknown, unknown>();

  const remember = (node: Node, content: Content) => {
    if (content === 'hidden') hidden.add(node);
    if (isAlias(node)) targets.set(node, anchors.get(node.source));
    else if (node.anchor !== undefined) anchors.set(node.anchor, node);
  };
  /** @param keyEnd where the key of this value ends; -1 for an item of a list */
  const walk = (node: unknown, content: Content, keyEnd: number): void => {
    if (!isNode(node)) return;
    remember(node, content);
    const [start, end] = node.range as Range;
    if (isMap(node)) {
      for (const { key, value } of node.items) walkEntry(key as Node, value, content);
    } else if (isSeq(node)) {
      for (const item of node.items) walk(item, content, -1);
    } else if (isAlias(node)) {
      const harmless = valid && content !== 'hidden' && isHarmlessName(node.source);
      pieces.push({ start, masked: shownIf(harmless, text.slice(start, end)) });
    } else if (isScalar(node)) {
      const followsKey = valid || (keyEnd >= 0 && /^ *: *$/.test(text.slice(keyEnd, start)));
      // For `yaml` a comma or a bracket in a password ends the value.
      const isComplete = !/^\S*@/.test(text.slice(end, end + LONGEST_REST));
      const written = text.slice(start, end);
      const masked = followsKey && isComplete ? maskedValue(written, content, valid) : hide(written);
      pieces.push({ start, masked, value: textOf(node) });
    }
  };
  const walkEntry = (key: Node, value: unknown, content: Content) => {
    const [start, end] = key.range as Range;
    if (isScalar(key)) {
      remember(key, content);
      // What has no colon may be the rest of a value with a comma.
      const harmless = isShownKey(String(key.value), content, valid && value !== null);
      pieces.push({ start, masked: shownIf(harmless, text.slice(start, end)) });
    } else {
      walk(key, 'hidden', -1); // an error of YAML
    }
    walk(value, contentOf(isScalar(key) ? key.value : undefined, content), end);
  };
  for (const node of contents) walk(node, 'container', -1);

  const secrets = secretsIn(hidden, targets);
  let result = '';
  for (const { start, masked, value } of pieces.sort((one, other) => one.start - other.start)) {
    result += hideUnknown(text.slice(result.length, start)) + shownIf(!secrets.has(value), masked);
  }
  return result + hideUnknown(text.slice(result.length));
}

function shownIf(harmless: boolean, text: string): string {
  return harmless ? text : hide(text);
}

/** Shows only YAML's punctuation at both ends of each line, which reveals nothing. */
function hideUnknown(text: string): string {
  return text.replaceAll(/[^ \t\r\n\-:,{}[\]?#](?:[^\n]*[^ \t\r\n\-:,{}[\]?#])?/g, hide);
}

/**
 * The texts in hidden nodes, also through aliases. The time is linear.
 * @param hidden gets the nodes inside too
 */
function secretsIn(hidden: Set<unknown>, targets: ReadonlyMap<unknown, unknown>): ReadonlySet<unknown> {
  const texts = new Set<unknown>();
  // The loop visits the nodes that it adds. No recursion: there may be chains of thousands of aliases.
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
