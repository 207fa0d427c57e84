import { type ClientRequest, type Agent as HttpAgent, request } from 'node:http';
import type { DetailedPeerCertificate } from 'node:tls';
import { type ConnectingRequest, IDLE_SOCKET_MS, PlainAgent } from './plain-agent.ts';
import { type ProxyServer, readProxyAddress } from './proxy.ts';
import { isFromPublicAuthority, secureContext, type TlsSettings, type Trust } from './tls-settings.ts';

/** The connections of a client: Node's agents, each made when it is first needed. */
export class Connections {
  readonly #tls: TlsSettings;
  readonly #keepAlive: boolean;
  readonly #agents = new Map<string, HttpAgent>();
  /** At first only a private CA is trusted: reading the public ones takes longer than a handshake. */
  #trust: Trust;

  /** @param keepAlive keeps connections open for the next request */
  constructor(tls: TlsSettings, keepAlive: boolean) {
    this.#tls = tls;
    this.#keepAlive = keepAlive;
    this.#trust = tls.ca === undefined ? 'all' : 'own';
  }

  /** Begins a request. A proxy for http gets the whole address as the path (RFC 9112, 3.2.2). */
  async request(url: URL, proxyAddress: string | undefined, options: ConnectingRequest): Promise<ClientRequest> {
    const proxy = proxyAddress === undefined ? undefined : readProxyAddress(proxyAddress);
    if (url.protocol === 'https:') return request(url, { ...options, agent: await this.#secure(proxy) });
    if (proxy === undefined) return request(url, { ...options, agent: this.#plain(this.#keepAlive) });
    const { protocol, host, port } = proxy;
    const headers = { ...options.headers, host: url.host, ...proxy.headers };
    const agent = await this.#toProxy(proxy, this.#keepAlive);
    return request({ ...options, protocol, host, port, path: url.href, headers, agent });
  }

  /**
   * Trusts the public CAs from now on, if one of them issued a certificate that was rejected.
   * @returns whether it is now trusted, so that the request can be repeated
   */
  trustPublicIssuer(certificate: DetailedPeerCertificate): boolean {
    if (this.#trust === 'all' || !isFromPublicAuthority(certificate)) return false;
    this.#trust = 'all';
    return true;
  }

  /** Closes those in use. Idle ones end with the process: closing one takes as long as making it. */
  close(): void {
    for (const { sockets } of this.#agents.values())
      for (const socket of Object.values(sockets).flat()) socket?.destroy();
  }

  #plain(keepAlive: boolean): HttpAgent {
    return this.#agent(`plain ${keepAlive}`, () => new PlainAgent({ keepAlive, timeout: IDLE_SOCKET_MS }));
  }

  async #secure(proxy: ProxyServer | undefined): Promise<HttpAgent> {
    const keepAlive = this.#keepAlive;
    const trust = this.#trust;
    const { SecureAgent } = await import('./secure-agent.ts');
    const through = proxy && { proxy, agent: await this.#toProxy(proxy, false) };
    const make = () => new SecureAgent({ keepAlive, secureContext: secureContext(this.#tls, trust), through });
    return this.#agent(`secure ${trust} ${JSON.stringify(proxy)}`, make);
  }

  /** For connections to a proxy itself, which may speak TLS. It does not get the client certificate. */
  async #toProxy({ protocol }: ProxyServer, keepAlive: boolean): Promise<HttpAgent> {
    if (protocol === 'http:') return this.#plain(keepAlive);
    const { SecureAgent } = await import('./secure-agent.ts');
    const make = () => new SecureAgent({ keepAlive, secureContext: secureContext({ ca: this.#tls.ca }, 'all') });
    return this.#agent(`secure proxy ${keepAlive}`, make);
  }

  #agent(key: string, make: () => HttpAgent): HttpAgent {
    const agent = this.#agents.get(key) ?? make();
    this.#agents.set(key, agent);
    return agent;
  }
}
