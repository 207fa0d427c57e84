import type { VariableDefinition } from '../manifest/metadata.ts';
import type { Environment } from '../process/host.ts';

/** The items of a list variable, each with the name that its user knows it by: `APP_ID`, or `APP_ID_1`. */
export interface ListValue {
  readonly items: readonly string[];
  readonly names: readonly string[];
}

/** More is a mistake, or an attack. */
const MOST_ITEMS = 10_000;

/**
 * Reads a list in every form that it comes in: `NAME_COUNT` and `NAME_0`… (how Bitbucket passes a YAML list), the text `['a', 'b']` (some runners),
 * one item a line, or a single item. White space around a single item is kept: only the reader of the item knows whether it matters.
 * @returns undefined when the list is absent or empty, or a problem
 */
export function readList(
  definition: VariableDefinition,
  environment: Environment,
): ListValue | { readonly problem: string } | undefined {
  const { name } = definition;
  const count = environment[`${name}_COUNT`];
  if (count) {
    if (!/^\d{1,5}$/.test(count) || Number(count) > MOST_ITEMS) {
      return { problem: `${name}_COUNT must be a whole number up to ${MOST_ITEMS}.` };
    }
    const names = Array.from({ length: Number(count) }, (_, at) => `${name}_${at}`);
    return names.length === 0 ? undefined : { names, items: names.map((each) => environment[each] ?? '') };
  }
  const text = environment[name];
  if (!text?.trim()) return undefined;
  const items = readFlowList(text.trim()) ?? splitLines(text, definition);
  return items.length === 0
    ? undefined
    : { items, names: items.length === 1 ? [name] : items.map((_, at) => `${name}_${at}`) };
}

function splitLines(text: string, { onePerLine, oneItemWhen }: VariableDefinition): string[] {
  if (!text.includes('\n') && !text.includes('\r')) return [text];
  if (!onePerLine || (oneItemWhen !== undefined && new RegExp(oneItemWhen).test(text))) return [text];
  const lines = text
    .split(/\r\n|[\n\r]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length === 1 ? [text] : lines;
}

function unquoted(text: string): string {
  return text.replace(/\\(.)/gsu, '$1');
}

/** `['a', "b"]`, quotes doubled or escaped with a backslash; undefined when the text is not such a list. */
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
    items.push(plain ?? unquoted(single?.replaceAll("''", "'") ?? String(double)));
  }
  return items;
}
