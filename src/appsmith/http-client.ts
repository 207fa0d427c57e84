import { type ClientRequest, Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { TLSSocket } from 'node:tls';
import got, { type Got, type Request, type Response } from 'got';
import type { Answer } from './answer.ts';
import { readBody } from './body.ts';
import {
  type CertificateReader,
  describeCertificate,
  peerCertificateThrough,
  watchCertificate,
} from './certificate.ts';
import { isCertificateCode } from './explain.ts';
import { type ProxySettings, proxyFor } from './proxy.ts';
import { type TlsSettings, tlsOptions, trustForProxies } from './tls-settings.ts';
import type { TransportError } from './transport-failure.ts';
import { tunnelAgent } from './tunnel-agent.ts';

/** How servers are reached, and what every request says of the pipe. */
export interface HttpClientOptions {
  readonly userAgent: string;
  readonly tls: TlsSettings;
  readonly proxies: ProxySettings;
  /** For an access proxy in front of Appsmith. Secret. */
  readonly extraHeaders: readonly (readonly [name: string, value: string])[];
}

export interface RequestOptions {
  readonly method: 'GET' | 'POST';
  /** Secret. */
  readonly headers: Readonly<Record<string, string>>;
  /** Aborts when the run is interrupted. */
  readonly interrupted: AbortSignal;
  /** When the time for the request is over: ms, as `performance.now()` counts. */
  readonly deadline: number;
}

/** An answer, or what there was instead of one. */
export type Reply = { readonly answer: Answer } | { readonly error: TransportError };

/** A socket unused for this long is closed: servers and load balancers close theirs after 5 s and more. */
const IDLE_SOCKET_MS = 4_000;

/**
 * One request, one reply. The only place that uses got: its redirects, retries, time-outs and decompression are off, since the pipe decides those by
 * what Appsmith says. Its errors hold the options and with them the token, so they are reduced to an allow-list where they are caught.
 */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #got: Got;
  readonly #agents = new Map<string, HttpAgent>();
  /** A private CA is tried alone first: to read the public ones costs as much as a handshake, and most who give a CA need no other. */
  #trust: 'own' | 'all';

  constructor(options: HttpClientOptions) {
    this.#options = options;
    this.#trust = options.tls.ca === undefined ? 'all' : 'own';
    this.#got = got.extend({
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
  }

  /** Sends one request. Expected trouble is returned, not thrown. */
  async send(address: string, options: RequestOptions): Promise<Reply> {
    const secure = address.startsWith('https:');
    const proxy = proxyFor(address, this.#options.proxies);
    const trust = this.#trust;
    const exchange = new Exchange(this.#stream(address, proxy, options), secure);
    try {
      return { answer: await exchange.run(options) };
    } catch (error) {
      if (exchange.stopped === 'INTERRUPTED') return { error: { code: exchange.stopped, sent: exchange.sent } };
      const variable = secure ? ('HTTPS_PROXY' as const) : ('HTTP_PROXY' as const);
      const via = proxy === undefined ? {} : { proxy: variable };
      if (exchange.stopped === 'TIMEOUT') return { error: { code: exchange.stopped, sent: exchange.sent, ...via } };
      const reduced = reduce(error);
      if (trust === 'own' && isCertificateCode(reduced.code)) {
        this.#trust = 'all';
        return this.send(address, options);
      }
      const seen = () =>
        proxy === undefined
          ? exchange.certificate()
          : peerCertificateThrough(proxy, address, this.#options.tls, options);
      const certificate = isCertificateCode(reduced.code) ? await seen() : undefined;
      const detail = certificate === undefined ? {} : { detail: describeCertificate(certificate) };
      return { error: { ...reduced, ...via, ...detail, sent: exchange.sent } };
    }
  }

  /** Closes every connection, those in use too. */
  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }

  #stream(address: string, proxy: string | undefined, { method, headers }: RequestOptions): Request {
    const agent = this.#agentFor(address.startsWith('https:'), proxy);
    return this.#got.stream(address, {
      method,
      headers,
      agent: { http: agent, https: agent as HttpsAgent },
    }) as Request;
  }

  #agentFor(secure: boolean, proxy: string | undefined): HttpAgent {
    const key = `${secure} ${this.#trust} ${proxy ?? ''}`;
    const known = this.#agents.get(key);
    if (known !== undefined) return known;
    if (proxy?.startsWith('https:')) trustForProxies(this.#options.tls);
    const pool = { keepAlive: true, timeout: IDLE_SOCKET_MS };
    const agent = secure
      ? tunnelAgent({ ...pool, ...tlsOptions(this.#options.tls, this.#trust), proxyEnv: { HTTPS_PROXY: proxy } })
      : new HttpAgent({ ...pool, proxyEnv: { HTTP_PROXY: proxy } });
    this.#agents.set(key, agent);
    return agent;
  }
}

/** One request on its way, and what was seen of its connection. */
class Exchange {
  /** The connection stands, so the server may have got the request. */
  sent = false;
  /** Why the pipe itself has ended it. */
  stopped: 'TIMEOUT' | 'INTERRUPTED' | undefined;
  certificate: CertificateReader = () => undefined;
  readonly #stream: Request;
  readonly #secure: boolean;

  constructor(stream: Request, secure: boolean) {
    this.#stream = stream;
    this.#secure = secure;
  }

  /** A timer and one listener: signals, which got takes as well, cost a sixteenth of the time of many requests. */
  async run({ method, interrupted, deadline }: RequestOptions): Promise<Answer> {
    const interrupt = () => this.#stop('INTERRUPTED');
    const timer = setTimeout(() => this.#stop('TIMEOUT'), deadline - performance.now());
    interrupted.addEventListener('abort', interrupt);
    try {
      const answered = this.#answered(method);
      if (interrupted.aborted) interrupt();
      const { statusCode: status, headers } = await answered;
      this.sent = true;
      const body = await readBody(this.#stream, headers['content-encoding'], () => this.stopped !== undefined);
      return { status, headers, ...body };
    } finally {
      clearTimeout(timer);
      interrupted.removeEventListener('abort', interrupt);
    }
  }

  #answered(method: RequestOptions['method']): Promise<Response> {
    this.#stream.once('request', (request: ClientRequest) => this.#watch(request));
    return new Promise((resolve, reject) => {
      this.#stream.once('response', resolve);
      this.#stream.on('error', reject); // stays: an error after the answer is settled must not end the process
      if (method === 'POST') this.#stream.end();
    });
  }

  #stop(reason: 'TIMEOUT' | 'INTERRUPTED'): void {
    this.stopped = reason;
    this.#stream.destroy(new Error(reason));
  }

  #watch(request: ClientRequest): void {
    request.once('socket', (socket) => {
      if (!socket.connecting) {
        this.sent = true; // kept alive from an earlier request, or a tunnel that stands
        return;
      }
      this.certificate = watchCertificate(socket as TLSSocket);
      socket.once(this.#secure ? 'secureConnect' : 'connect', () => {
        this.sent = true;
      });
    });
  }
}

/** What may be told of an error of got, which takes the code of its cause over. */
function reduce(error: unknown): { code: string; proxyStatus?: number } {
  const { code, cause } = error as { code: string; cause?: { statusCode?: number } };
  const proxyStatus = cause?.statusCode;
  return { code, ...(proxyStatus === undefined ? {} : { proxyStatus }) };
}
