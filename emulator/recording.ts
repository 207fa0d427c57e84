import type { IncomingMessage } from 'node:http';

/** A request as the server received it. */
export interface RecordedRequest {
  readonly method: string;
  /** As it was sent: path and query, still encoded. */
  readonly url: string;
  readonly path: string;
  /** Decoded as Appsmith does: `+` is a space. */
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** Name, value, name, value …, in the order and case of the wire. */
  readonly rawHeaders: readonly string[];
  /** Read as UTF-8. */
  readonly body: string;
  /** When its headers had arrived, in ms by `performance.now()`. */
  readonly receivedAtMs: number;
}

/**
 * Reads one request to its end.
 * @param done is called after the last byte, at once without a body; never when the client disconnects before
 */
export function record(request: IncomingMessage, done: (recorded: RecordedRequest) => void): void {
  const receivedAtMs = performance.now();
  const { method = '', url = '', headers, rawHeaders } = request;
  const queryAt = url.indexOf('?');
  const finish = (body: string) =>
    done({
      method,
      url,
      path: queryAt < 0 ? url : url.slice(0, queryAt),
      query: new URLSearchParams(queryAt < 0 ? '' : url.slice(queryAt + 1)),
      headers,
      rawHeaders,
      body,
      receivedAtMs,
    });
  const hasBody = 'transfer-encoding' in headers || (headers['content-length'] ?? '0') !== '0';
  if (hasBody) {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => finish(Buffer.concat(chunks).toString()));
  } else {
    finish('');
  }
}

/** How many deployments ran at once, in all and for each application. */
export class Concurrency {
  #now = 0;
  #max = 0;
  readonly #byApp = new Map<string, { now: number; max: number }>();

  get max(): number {
    return this.#max;
  }

  maxFor(appId: string): number {
    return this.#byApp.get(appId)?.max ?? 0;
  }

  begin(appId: string): void {
    this.#now += 1;
    this.#max = Math.max(this.#max, this.#now);
    const app = this.#byApp.get(appId) ?? { now: 0, max: 0 };
    app.now += 1;
    app.max = Math.max(app.max, app.now);
    this.#byApp.set(appId, app);
  }

  end(appId: string): void {
    this.#now -= 1;
    const app = this.#byApp.get(appId);
    if (app !== undefined) app.now -= 1;
  }
}
