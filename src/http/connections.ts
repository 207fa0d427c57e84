import { type ClientRequest, type Agent as HttpAgent, request } from 'node:http';
import type { DetailedPeerCertificate } from 'node:tls';
import { definedOnly } from '../text/defined-only.ts';
import type { Connecting, ConnectTools } from './connect.ts';
import { type ConnectingRequest, PlainAgent } from './plain-agent.ts';
import { type ProxyServer, readProxyAddress } from './proxy.ts';
import { isFromPublicAuthority, secureContext, type TlsSettings, type Trust } from './tls-settings.ts';

/** What is sent, and how it wants its connection. */
interface Sending {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connecting: Connecting;
}

interface ConnectionOptions extends ConnectTools {
  readonly tls: TlsSettings;
  /** Keeps connections open for the next request. */
  readonly keepAlive: boolean;
}

/** The connections of a client: Node's agents, each made when it is first needed. */
export class Connections {
  readonly #tools: ConnectTools;
  readonly #tls: TlsSettings;
  readonly #keepAlive: boolean;
  readonly #agents = new Map<string, HttpAgent>();
  /** A private CA is trusted alone first: to read the public ones takes longer than a handshake. */
  #trust: Trust;

  constructor({ names, clock, tls, keepAlive }: ConnectionOptions) {
    this.#tools = { names, clock };
    this.#tls = tls;
    this.#keepAlive = keepAlive;
    this.#trust = tls.ca === undefined ? 'all' : 'own';
  }

  /** Begins a request. One to an http server asks the proxy for the whole address (RFC 9112, 3.2.2). */
  async request(url: URL, proxyAddress: string | undefined, sending: Sending): Promise<ClientRequest> {
    if (url.protocol === 'https:')
      return request(url, { ...sending, agent: await this.#secure(proxyAddress) } as ConnectingRequest);
    if (proxyAddress === undefined) return request(url, { ...sending, agent: this.#plain() } as ConnectingRequest);
    const proxy = readProxyAddress(proxyAddress);
    const { protocol, host, port } = proxy;
    const headers = { ...sending.headers, host: url.host, ...proxy.headers };
    const agent = await this.#toProxy(proxy, this.#keepAlive);
    return request({ ...sending, protocol, host, port, path: url.href, headers, agent } as ConnectingRequest);
  }

  /** True when a certificate that was refused comes from an authority that is trusted from now on: ask again. */
  learnsToTrust(certificate: DetailedPeerCertificate): boolean {
    if (this.#trust === 'all' || !isFromPublicAuthority(certificate)) return false;
    this.#trust = 'all';
    return true;
  }

  /** Ends those in use. Idle ones end with the process: to end one takes as long as to make it. */
  close(): void {
    for (const { sockets } of this.#agents.values())
      for (const socket of Object.values(sockets).flat()) socket?.destroy();
  }

  #plain(): HttpAgent {
    return this.#agent('plain', () => new PlainAgent(this.#tools, this.#keepAlive));
  }

  async #secure(proxyAddress: string | undefined): Promise<HttpAgent> {
    const keepAlive = this.#keepAlive;
    const trust = this.#trust;
    const SecureAgent = await secureAgent();
    const proxy = proxyAddress === undefined ? undefined : readProxyAddress(proxyAddress);
    const through = proxy && { proxy, agent: await this.#toProxy(proxy, false) };
    return this.#agent(`secure ${trust} ${proxyAddress}`, () => {
      const context = secureContext(this.#tls, trust);
      return new SecureAgent(this.#tools, { keepAlive, secureContext: context, ...definedOnly({ through }) });
    });
  }

  /** Connections to a proxy itself, which may speak TLS. It sees no certificate of the client. */
  async #toProxy({ protocol }: ProxyServer, keepAlive: boolean): Promise<HttpAgent> {
    const key = `${protocol} proxy ${keepAlive}`;
    if (protocol === 'http:') return this.#agent(key, () => new PlainAgent(this.#tools, keepAlive));
    const SecureAgent = await secureAgent();
    return this.#agent(key, () => {
      const context = secureContext({ ca: this.#tls.ca }, 'all');
      return new SecureAgent(this.#tools, { keepAlive, secureContext: context });
    });
  }

  #agent(key: string, make: () => HttpAgent): HttpAgent {
    const agent = this.#agents.get(key) ?? make();
    this.#agents.set(key, agent);
    return agent;
  }
}

/** TLS, and with it Node's cryptography, is loaded for https only. */
async function secureAgent() {
  return (await import('./secure-agent.ts')).SecureAgent;
}
