import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type Range,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { definedOnly } from '../../text/defined-only.ts';
import { MOST_LEVELS } from './document.ts';
import type { FileFindings } from './problem.ts';
import { namedKey } from './showable.ts';
import { type EmptyTree, type Entry, type Span, spanOf, type TextTree, type Tree } from './tree.ts';

/**
 * Values when every alias is expanded; 10,000 deployments have about 80,000. Aliases are not counted: 10,000 uses of
 * one anchor are fine, but nine aliases in each of nine lines make 400 million values.
 */
const MOST_VALUES = 300_000;

const EXPANDED = 'With its aliases expanded, this';
const TOO_LARGE = `${EXPANDED} has more than ${MOST_VALUES} values. Use fewer aliases, or several files.`;
const TOO_DEEP = `${EXPANDED} is nested too deeply. A deployments file needs four levels.`;

/**
 * Turns the nodes of `yaml` into a tree: aliases are expanded, `<<` merges mappings, texts are as written.
 * Duplicate keys are problems. What cannot be expanded is a problem too, and a broken value of the tree.
 * @param contents nodes of valid YAML, not nested more deeply than {@link MOST_LEVELS}
 */
export function expandTree(contents: unknown, text: string, findings: FileFindings): Tree {
  return new Expansion(text, findings).tree(contents, { start: 0, end: 0 });
}

class Expansion {
  readonly #text: string;
  readonly #findings: FileFindings;
  /** `undefined` while the anchor's own value is being read. Later anchors replace earlier ones of the same name. */
  readonly #anchors = new Map<string, Tree | undefined>();
  #merged = 0;
  #refused = false;

  constructor(text: string, findings: FileFindings) {
    this.#text = text;
    this.#findings = findings;
  }

  /** @param key where problems point when there is no node: a key without a colon has no value */
  tree(node: unknown, key: Span): Tree {
    if (isAlias(node)) return this.#alias(node);
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const tree = this.#bounded(
      isMap(node) ? this.#map(node) : isSeq(node) ? this.#list(node) : this.#scalar(node, key),
    );
    if (anchor !== undefined) this.#anchors.set(anchor, tree);
    return tree;
  }

  #alias(alias: Alias): Tree {
    const span = nodeSpan(alias);
    const tree = this.#anchors.get(alias.source);
    if (tree !== undefined) return { ...tree, use: span };
    return this.#broken(
      span,
      this.#anchors.has(alias.source)
        ? 'This alias is inside the value that it repeats. Remove it.'
        : 'There is no anchor (&name) for this alias (*name) in the lines before. Put the anchor there, or a ' +
            'text that begins with * in quotes.',
    );
  }

  #scalar(node: unknown, key: Span): TextTree | EmptyTree {
    if (!isScalar(node)) return { kind: 'empty', span: key, size: 1, depth: 0, broken: false };
    const { value, source, type } = node as Scalar & { source: string };
    const span = nodeSpan(node);
    if (value === null) return { kind: 'empty', span, size: 1, depth: 0, broken: false };
    if (type === 'PLAIN' && this.#text.slice(span.start, span.end).includes('\n')) {
      return this.#broken(
        span,
        'This value continues on the next line. Is a colon missing there, or the space after it? A value of ' +
          'several lines needs quotes.',
      );
    }
    const plain = typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
    return { kind: 'text', span, size: 1, depth: 0, text: source, ...definedOnly({ plain }) };
  }

  #list(node: YAMLSeq): Tree {
    const span = nodeSpan(node);
    const items = node.items.map((item) => this.tree(item, span));
    return { kind: 'list', span, items, ...measure(items) };
  }

  #map(node: YAMLMap): Tree {
    const entries = new Map<string, Entry>();
    const merges: Tree[] = [];
    const twice = (key: Scalar<string>, message: string) =>
      this.#findings.problem({ span: nodeSpan(key), message: `The ${message}` });
    for (const { key, value } of node.items as Pair<Scalar<string>>[]) {
      const tree = this.tree(value, nodeSpan(key));
      const name = key.value;
      if (name === '<<' && key.type === 'PLAIN') {
        if (merges.length > 0)
          twice(key, 'key << appears twice in the same mapping. Keep one: <<: [*one, *other] merges several mappings.');
        merges.push(tree);
      } else if (entries.has(name)) {
        twice(key, `${namedKey(name)} appears twice in the same mapping. Keep one.`);
      } else {
        entries.set(name, { key: nodeSpan(key), value: tree });
      }
    }
    const sources = merges.flatMap((tree): readonly Tree[] =>
      tree.kind === 'list' ? tree.items.map((item) => ({ ...item, use: tree.use ?? item.use })) : [tree],
    );
    for (const source of sources) this.#merge(entries, source);
    const values = [...entries.values()].map(({ value }) => value);
    const incomplete =
      sources.some((source) => source.kind !== 'map' || source.incomplete) ||
      values.some((value) => this.#holdsLines(value));
    return { kind: 'map', span: nodeSpan(node), entries, incomplete, ...measure(values) };
  }

  /** A broken value of several lines, which may contain keys. */
  #holdsLines(value: Tree): boolean {
    return value.kind === 'empty' && value.broken && this.#text.slice(value.span.start, value.span.end).includes('\n');
  }

  #merge(entries: Map<string, Entry>, source: Tree): void {
    if (source.kind === 'map') {
      this.#merged += source.entries.size;
      if (this.#merged > MOST_VALUES) this.#refuse(source.span, TOO_LARGE);
      else
        for (const [name, { key, value, use }] of source.entries)
          if (!entries.has(name)) entries.set(name, { key, value, use: source.use ?? use });
    } else if (source.kind !== 'empty' || !source.broken) {
      const message = 'The key << takes a mapping, or a list of mappings, mostly as aliases: <<: *name.';
      this.#findings.problem({ span: spanOf(source), message });
    }
  }

  #bounded(tree: Tree): Tree {
    if (tree.depth <= MOST_LEVELS && tree.size <= MOST_VALUES) return tree;
    this.#refuse(tree.span, tree.size > MOST_VALUES ? TOO_LARGE : TOO_DEEP);
    return { kind: 'empty', span: tree.span, size: 1, depth: 0, broken: true };
  }

  /** Reported once: other aliases mostly have the same problem. */
  #refuse(span: Span, message: string): void {
    if (!this.#refused) this.#findings.problem({ span, message });
    this.#refused = true;
  }

  #broken(span: Span, message: string): EmptyTree {
    this.#findings.problem({ span, message });
    return { kind: 'empty', span, size: 1, depth: 0, broken: true };
  }
}

function nodeSpan(node: { range?: Range | null | undefined }): Span {
  const [start, end] = node.range as Range;
  return { start, end };
}

function measure(values: readonly Tree[]): { size: number; depth: number } {
  let [size, depth] = [1, 0];
  for (const value of values) {
    size += value.size;
    depth = Math.max(depth, value.depth + 1);
  }
  return { size, depth };
}
