/** The JSON that Appsmith wraps every answer in, as far as it is of use. Anything may be missing, or of another type than expected. */
export interface Envelope {
  readonly success?: boolean;
  readonly status?: number;
  /** Older servers sent an integer; here it is always text. */
  readonly code?: string;
  /** What the server says of an error, in its own words. */
  readonly message?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads a body as an envelope; undefined when it is not a JSON object. A byte order mark is tolerated. */
export function readEnvelope(body: Buffer): Envelope | undefined {
  const text = body.toString('utf8');
  const json = parseJson(text.startsWith('\ufeff') ? text.slice(1) : text);
  if (!isRecord(json)) return undefined;
  const meta = record(json['responseMeta']);
  const error = record(meta['error']);
  const { success, status } = meta;
  const code = codeText(error['code']);
  const message = [error['message'], json['errorDisplay'], meta['message'], error['title'], error['errorType']].find(
    (text) => typeof text === 'string' && text !== '',
  );
  return {
    ...(typeof success === 'boolean' ? { success } : {}),
    ...(status === undefined ? {} : { status: typeof status === 'number' ? status : Number.NaN }),
    ...(code === '' ? {} : { code }),
    ...(typeof message === 'string' ? { message } : {}),
    data: record(json['data']),
  };
}

/** A code is a word. Anything else there is none, and might try to look like a line of the log. */
function codeText(code: unknown): string {
  const text = typeof code === 'string' || typeof code === 'number' ? String(code) : '';
  return /^[\w.-]{1,64}$/.test(text) ? text : '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON is one of the answers that are told apart
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
