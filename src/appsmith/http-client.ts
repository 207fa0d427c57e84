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
import { type ProxySettings, proxyFor } from './proxy.ts';
import { type TlsSettings, tlsOptions, trustForProxies } from './tls-settings.ts';
import { isCertificateCode, type TransportError } from './transport-failure.ts';
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
  /** Aborts when the time for the request is over. */
  readonly deadline: AbortSignal;
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

  constructor(options: HttpClientOptions) {
    this.#options = options;
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
    const exchange = new Exchange(secure);
    try {
      const answer = await exchange.run(this.#stream(address, proxy, options), options);
      return { answer };
    } catch (error) {
      if (options.interrupted.aborted) return { error: { code: 'INTERRUPTED', sent: exchange.sent } };
      const variable = secure ? ('HTTPS_PROXY' as const) : ('HTTP_PROXY' as const);
      const via = proxy === undefined ? {} : { proxy: variable };
      if (options.deadline.aborted) return { error: { code: 'TIMEOUT', sent: exchange.sent, ...via } };
      const reduced = reduce(error);
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

  #stream(
    address: string,
    proxy: string | undefined,
    { method, headers, interrupted, deadline }: RequestOptions,
  ): Request {
    const agent = this.#agentFor(address.startsWith('https:'), proxy);
    const signal = AbortSignal.any([interrupted, deadline]);
    return this.#got.stream(address, {
      method,
      headers,
      signal,
      agent: { http: agent, https: agent as HttpsAgent },
    }) as Request;
  }

  #agentFor(secure: boolean, proxy: string | undefined): HttpAgent {
    const key = `${secure} ${proxy ?? ''}`;
    const known = this.#agents.get(key);
    if (known !== undefined) return known;
    if (proxy?.startsWith('https:')) trustForProxies(this.#options.tls);
    const pool = { keepAlive: true, timeout: IDLE_SOCKET_MS };
    const agent = secure
      ? tunnelAgent({ ...pool, ...tlsOptions(this.#options.tls), proxyEnv: { HTTPS_PROXY: proxy } })
      : new HttpAgent({ ...pool, proxyEnv: { HTTP_PROXY: proxy } });
    this.#agents.set(key, agent);
    return agent;
  }
}

/** One request on its way, and what was seen of its connection. */
class Exchange {
  /** The connection stands, so the server may have got the request. */
  sent = false;
  certificate: CertificateReader = () => undefined;
  readonly #secure: boolean;

  constructor(secure: boolean) {
    this.#secure = secure;
  }

  async run(stream: Request, { method, interrupted, deadline }: RequestOptions): Promise<Answer> {
    stream.once('request', (request: ClientRequest) => this.#watch(request));
    const response = await new Promise<Response>((resolve, reject) => {
      stream.once('response', resolve);
      stream.on('error', reject); // stays: an error after the answer is settled must not end the process
      if (method === 'POST') stream.end();
    });
    this.sent = true;
    const { statusCode: status, headers } = response;
    return { status, headers, ...(await readBody(stream, headers['content-encoding'], [interrupted, deadline])) };
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
