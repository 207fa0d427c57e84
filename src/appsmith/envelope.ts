import { definedOnly } from '../text/defined-only.ts';

/** What the pipe uses of the JSON that Appsmith wraps every answer in. Any part may be missing. */
export interface Envelope {
  readonly success?: boolean;
  readonly status?: number;
  /** Older servers sent an integer; here it is always text. */
  readonly code?: string;
  /** The server's message about an error. */
  readonly message?: string;
  /** Unchecked; absent for null as well. */
  readonly data?: unknown;
  /** It contains an error, even if it reports success. */
  readonly hasError: boolean;
  /** Keys that occur twice, with different values. */
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

/** Whether the envelope reports success. */
export function claimsSuccess({ success, status = 200 }: Envelope): boolean {
  return success === true && isSuccess(status);
}

/** HTTP 2xx. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}

/** The JSON in a body; undefined when it is not JSON. */
export function readJson(body: Buffer): unknown {
  return parseJson(withoutByteOrderMark(body));
}

/** A code is a word. Anything else could forge a line of the log. */
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
    return undefined;
  }
}

/** True for a JSON object: not for null or a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text, a bracket, a separator, or a word such as 1 or true. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/** Keys are compared in the outermost object and in those directly inside: `success`, `responseMeta`, `branchName` … */
const DEEPEST = 2;

/** JSON.stringify is recursive: text of this length cannot overflow the stack. In characters. */
const MOST_STRINGIFIED = 4_000;

/**
 * Keys that come twice in an object with different values: JSON.parse takes the last one, other readers the first.
 * @param json valid JSON
 * @param value what JSON.parse makes of it
 */
export function keysWithTwoValues(json: string, value: unknown): string[] {
  // JSON that reads and writes the same has no key twice, like most of Appsmith's answers.
  if (json.length <= MOST_STRINGIFIED && JSON.stringify(value) === json) return [];
  const found = new Set<string>();
  const values = new Map<string, string>();
  /** For each open object or list its place, and the key whose value is being read. */
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
