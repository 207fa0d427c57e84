import jsonc from 'jsonc-parser';

export type JsonReading =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'invalid'; readonly offset: number; readonly reason: string };

/** Like Appsmith's parser. */
const STRICT = { disallowComments: true, allowTrailingComma: false } as const;

/** Reads JSON. Like Appsmith's parser it ignores what follows the first value. */
export function readJson(text: string): JsonReading {
  try {
    return { kind: 'value', value: JSON.parse(text) };
  } catch {
    return firstValue(text);
  }
}

function firstValue(text: string): JsonReading {
  let invalid: { readonly offset: number; readonly reason: string } | undefined;
  let depth = 0;
  let end: number | undefined;
  const open = () => {
    depth += 1;
  };
  /** A bracket that is missing at the end has no length. */
  const close = (offset: number, length: number) => {
    depth -= 1;
    if (depth === 0 && length > 0) end ??= offset + length;
  };
  const onError = (code: jsonc.ParseErrorCode, offset: number) => {
    if (end === undefined) invalid ??= { offset, reason: words(jsonc.printParseErrorCode(code)) };
  };
  const visitor = { onObjectBegin: open, onArrayBegin: open, onObjectEnd: close, onArrayEnd: close, onError };
  const isRead = unlessTooDeep(() => {
    jsonc.visit(text, visitor, STRICT);
    return true;
  });
  if (!isRead) return { kind: 'invalid', offset: 0, reason: 'nested too deeply' };
  return invalid === undefined
    ? { kind: 'value', value: JSON.parse(text.slice(0, end)) }
    : { kind: 'invalid', ...invalid };
}

/** The library is recursive, and throws only when the stack is full. */
function unlessTooDeep<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

/** `CommaExpected` → `comma expected`. */
function words(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

/** Where a key is in valid JSON; the nearest value around it when the key is missing. */
export function offsetOfKey(text: string, key: readonly (string | number)[]): number {
  const root = unlessTooDeep(() => jsonc.parseTree(text, [], STRICT));
  const found = key
    .map((_, at) => root && jsonc.findNodeAtLocation(root, key.slice(0, at + 1)))
    .findLast((node) => node !== undefined);
  return (found?.parent?.type === 'property' ? found.parent : (found ?? root))?.offset ?? 0;
}

/** @param offset in UTF-16 units */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/**
 * Finds the three markers of a Git conflict, in their order. One alone may be a heading.
 * @returns the offset of the first marker
 */
export function conflictIn(text: string): number | undefined {
  const start = lineWith(text, '<<<<<<< ', 0);
  const middle = start === undefined ? undefined : lineWith(text, '=======', start);
  const end = middle === undefined ? undefined : lineWith(text, '>>>>>>> ', middle);
  return end === undefined ? undefined : start;
}

function lineWith(text: string, beginning: string, from: number): number | undefined {
  if (from === 0 && text.startsWith(beginning)) return 0;
  const at = text.indexOf(`\n${beginning}`, from);
  return at < 0 ? undefined : at + 1;
}
