/** The type of a record without its undefined members. */
export type DefinedOnly<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** A record without its undefined members: with exact optional types, absent is not the same as undefined. */
export function definedOnly<T extends object>(record: T): DefinedOnly<T> {
  const defined: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record)) if (value !== undefined) defined[name] = value;
  return defined as DefinedOnly<T>;
}
