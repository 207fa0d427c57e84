/** A range of the file's text, in UTF-16 code units; the end is not part of it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A value of the file. An alias has the tree of its anchor, so one tree may be used many times. */
export type Tree = TextTree | EmptyTree | ListTree | MapTree;

interface Measured {
  /** Where it is written. */
  readonly span: Span;
  /** The alias that repeats it here. */
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
  /** It could not be read, which is reported already. */
  readonly broken: boolean;
}

export interface ListTree extends Measured {
  readonly kind: 'list';
  readonly items: readonly Tree[];
}

export interface MapTree extends Measured {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
  /** Keys may be missing, since a merge failed or a value contains later lines, which is reported already. */
  readonly incomplete: boolean;
}

export interface Entry {
  /** Where the key is written. */
  readonly key: Span;
  readonly value: Tree;
  /** The merge that brought it here. */
  readonly use?: Span | undefined;
}

/** A value, and where problems point: the outermost alias or merge that repeats it, else where it is written. */
export interface Found<T extends Tree = Tree> {
  readonly value: T;
  readonly span: Span;
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

export function spanOf({ use, span }: Tree): Span {
  return use ?? span;
}

/** @returns undefined when the tree is no mapping or has no such key */
export function find(tree: Tree | undefined, key: string): Found | undefined {
  const entry = tree?.kind === 'map' ? tree.entries.get(key) : undefined;
  return entry && { value: entry.value, span: tree?.use ?? entry.use ?? spanOf(entry.value) };
}

/** Every text in a tree but its keys. */
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

/** @returns undefined when the tree is no mapping or has no such key */
export function child(tree: Tree | undefined, key: string): Tree | undefined {
  return find(tree, key)?.value;
}
