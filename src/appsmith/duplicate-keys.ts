/** A text, a bracket, a separator, or a word such as 1 or true. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/**
 * Keys are looked at in the outermost object and in those directly within: `success`, `responseMeta`, `branchName` …
 */
const DEEPEST = 2;

/** JSON.stringify calls itself for each level: in so many characters there cannot be too many of them. */
const MOST_STRINGIFIED = 4_000;

/**
 * Keys that come twice in an object with different values: JSON.parse takes the last one, other readers the first.
 * @param json valid JSON
 * @param value what JSON.parse makes of it
 */
export function keysWithTwoValues(json: string, value: unknown): string[] {
  // Nothing was dropped from what is written as it was read, as most of Appsmith's answers are.
  if (json.length <= MOST_STRINGIFIED && JSON.stringify(value) === json) return [];
  const found = new Set<string>();
  const values = new Map<string, string>();
  /** For each open object or list its place, and the key whose value comes next. */
  const open: { readonly place: string; key?: string; value: string[] }[] = [];
  let last = '';
  for (const [token] of json.matchAll(TOKEN)) {
    const inner = open.at(-1);
    if ((token === ',' || token === '}') && inner?.key !== undefined) {
      const name = `${inner.place}.${inner.key}`;
      const value = inner.value.join('');
      if ((values.get(name) ?? value) !== value) found.add(inner.key);
      values.set(name, value);
      delete inner.key;
    }
    if (token === '}' || token === ']') open.pop();
    for (const { key, value } of open.slice(0, DEEPEST)) if (key !== undefined) value.push(canonical(token));
    if (token === ':' && inner !== undefined && open.length <= DEEPEST && inner.key === undefined) {
      inner.key = JSON.parse(last);
      inner.value = [];
    }
    if (token === '{' || token === '[') {
      const place = open.length < DEEPEST ? `${inner?.place ?? ''}.${inner?.key ?? ''}` : '';
      open.push({ place, value: [] });
    }
    last = token;
  }
  return [...found];
}

/** Texts and numbers that are written differently may be the same. */
function canonical(token: string): string {
  return /^[{}[\],:]$/.test(token) ? token : JSON.stringify(JSON.parse(token));
}
