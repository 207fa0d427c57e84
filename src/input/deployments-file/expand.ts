import { type Alias, isAlias, isMap, isNode, isSeq, type Pair, type Range, type Scalar, type YAMLMap } from 'yaml';
import { MOST_LEVELS } from './document.ts';
import type { FileFindings } from './problem.ts';
import { namedKey } from './showable.ts';
import { type EmptyTree, type Entry, isBroken, type Place, placeOf, type Span, type Tree, within } from './tree.ts';

/**
 * Values when every alias is expanded; 10,000 deployments have about 80,000. Aliases are not counted: 10,000 uses of
 * one anchor are fine, but nine aliases in each of nine lines make 400 million values.
 */
const MOST_VALUES = 300_000;

const EXPANDED = 'With its aliases expanded, this';
const TOO_LARGE = `${EXPANDED} has more than ${MOST_VALUES} values. Use fewer aliases, or several files.`;
const TOO_DEEP = `${EXPANDED} is nested too deeply. A deployments file needs four levels.`;
const SECOND_MERGE =
  'The key << appears twice in the same mapping. Keep one: <<: [*one, *other] merges several mappings.';

/**
 * Turns the nodes of `yaml` into a tree: aliases are expanded, `<<` merges mappings, texts are as written.
 * Duplicate keys are problems. What cannot be expanded is a problem too, and a broken value of the tree.
 * @param contents nodes of valid YAML, not nested more deeply than {@link MOST_LEVELS}
 */
export function expandTree(contents: unknown, text: string, findings: FileFindings): Tree {
  return new Expansion(text, findings).tree(contents, placeOf({ start: 0, end: 0 }));
}

/** The size of a value that holds no other. */
const LEAF = { size: 1, depth: 0 };

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
  tree(node: unknown, key: Place): Tree {
    if (!isNode(node)) return { kind: 'empty', ...key, ...LEAF, broken: false };
    if (isAlias(node)) return this.#alias(node);
    const { anchor } = node;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const tree = this.#bounded(this.#value(node));
    if (anchor !== undefined) this.#anchors.set(anchor, tree);
    return tree;
  }

  #alias(alias: Alias): Tree {
    const place = placeOfNode(alias);
    const tree = this.#anchors.get(alias.source);
    if (tree !== undefined) return { ...tree, span: place.span };
    return this.#broken(
      place,
      this.#anchors.has(alias.source)
        ? 'This alias is inside the value that it repeats. Remove it.'
        : 'There is no anchor (&name) for this alias (*name) in the lines before. Put the anchor there, or a ' +
            'text that begins with * in quotes.',
    );
  }

  #value(node: unknown): Tree {
    const place = placeOfNode(node as Scalar);
    if (isMap(node)) return this.#map(node, place);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.tree(item, place));
      return { kind: 'list', ...place, items, ...measure(items) };
    }
    const { value, source, type } = node as Scalar;
    if (value === null) return { kind: 'empty', ...place, ...LEAF, broken: false };
    if (type === 'PLAIN' && this.#hasLines(place))
      return this.#broken(
        place,
        'This value continues on the next line. Is a colon missing there, or the space after it? A value of ' +
          'several lines needs quotes.',
      );
    return { kind: 'text', ...place, ...LEAF, text: String(source), value };
  }

  #map(node: YAMLMap, place: Place): Tree {
    const entries = new Map<string, Entry>();
    const merges: Tree[] = [];
    for (const pair of node.items as Pair<Scalar<string>>[]) {
      const name = pair.key.value;
      const key = placeOfNode(pair.key);
      const value = this.tree(pair.value, key);
      if (name === '<<' && pair.key.type === 'PLAIN') {
        if (merges.length > 0) this.#findings.problem(key, SECOND_MERGE);
        merges.push(value);
      } else if (entries.has(name)) {
        this.#findings.problem(key, `The ${namedKey(name)} appears twice in the same mapping. Keep one.`);
      } else {
        entries.set(name, { key, value });
      }
    }
    const sources = merges.flatMap((tree) =>
      tree.kind === 'list' ? tree.items.map((item) => within(tree, item)) : [tree],
    );
    for (const source of sources) this.#merge(entries, source);
    const values = Array.from(entries.values(), ({ value }) => value);
    const incomplete =
      sources.some((source) => source.kind !== 'map' || source.incomplete) ||
      values.some((value) => isBroken(value) && this.#hasLines(value)); // they may hold keys
    return { kind: 'map', ...place, entries, incomplete, ...measure(values) };
  }

  #merge(entries: Map<string, Entry>, source: Tree): void {
    if (source.kind === 'map') {
      this.#merged += source.entries.size;
      if (this.#merged > MOST_VALUES) {
        this.#refuse(source.written, TOO_LARGE);
        return;
      }
      for (const [name, { key, value }] of source.entries)
        if (!entries.has(name)) entries.set(name, { key: within(source, key), value: within(source, value) });
    } else if (!isBroken(source)) {
      const message = 'The key << takes a mapping, or a list of mappings, mostly as aliases: <<: *name.';
      this.#findings.problem(source, message);
    }
  }

  #hasLines({ written }: Place): boolean {
    return this.#text.slice(written.start, written.end).includes('\n');
  }

  #bounded(tree: Tree): Tree {
    if (tree.depth <= MOST_LEVELS && tree.size <= MOST_VALUES) return tree;
    this.#refuse(tree.written, tree.size > MOST_VALUES ? TOO_LARGE : TOO_DEEP);
    return { kind: 'empty', span: tree.span, written: tree.written, ...LEAF, broken: true };
  }

  /** Reported once: more aliases would repeat the same problem. */
  #refuse(span: Span, message: string): void {
    if (!this.#refused) this.#findings.problem(placeOf(span), message);
    this.#refused = true;
  }

  #broken(place: Place, message: string): EmptyTree {
    this.#findings.problem(place, message);
    return { kind: 'empty', ...place, ...LEAF, broken: true };
  }
}

function placeOfNode({ range }: { readonly range?: Range | null | undefined }): Place {
  const [start, end] = range as Range;
  return placeOf({ start, end });
}

function measure(values: readonly Tree[]): { size: number; depth: number } {
  let size = 1;
  let depth = 0;
  for (const value of values) {
    size += value.size;
    depth = Math.max(depth, value.depth + 1);
  }
  return { size, depth };
}
