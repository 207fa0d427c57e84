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
  try {
    jsonc.visit(text, visitor, STRICT);
  } catch {
    return { kind: 'invalid', offset: 0, reason: 'nested too deeply' }; // the library is recursive: its stack was full
  }
  return invalid === undefined
    ? { kind: 'value', value: JSON.parse(text.slice(0, end)) }
    : { kind: 'invalid', ...invalid };
}

/** `CommaExpected` → `comma expected`. */
function words(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

/** Where a key is in valid JSON; the nearest value around it when the key is missing. */
export function offsetOfKey(text: string, key: readonly (string | number)[]): number {
  try {
    const root = jsonc.parseTree(text, [], STRICT) as jsonc.Node;
    const nodes = key.map((_, at) => jsonc.findNodeAtLocation(root, key.slice(0, at + 1)));
    const found = nodes.findLast((node) => node !== undefined) ?? root;
    return found.parent?.type === 'property' ? found.parent.offset : found.offset;
  } catch {
    return 0; // nested too deeply for the library
  }
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
