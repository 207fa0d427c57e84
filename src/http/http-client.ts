import { type ClientRequest, Agent as HttpAgent, type RequestOptions as NativeOptions, request } from 'node:http';
import { type AgentOptions, Agent as HttpsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import { create, type Got, Options, type Request } from 'got';
import type { Clock } from '../process/clock.ts';
import { definedOnly } from '../text/defined-only.ts';
import type { Answer } from './body.ts';
import { certificateAtFault, describeCertificate, isCertificateCode, peerCertificateThrough } from './certificate.ts';
import { Exchange, type RequestOptions } from './exchange.ts';
import type { TransportError } from './network-error.ts';
import { networkError } from './network-error.ts';
import { type ProxySettings, proxyFor } from './proxy.ts';
import { type TlsSettings, tlsOptions, trustForProxies } from './tls-settings.ts';
import { tunnelAgent } from './tunnel-agent.ts';

/** How servers are reached, and what every request says of the pipe. */
export interface HttpClientOptions {
  readonly userAgent: string;
  readonly clock: Pick<Clock, 'now' | 'after' | 'date'>;
  readonly tls: TlsSettings;
  readonly proxies: ProxySettings;
  /** For an access proxy in front of Appsmith. Secret. */
  readonly extraHeaders: readonly (readonly [name: string, value: string])[];
  /** Finds the addresses of servers; absent: as the system does. */
  readonly lookup?: LookupFunction;
  /** Keeps connections open for the next request. Without, each request has its own. */
  readonly keepAlive: boolean;
}

/** An answer, and whether its connection was kept from an earlier request; or what there was instead of one. */
export type Reply = { readonly answer: Answer; readonly kept: boolean } | { readonly error: TransportError };

/** What a request meets on a connection that the server has closed. */
const CLOSED = new Set(['ECONNRESET', 'EPIPE']);

/** A socket unused for this long is closed: servers and load balancers close theirs after 5 s and more. */
const IDLE_SOCKET_MS = 4_000;

/**
 * One request, one reply. The only place that calls got: its redirects, retries, time-outs and decompression are off, since the pipe decides those by
 * what Appsmith says. Its errors hold the token: they are reduced where they are caught.
 */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #got: Got;
  readonly #agents = new Map<string, HttpAgent>();
  /** What is under way, by the signal that ends it. A signal has one listener: it would search a list of all of them for each request. */
  readonly #underWay = new Map<AbortSignal, Set<Exchange>>();
  /** Ends when a server that closes a connection together with its answer has been heard, so that the connection is not used again. */
  #turns: Promise<void> | undefined;
  /** A private CA is tried alone first: to read the public ones costs as much as a handshake, and most who give a CA need no other. */
  #trust: 'own' | 'all';

  constructor(options: HttpClientOptions) {
    this.#options = options;
    this.#trust = options.tls.ca === undefined ? 'all' : 'own';
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
      // Of the fifty options that got passes on, these are set; to copy the others takes longer than to send the request.
      request: (url, { method, headers }) => this.#open(url, { method, headers }),
    });
    this.#got = create({ options: gotOptions, handlers: [], mutableDefaults: false });
  }

  /** Sends one request. Expected trouble is returned, not thrown. */
  async send(address: string, options: RequestOptions): Promise<Reply> {
    if (this.#turns !== undefined) await this.#turns;
    const url = new URL(address);
    const { method, headers } = options;
    const trust = this.#trust;
    const exchange = new Exchange(this.#got.stream(url, { method, headers }) as Request, this.#options.clock);
    const underWay = this.#endedBy(options.interrupted).add(exchange);
    try {
      const answer = await exchange.run(options).finally(() => underWay.delete(exchange));
      if (this.#options.keepAlive) this.#turns = twoTurns();
      return { answer, kept: exchange.kept };
    } catch (error) {
      if (exchange.stopped === 'INTERRUPTED') return { error: { code: exchange.stopped, sent: exchange.sent } };
      const proxy = proxyFor(url, this.#options.proxies);
      const variable = url.protocol === 'https:' ? ('HTTPS_PROXY' as const) : ('HTTP_PROXY' as const);
      const via = proxy === undefined ? {} : { proxy: variable };
      if (exchange.stopped === 'TIMEOUT') return { error: { code: exchange.stopped, sent: exchange.sent, ...via } };
      const reduced = networkError(error);
      // RFC 9112, 9.3.1: a server may close a kept connection at any time. To deploy twice does no harm.
      if (CLOSED.has(reduced.code) && exchange.isStale()) return this.send(address, options);
      const ofServer = isCertificateCode(reduced.code) && reduced.atProxy !== true && url.protocol === 'https:';
      if (trust === 'own' && ofServer) {
        this.#trust = 'all';
        return this.send(address, options);
      }
      const seen = () =>
        proxy === undefined
          ? exchange.certificate?.()
          : peerCertificateThrough(proxy, url, this.#options.tls, {
              interrupted: options.interrupted,
              leftMs: options.deadline - this.#options.clock.now(),
            });
      const certificate = ofServer ? await seen() : undefined;
      const detail =
        certificate === undefined
          ? {}
          : { detail: describeCertificate(certificateAtFault(certificate, reduced.code, this.#options.clock.date())) };
      return { error: { ...reduced, ...via, ...detail, sent: exchange.sent } };
    }
  }

  /** The requests under way that the signal ends. */
  #endedBy(signal: AbortSignal): Set<Exchange> {
    const known = this.#underWay.get(signal);
    if (known !== undefined) return known;
    const exchanges = new Set<Exchange>();
    this.#underWay.set(signal, exchanges);
    signal.addEventListener('abort', () => {
      for (const exchange of exchanges) exchange.stop('INTERRUPTED');
    });
    return exchanges;
  }

  /** Ends the connections in use that agents hold. Idle ones, and those of a single request, end with the process or by themselves: to end one costs as much as to make it. */
  close(): void {
    for (const { sockets } of this.#agents.values())
      for (const socket of Object.values(sockets).flat()) socket?.destroy();
  }

  #open(url: URL, options: NativeOptions): ClientRequest {
    const agent = this.#agentFor(url.protocol === 'https:', proxyFor(url, this.#options.proxies));
    return request(url, { ...options, ...definedOnly({ lookup: this.#options.lookup }), agent }); // makes it http or https
  }

  #agentFor(secure: boolean, proxy: string | undefined): HttpAgent {
    const key = `${secure} ${this.#trust} ${proxy ?? ''}`;
    const known = this.#agents.get(key);
    if (known !== undefined) return known;
    if (proxy?.startsWith('https:')) trustForProxies(this.#options.tls);
    const pool = { keepAlive: this.#options.keepAlive, timeout: IDLE_SOCKET_MS };
    const agent = secure
      ? secureAgent({ ...pool, ...tlsOptions(this.#options.tls, this.#trust) }, proxy)
      : new HttpAgent({ ...pool, ...(proxy === undefined ? {} : { proxyEnv: { HTTP_PROXY: proxy } }) });
    this.#agents.set(key, agent);
    return agent;
  }
}

function secureAgent(options: AgentOptions, proxy: string | undefined): HttpsAgent {
  return proxy === undefined ? new HttpsAgent(options) : tunnelAgent({ ...options, proxyEnv: { HTTPS_PROXY: proxy } });
}

/** Two turns of the event loop: one reads the rest of what has come, the next tells of the end. */
function twoTurns(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });
}
