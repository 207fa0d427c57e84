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

/** How servers are reached, and what every request says of the pipe. */
export interface HttpClientOptions {
  readonly userAgent: string;
  readonly clock: Pick<Clock, 'now' | 'after' | 'date'>;
  readonly tls: TlsSettings;
  readonly proxies: ProxySettings;
  /** For an access proxy in front of Appsmith. Secret. */
  readonly extraHeaders: readonly (readonly [name: string, value: string])[];
  /** Finds the addresses of servers. */
  readonly names: Names;
  /** Keeps connections open for the next request. Without, each request has its own. */
  readonly keepAlive: boolean;
}

export interface RequestOptions extends ExchangeOptions {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Secret. */
  readonly headers: Readonly<Record<string, string>>;
  /** Called with what happens to the connection, for a log with DEBUG. */
  readonly onEvent?: (text: string) => void;
}

/** An answer, whether its connection was reused, and what names the proxy; or what there was instead of an answer. */
export type Reply =
  | { readonly kind: 'answered'; readonly answer: Answer; readonly reused: boolean; readonly proxy?: string }
  | { readonly kind: 'failed'; readonly error: TransportError };

/**
 * One request, one reply. The only place that calls got: its redirects, retries, time-outs and decompression are off,
 * since the pipe decides those by what Appsmith says. Its errors hold the token: they are reduced where they are
 * caught.
 */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #got: Got;
  readonly #connections: Connections;
  /** Ends when the end of a connection that a server closes with its answer has been read: it is not used again. */
  #turns: Promise<void> | undefined;

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

  /** Sends one request. Expected trouble is returned, not thrown. */
  async send(address: string, options: RequestOptions): Promise<Reply> {
    const { interrupted, onEvent } = options;
    if (this.#turns !== undefined) await this.#turns;
    if (interrupted.aborted) return { kind: 'failed', error: { code: 'INTERRUPTED', sent: false } };
    const { clock, names, proxies, tls, keepAlive } = this.#options;
    const url = new URL(address);
    const proxy = proxyFor(url, proxies);
    const begin = (signal: AbortSignal) => this.#stream(url, proxy, options, { signal, names, clock, onEvent });
    const end = await exchange(begin, options, clock);
    const variable = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
    const via = proxy && { proxy: proxies.name ?? variable, proxyAddress: new URL(proxy).origin };
    if (end.kind === 'answered') {
      if (keepAlive) this.#turns = twoTurns();
      return { ...end, ...via };
    }
    // To an http server nothing is connected but its proxy.
    const isProxys = proxy !== undefined && url.protocol === 'http:' && end.facts.target !== undefined;
    const facts = isProxys ? { ...end.facts, atProxy: true as const } : end.facts;
    const { certificate, ...shown } = facts;
    if (end.stale)
      onEvent?.(
        `The server had closed the connection, which ended within ${STALE_MS} ms: the request is sent again on a new one.`,
      );
    if (end.stale || (certificate !== undefined && this.#connections.learnsToTrust(certificate)))
      return this.send(address, options);
    const detail = certificateText(facts, tls.ca, clock.date());
    return { kind: 'failed', error: { ...shown, ...definedOnly({ detail }), sent: end.sent, ...via } };
  }

  /** Ends every connection in use. */
  close(): void {
    this.#connections.close();
  }

  /**
   * got passes fifty options on to the function that makes the request; these are the ones that are set. It copies each
   * header several times, so those of one request are added last.
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

/** Two turns of the event loop: one reads the rest of what has come, the next the end. */
function twoTurns(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });
}
