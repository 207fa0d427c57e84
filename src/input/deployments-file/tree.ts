/** A range of the file's text, in UTF-16 code units; the end is not part of it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A value of the file, with the place it was written at. An alias stands for the tree of its anchor, so the trees in it
 * may have many places in the whole.
 */
export type Tree = TextTree | EmptyTree | ListTree | MapTree;

interface Measured {
  /** Where it is written. */
  readonly span: Span;
  /** The alias that put it here. */
  readonly use?: Span | undefined;
  /** Values in all, the tree itself included, aliases expanded. */
  readonly size: number;
  /** Levels below this one, aliases expanded; 0 for a value that holds no other. */
  readonly depth: number;
}

/** A scalar, as written: `1.10` and `0x10` and `yes` are text. */
export interface TextTree extends Measured {
  readonly kind: 'text';
  readonly text: string;
  /** The number, or the truth value, that YAML sees in unquoted text. */
  readonly plain?: number | boolean;
}

/** No value at all, `null` or `~`. */
export interface EmptyTree extends Measured {
  readonly kind: 'empty';
  /** The value could not be read, and a problem says so: nothing more is to be said of it. */
  readonly broken: boolean;
}

export interface ListTree extends Measured {
  readonly kind: 'list';
  readonly items: readonly Tree[];
}

export interface MapTree extends Measured {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
  /**
   * A merge (`<<`) could not be carried out, or a value has swallowed what follows it, and a problem says so: keys may
   * be missing.
   */
  readonly incomplete: boolean;
}

export interface Entry {
  /** Where the key is written. */
  readonly key: Span;
  readonly value: Tree;
  /** The merge that brought it here. */
  readonly use?: Span | undefined;
}

/**
 * A value, and the place to point at when it does not fit in with the rest: the outermost alias or merge that it came
 * by, else where it is written.
 */
export interface Found<T extends Tree = Tree> {
  readonly value: T;
  readonly place: Span;
}

/** Plain data for a schema validator. Objects have no prototype, so a key `__proto__` is a key like any other. */
export function toData(tree: Tree, key?: string): unknown {
  switch (tree.kind) {
    case 'text':
      return key === 'timeout' || key === 'enabled' ? (tree.plain ?? tree.text) : tree.text;
    case 'empty':
      return null;
    case 'list':
      return tree.items.map((item) => toData(item));
    case 'map': {
      const data: Record<string, unknown> = Object.create(null);
      for (const [name, { value }] of tree.entries) data[name] = toData(value, name);
      return data;
    }
  }
}

/** Where to point at. */
export function placeOf({ use, span }: Tree): Span {
  return use ?? span;
}

/** The value of a key with its place, or undefined when the tree is no mapping or has no such key. */
export function find(tree: Tree | undefined, key: string): Found | undefined {
  const entry = tree?.kind === 'map' ? tree.entries.get(key) : undefined;
  return entry && { value: entry.value, place: tree?.use ?? entry.use ?? placeOf(entry.value) };
}

/** Every text in a tree, keys apart. */
export function textsIn(tree: Tree): TextTree[] {
  switch (tree.kind) {
    case 'text':
      return [tree];
    case 'empty':
      return [];
    case 'list':
      return tree.items.flatMap(textsIn);
    case 'map':
      return [...tree.entries.values()].flatMap(({ value }) => textsIn(value));
  }
}

/** The value of a key, or undefined when the tree is no mapping or has no such key. */
export function child(tree: Tree | undefined, key: string): Tree | undefined {
  return tree?.kind === 'map' ? tree.entries.get(key)?.value : undefined;
}
