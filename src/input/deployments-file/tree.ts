/** A range of the file's text, in UTF-16 code units; the end is not part of it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where something is in the file. */
export interface Place {
  /** Where problems point: the outermost alias or merge that repeats it, else where it is written. */
  readonly span: Span;
  readonly written: Span;
}

/** A value of the file. An alias has the tree of its anchor, so one tree may be used many times. */
export type Tree = TextTree | EmptyTree | ListTree | MapTree;

interface Value extends Place {
  /** Number of values, this one included, aliases expanded. */
  readonly size: number;
  /** Levels below this one, aliases expanded; 0 for a value that holds no other. */
  readonly depth: number;
}

/** A scalar, as written: `1.10` and `0x10` and `yes` are text. */
export interface TextTree extends Value {
  readonly kind: 'text';
  readonly text: string;
  /** What YAML takes it for: a number, a boolean or a text. */
  readonly value: unknown;
}

/** No value at all, `null` or `~`. */
export interface EmptyTree extends Value {
  readonly kind: 'empty';
  /** It could not be read; that is reported already. */
  readonly broken: boolean;
}

export interface ListTree extends Value {
  readonly kind: 'list';
  readonly items: readonly Tree[];
}

export interface MapTree extends Value {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
  /** Keys may be missing, since a merge failed or a value swallowed lines; that is reported already. */
  readonly incomplete: boolean;
}

export interface Entry {
  readonly key: Place;
  readonly value: Tree;
}

/** A value, and where it is when an alias or a merge repeats the mapping or list that holds it. */
export interface Found<T extends Tree = Tree> extends Place {
  readonly value: T;
}

export function placeOf(span: Span): Place {
  return { span, written: span };
}

/** The place of a value inside another: when that one is repeated, problems point at the alias or merge. */
export function within<T extends Place>(owner: Place, inner: T): T {
  return owner.span === owner.written ? inner : { ...inner, span: owner.span };
}

export function foundIn(owner: Place, value: Tree): Found {
  const { span, written } = within(owner, value);
  return { value, span, written };
}

/** @returns undefined when the tree is no mapping or has no such key */
export function find(tree: Tree | undefined, key: string): Found | undefined {
  const value = child(tree, key);
  return value && foundIn(tree as MapTree, value);
}

/** @returns undefined when the tree is no mapping or has no such key */
export function child(tree: Tree | undefined, key: string): Tree | undefined {
  return tree?.kind === 'map' ? tree.entries.get(key)?.value : undefined;
}

export function isBroken(tree: Tree): boolean {
  return tree.kind === 'empty' && tree.broken;
}

/** @returns nothing when the tree is no list */
export function itemsOf(tree: Tree | undefined): readonly Tree[] {
  return tree?.kind === 'list' ? tree.items : [];
}

/** Plain data for a schema validator. Objects have no prototype, so a key `__proto__` is a key like any other. */
export function toData(tree: Tree, key?: string): unknown {
  switch (tree.kind) {
    case 'text':
      return key === 'timeout' || key === 'enabled' ? tree.value : tree.text;
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

/** Every text in a tree but its keys. */
export function textsIn(tree: Tree): TextTree[] {
  if (tree.kind === 'text') return [tree];
  if (tree.kind === 'map') return [...tree.entries.values()].flatMap(({ value }) => textsIn(value));
  return itemsOf(tree).flatMap(textsIn);
}
