import type { ClientRequestArgs, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { type ConnectTools, connected, setProbes } from './connect.ts';
import { type Callback, handOver, IDLE_SOCKET_MS, type Reuse, split } from './plain-agent.ts';
import type { ProxyServer } from './proxy.ts';
import { openTunnel } from './tunnel.ts';

/** How a server with an https address is reached. */
export interface SecureOptions {
  readonly keepAlive: boolean;
  /** Whom to trust, and the client's own certificate. */
  readonly secureContext: SecureContext;
  /** Opens a tunnel to the server. */
  readonly through?: { readonly proxy: ProxyServer; readonly agent: HttpAgent };
}

/** Node's agent for https, directly or through a tunnel. Certificates are verified whatever the environment says. */
export class SecureAgent extends HttpsAgent {
  readonly #tools: ConnectTools;
  readonly #through: SecureOptions['through'];

  constructor(tools: ConnectTools, { keepAlive, secureContext, through }: SecureOptions) {
    super({ keepAlive, timeout: IDLE_SOCKET_MS, rejectUnauthorized: true, secureContext, ALPNProtocols: ['http/1.1'] });
    this.#tools = tools;
    this.#through = through;
  }

  override createConnection(options: ClientRequestArgs, callback: Callback): undefined {
    handOver(this.#connect(options), callback);
  }

  override reuseSocket(...reuse: Reuse): void {
    super.reuseSocket(...reuse);
    setProbes(reuse[0] as Socket);
  }

  async #connect(options: ClientRequestArgs): Promise<Socket> {
    const { tcp, target, connecting } = split(options, this.#tools);
    const tunnel = this.#through && { socket: await openTunnel(this.#through, target, connecting) };
    // An address is no name that could be asked for, and the dot that ends a name is not part of it (RFC 6066, 3).
    const host = String(tcp.host);
    const servername = isIP(host) === 0 ? host.replace(/\.$/, '') : '';
    const socket = super.createConnection({ ...tcp, ...tunnel, servername } as ClientRequestArgs) as Socket;
    return connected(socket, target, connecting, this.#tools);
  }
}
