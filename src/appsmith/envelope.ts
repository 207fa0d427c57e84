import { definedOnly } from '../text/defined-only.ts';

/**
 * The JSON that Appsmith wraps every answer in, as far as it is of use. Anything may be missing, or of another type
 * than expected.
 */
export interface Envelope {
  readonly success?: boolean;
  readonly status?: number;
  /** Older servers sent an integer; here it is always text. */
  readonly code?: string;
  /** What the server says of an error, in its own words. */
  readonly message?: string;
  /** As it came; null and absent are the same. */
  readonly data?: unknown;
  /** It speaks of an error, whether or not it calls itself a success. */
  readonly hasError: boolean;
  /** Keys that it has twice, with different values. */
  readonly keysWithTwoValues: readonly string[];
}

/**
 * Reads a body as an envelope; undefined when it is not a JSON object with `responseMeta`. A byte order mark is
 * tolerated.
 */
export function readEnvelope(body: Buffer): Envelope | undefined {
  const text = withoutByteOrderMark(body);
  const json = parseJson(text);
  if (!isRecord(json) || !isRecord(json['responseMeta'])) return undefined;
  const meta = json['responseMeta'];
  const error = isRecord(meta['error']) ? meta['error'] : {};
  const { success, status } = meta;
  const messages = [error['message'], json['errorDisplay'], meta['message'], error['title'], error['errorType']];
  return definedOnly({
    success: typeof success === 'boolean' ? success : undefined,
    status: status === undefined || typeof status === 'number' ? status : Number.NaN,
    code: codeText(error['code']),
    message: messages.find((message) => typeof message === 'string' && message !== '') as string | undefined,
    data: json['data'] ?? undefined,
    hasError: [meta['error'], json['error'], json['errorDisplay']].some(Boolean),
    keysWithTwoValues: keysWithTwoValues(text, json),
  });
}

/** True when it says of itself that all went well. */
export function claimsSuccess({ success, status = 200 }: Envelope): boolean {
  return success === true && isSuccess(status);
}

/** HTTP 2xx. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}

/** The JSON in a body; undefined when it is none. */
export function readJson(body: Buffer): unknown {
  return parseJson(withoutByteOrderMark(body));
}

/** A code is a word. Anything else there is none, and might try to look like a line of the log. */
function codeText(code: unknown): string | undefined {
  const isCode = (typeof code === 'string' || typeof code === 'number') && /^[\w.-]{1,64}$/.test(String(code));
  return isCode ? String(code) : undefined;
}

function withoutByteOrderMark(body: Buffer): string {
  return body.toString('utf8').replace(/^\ufeff/, '');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON is a result of its own kind
  }
}

/** True for a JSON object, and for nothing else that JavaScript calls one. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

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
