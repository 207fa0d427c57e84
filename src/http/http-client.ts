import { create, type Got, Options, type Request } from 'got';
import type { Clock } from '../process/clock.ts';
import { definedOnly } from '../text/defined-only.ts';
import type { Answer } from './body.ts';
import {
  CERTIFICATE_CODES,
  certificateAtFault,
  describeAuthorities,
  describeCertificate,
  isCertificateCode,
} from './certificate.ts';
import type { Connecting } from './connect.ts';
import { Connections } from './connections.ts';
import { Exchange, STALE_MS } from './exchange.ts';
import type { Names } from './names.ts';
import { ConnectError, type ConnectFacts, networkError, type TransportError } from './network-error.ts';
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

export interface RequestOptions {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Secret. */
  readonly headers: Readonly<Record<string, string>>;
  /** Its length is in the headers. */
  readonly body?: string;
  /** Aborts when the run is interrupted. */
  readonly interrupted: AbortSignal;
  /** When the time for the request is over: ms, as the clock counts. */
  readonly deadline: number;
  /** Called when the connection is made, and the request goes out. */
  readonly onSent?: () => void;
  /** Called with what happens to the connection, for a log with DEBUG. */
  readonly onEvent?: (text: string) => void;
}

/** An answer, and whether its connection was reused from an earlier request; or what there was instead of one. */
export type Reply = { readonly answer: Answer; readonly reused: boolean } | { readonly error: TransportError };

/** What a request meets on a connection that the server has closed. */
const CLOSED = new Set(['ECONNRESET', 'EPIPE']);

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
    this.#connections = new Connections(options);
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
    const { interrupted, onSent, onEvent } = options;
    if (this.#turns !== undefined) await this.#turns;
    if (interrupted.aborted) return { error: { code: 'INTERRUPTED', sent: false } };
    const { clock, proxies, keepAlive } = this.#options;
    const url = new URL(address);
    const proxy = proxyFor(url, proxies);
    const exchange = new Exchange(clock, onSent);
    const connecting = definedOnly({ signal: exchange.signal, onEvent });
    const interrupt = () => exchange.stop('INTERRUPTED');
    interrupted.addEventListener('abort', interrupt);
    const ending = await exchange
      .run(this.#stream(url, proxy, options, connecting), options)
      .finally(() => interrupted.removeEventListener('abort', interrupt));
    if (ending.kind === 'answered') {
      if (keepAlive) this.#turns = twoTurns();
      return { answer: ending.answer, reused: ending.reused };
    }
    const via =
      proxy === undefined ? {} : { proxy: proxies.name ?? variableFor(url), proxyAddress: new URL(proxy).origin };
    if (ending.kind === 'stopped') {
      const { reason, sent, error } = ending;
      const found = reason === 'TIMEOUT' && !sent ? connectFacts(error) : {};
      return { error: { code: reason, ...found, sent, ...via } };
    }
    const known = networkError(ending.error);
    if (!(known instanceof ConnectError)) {
      if (!ending.stale || !CLOSED.has(known.code)) return { error: { ...known, sent: ending.sent, ...via } };
      onEvent?.(
        `The server had closed the connection, which ended within ${STALE_MS} ms: the request is sent again on a new one.`,
      );
      return this.send(address, options);
    }
    // To an http server nothing is connected but its proxy.
    const atProxy = proxy !== undefined && url.protocol === 'http:' ? { atProxy: true as const } : {};
    const { certificate, ...facts } = { ...known.facts, ...atProxy };
    if (certificate !== undefined && this.#connections.learnsToTrust(certificate)) return this.send(address, options);
    const words =
      certificate && isCertificateCode(facts.code) && facts.atProxy !== true
        ? [describeCertificate(certificateAtFault(certificate, facts, clock.date())), this.#trusted(facts.code)]
        : [];
    const detail = words.filter(Boolean).join(' ') || undefined;
    return { error: { ...facts, ...definedOnly({ detail }), sent: false, ...via } };
  }

  /** The authorities that the user gave, where the server's is another. */
  #trusted(code: string): string | undefined {
    const { ca } = this.#options.tls;
    return ca === undefined || CERTIFICATE_CODES[code as keyof typeof CERTIFICATE_CODES] !== 'TLS-CA'
      ? undefined
      : describeAuthorities(ca);
  }

  /** Ends every connection in use. */
  close(): void {
    this.#connections.close();
  }

  /**
   * got passes fifty options on to the function that makes the request; these are the ones that are set. It copies each
   * header several times, so those of one request are added last.
   */
  #stream(url: URL, proxy: string | undefined, { method, headers }: RequestOptions, connecting: Connecting): Request {
    return this.#got.stream(url, {
      method,
      request: (_, options) =>
        this.#connections.request(url, proxy, {
          method,
          headers: { ...(options.headers as Record<string, string>), ...headers },
          connecting,
        }),
    }) as Request;
  }
}

/** The variable that names the proxy for a server. */
function variableFor({ protocol }: URL): 'HTTPS_PROXY' | 'HTTP_PROXY' {
  return protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
}

/** How far a connection was when the time of its request was over. */
function connectFacts(error: unknown): Partial<ConnectFacts> {
  const { certificate: _, ...facts } = { ...(error as { cause?: Partial<ConnectError> }).cause?.facts };
  return facts;
}

/** Two turns of the event loop: one reads the rest of what has come, the next the end. */
function twoTurns(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });
}
