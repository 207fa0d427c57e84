import type { OutgoingHttpHeaders } from 'node:http';
import { create, type Got, Options, type Request } from 'got';
import type { Clock } from '../process/clock.ts';
import { definedOnly } from '../text/defined-only.ts';
import type { Answer } from './body.ts';
import { certificateText } from './certificate.ts';
import type { ConnectOptions } from './connect.ts';
import { Connections } from './connections.ts';
import { type ExchangeOptions, exchange, STALE_MS } from './exchange.ts';
import type { Names } from './names.ts';
import type { TransportError } from './network-error.ts';
import { type ProxySettings, proxyFor } from './proxy.ts';
import type { TlsSettings } from './tls-settings.ts';

/** How servers are reached, and what every request contains. */
export interface HttpClientOptions {
  readonly userAgent: string;
  readonly clock: Pick<Clock, 'now' | 'after' | 'date'>;
  readonly tls: TlsSettings;
  readonly proxies: ProxySettings;
  /** For an access proxy in front of Appsmith. Secret. */
  readonly extraHeaders: readonly (readonly [name: string, value: string])[];
  /** Finds the addresses of servers. */
  readonly names: Names;
  /** Keeps connections open for the next request; false: each request has its own. */
  readonly keepAlive: boolean;
}

export interface RequestOptions extends ExchangeOptions {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Secret. */
  readonly headers: Readonly<Record<string, string>>;
  /** Called with what happens to the connection, for the log with DEBUG. */
  readonly onEvent?: (text: string) => void;
}

/** An answer, or why there was none. `reused`: see Exchange. `proxy`: the variable or key that sets the proxy used. */
export type Reply =
  | { readonly kind: 'answered'; readonly answer: Answer; readonly reused: boolean; readonly proxy?: string }
  | { readonly kind: 'failed'; readonly error: TransportError };

/**
 * One request, one reply. The only place that calls got, whose redirects, retries, timeouts and decompression are off:
 * the pipe does these itself. got's errors contain the token, so they are reduced where they are caught.
 */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #got: Got;
  readonly #connections: Connections;
  /** Time for Node to notice that a server has closed the connection after its answer, so that it is not reused. */
  #closeNoticed: Promise<void> | undefined;

  constructor(options: HttpClientOptions) {
    this.#options = options;
    this.#connections = new Connections(options.tls, options.keepAlive);
    const gotOptions = new Options(undefined, {
      headers: {
        ...Object.fromEntries(options.extraHeaders),
        accept: 'application/json',
        'user-agent': options.userAgent,
      },
      retry: { limit: 0 },
      followRedirect: false,
      throwHttpErrors: false,
      decompress: false,
    });
    this.#got = create({ options: gotOptions, handlers: [], mutableDefaults: false });
  }

  /** Sends one request. Expected failures are returned, not thrown. */
  async send(address: string, options: RequestOptions): Promise<Reply> {
    const { interrupted, onEvent } = options;
    if (this.#closeNoticed !== undefined) await this.#closeNoticed;
    if (interrupted.aborted) return { kind: 'failed', error: { code: 'INTERRUPTED', sent: false } };
    const { clock, names, proxies, tls, keepAlive } = this.#options;
    const url = new URL(address);
    const proxy = proxyFor(url, proxies);
    const begin = (signal: AbortSignal) => this.#stream(url, proxy, options, { signal, names, clock, onEvent });
    const end = await exchange(begin, options, clock);
    const variable = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
    const via = proxy && { proxy: proxies.name ?? variable, proxyAddress: new URL(proxy).origin };
    if (end.kind === 'answered') {
      if (keepAlive) this.#closeNoticed = twoTurns();
      return { ...end, ...via };
    }
    // For http, the only connection is the one to the proxy.
    const isAtProxy = proxy !== undefined && url.protocol === 'http:' && end.facts.target !== undefined;
    const facts = isAtProxy ? { ...end.facts, atProxy: true as const } : end.facts;
    const { certificate, ...shown } = facts;
    if (end.stale)
      onEvent?.(
        `The server had closed the connection, which ended within ${STALE_MS} ms: the request is sent again on a new one.`,
      );
    if (end.stale || (certificate !== undefined && this.#connections.trustPublicIssuer(certificate)))
      return this.send(address, options);
    const detail = certificateText(facts, tls.ca, clock.date());
    return { kind: 'failed', error: { ...shown, ...definedOnly({ detail }), sent: end.sent, ...via } };
  }

  /** Closes every connection in use. */
  close(): void {
    this.#connections.close();
  }

  /**
   * Of some fifty options that got passes on, only these are needed. got copies headers several times, so those of the
   * request are added last.
   */
  #stream(url: URL, proxy: string | undefined, { method, headers }: RequestOptions, connect: ConnectOptions): Request {
    return this.#got.stream(url, {
      method,
      request: (_, options) =>
        this.#connections.request(url, proxy, {
          method,
          headers: { ...(options.headers as OutgoingHttpHeaders), ...headers },
          connect,
        }),
    }) as Request;
  }
}

/** Two turns of the event loop: one to read the rest of the answer, one to read the end of the connection. */
function twoTurns(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });
}
