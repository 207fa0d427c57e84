import { type ClientRequestArgs, type Agent as HttpAgent, type IncomingMessage, request } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { definedOnly } from '../text/defined-only.ts';
import { type ConnectOptions, connected, setProbes } from './connect.ts';
import { ConnectError, networkFacts } from './network-error.ts';
import { type Callback, type ConnectingRequest, handOver, IDLE_SOCKET_MS, type Reuse, split } from './plain-agent.ts';
import { authenticationSchemes, type ProxyServer } from './proxy.ts';

/** A proxy that opens tunnels, and how it is reached. */
interface TunnelProxy {
  readonly proxy: ProxyServer;
  readonly agent: HttpAgent;
}

/** How a server with an https address is reached. */
interface SecureOptions {
  readonly keepAlive: boolean;
  /** Whom to trust, and the client's own certificate. */
  readonly secureContext: SecureContext;
  readonly through?: TunnelProxy | undefined;
}

/** Node's agent for https, directly or through a tunnel. Certificates are verified whatever the environment says. */
export class SecureAgent extends HttpsAgent {
  readonly #through: TunnelProxy | undefined;

  constructor({ through, ...options }: SecureOptions) {
    super({ ...options, timeout: IDLE_SOCKET_MS, rejectUnauthorized: true, ALPNProtocols: ['http/1.1'] });
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
    const { tcp, target, connect } = split(options);
    const tunnel = this.#through && { socket: await openTunnel(this.#through, target, connect) };
    // An address is no name that could be asked for, and the dot that ends a name is not part of it (RFC 6066, 3).
    const host = String(tcp.host);
    const servername = isIP(host) === 0 ? host.replace(/\.$/, '') : '';
    const socket = super.createConnection({ ...tcp, ...tunnel, servername } as ClientRequestArgs) as Socket;
    return connected(socket, target, connect);
  }
}

/**
 * Has a proxy open a tunnel (RFC 9110, 9.3.6).
 * @param target `host:port`
 * @throws ConnectError: the proxy's, with what it answered
 */
function openTunnel({ proxy, agent }: TunnelProxy, target: string, connect: ConnectOptions): Promise<Socket> {
  const { protocol, host, port } = proxy;
  const { signal } = connect;
  const headers = { host: target, connection: 'keep-alive', 'proxy-connection': 'keep-alive', ...proxy.headers };
  const options = { method: 'CONNECT', protocol, host, port, path: target, headers, agent, signal, connect };
  const asking = request(options as ConnectingRequest);
  return new Promise((resolve, reject) => {
    asking.once('error', (error) => {
      const facts = signal.aborted ? { code: 'TIMEOUT' } : networkFacts(error);
      reject(new ConnectError({ target, ...facts, atProxy: true }));
    });
    asking.once('connect', (answer: IncomingMessage, socket: Socket, head: Buffer) => {
      const { statusCode: proxyStatus, headersDistinct } = answer;
      // Of 2xx Node's own agent takes only 200 for a tunnel as well.
      if (proxyStatus === 200) {
        if (head.length > 0) socket.unshift(head);
        return resolve(socket);
      }
      socket.destroy();
      const wanted = headersDistinct['proxy-authenticate'];
      const proxySchemes = wanted && authenticationSchemes(wanted);
      const facts = { code: 'ERR_PROXY_TUNNEL', target, atProxy: true, proxyStatus, proxySchemes } as const;
      reject(new ConnectError(definedOnly(facts)));
    });
    asking.end();
  });
}
