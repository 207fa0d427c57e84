import type { VariableDefinition } from '../manifest/metadata.ts';
import type { Environment } from '../process/host.ts';
import { trimAscii } from '../text/printable.ts';

/** The texts of a variable; no names when it is absent. */
export interface RawValue {
  /** The name of each item, as problems show it: `APP_ID`; `APP_ID (item 2)` in a text; `APP_ID_1` in Bitbucket. */
  readonly names: readonly string[];
  readonly items: readonly string[];
  /** Why the variable cannot be read. Its text is an item all the same, so that a secret is masked. */
  readonly problem?: string;
  readonly warning?: string | undefined;
}

const MOST_ITEMS = 10_000;

/**
 * Reads a list in every form that runners pass: `NAME_COUNT` and `NAME_0`…, `['a', 'b']`, JSON, one item a line, or a
 * single item. White space around a single item stays, since only the reader of the item knows whether it matters.
 */
export function readList(definition: VariableDefinition, environment: Environment): RawValue {
  const { name } = definition;
  const count = environment[`${name}_COUNT`];
  if (count) {
    if (!/^\d{1,5}$/.test(count) || Number(count) > MOST_ITEMS)
      return { names: [name], items: [], problem: `${name}_COUNT must be a whole number up to ${MOST_ITEMS}.` };
    const names = Array.from({ length: Number(count) }, (_, at) => `${name}_${at}`);
    return { names, items: names.map((item) => environment[item] ?? '') };
  }
  const text = environment[name] ?? '';
  const trimmed = trimAscii(text);
  if (trimmed === '') return { names: [], items: [] };
  if (/^\s*\[\s*["'][\s\S]*[^\]\s]\s*$/.test(text))
    return {
      names: [name],
      items: [text],
      problem: "begins with [ and has no ] at its end. Write a list as ['a', 'b'].",
    };
  const items = readJson(text, definition) ?? readFlowList(trimmed) ?? splitText(text, definition);
  return { names: items.length === 1 ? [name] : items.map((_, at) => `${name} (item ${at + 1})`), items };
}

/** A list, or an object where the items have the form `Name: value`. */
function readJson(text: string, { name }: VariableDefinition): string[] | undefined {
  if (!(name === 'EXTRA_HEADERS' ? /^\s*[[{]/ : /^\s*\[/).test(text)) return undefined;
  try {
    const json: object = JSON.parse(text);
    const pairs = Object.entries(json).map(([key, value]) => (typeof value === 'string' ? `${key}: ${value}` : value));
    const items: unknown[] = Array.isArray(json) ? json : pairs;
    return items.every((item) => typeof item === 'string') ? items : undefined;
  } catch {
    return undefined; // a list as YAML writes it, or a text
  }
}

function splitText(text: string, { onePerLine, oneItemWhen, separated }: VariableDefinition): string[] {
  if (!onePerLine || (oneItemWhen !== undefined && new RegExp(oneItemWhen, 'i').test(text))) return [text];
  const lines = parts(text, /\r\n|[\n\r]/);
  const hasDashes = lines.every((line) => line.startsWith('- '));
  const rows = hasDashes ? lines.map((line) => trimAscii(line.slice(2))) : lines;
  if (separated) return rows.flatMap((row) => parts(row, hasDashes ? /[,;]|[ \t]-[ \t]/ : /[,;]/));
  return rows.length === 1 && !hasDashes ? [text] : rows;
}

function parts(text: string, separator: RegExp): string[] {
  return text.split(separator).map(trimAscii).filter(Boolean);
}

/** `['a', "b", c]`, quotes doubled or escaped with a backslash; undefined when the text is not such a list. */
function readFlowList(text: string): string[] | undefined {
  if (!text.startsWith('[') || !text.endsWith(']')) return undefined;
  const inner = text.slice(1, -1);
  const items: string[] = [];
  const item = /\s*(?:'((?:[^'\\]|\\.|'')*)'|"((?:[^"\\]|\\.)*)"|([^\s,'"[\]][^\s,'"[\]]*))\s*(,|$)/suy;
  for (let at = 0; at < inner.length; ) {
    item.lastIndex = at;
    const match = item.exec(inner);
    if (match === null) return inner.slice(at).trim() === '' ? items : undefined;
    const [, single, double, plain] = match;
    at = item.lastIndex;
    items.push(plain ?? (single?.replaceAll("''", "'") ?? String(double)).replace(/\\(.)/gsu, '$1'));
  }
  return items;
}
