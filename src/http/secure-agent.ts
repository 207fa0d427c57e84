import { type ClientRequestArgs, type Agent as HttpAgent, type IncomingMessage, request } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { definedOnly } from '../text/defined-only.ts';
import { type ConnectOptions, connected, setKeepAlive } from './connect.ts';
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

/** Node's agent for https, directly or through a tunnel. NODE_TLS_REJECT_UNAUTHORIZED has no effect. */
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
    setKeepAlive(reuse[0] as Socket);
  }

  async #connect(options: ClientRequestArgs): Promise<Socket> {
    const { tcp, target, connect } = split(options);
    const tunnel = this.#through && { socket: await openTunnel(this.#through, target, connect) };
    // SNI allows neither addresses nor the dot at the end of a name (RFC 6066, 3).
    const host = String(tcp.host);
    const servername = isIP(host) === 0 ? host.replace(/\.$/, '') : '';
    const socket = super.createConnection({ ...tcp, ...tunnel, servername } as ClientRequestArgs) as Socket;
    return connected(socket, target, connect);
  }
}

/**
 * Opens a tunnel through a proxy (RFC 9110, 9.3.6).
 * @param target `host:port`
 * @throws ConnectError: the proxy's, with what it answered
 */
function openTunnel({ proxy, agent }: TunnelProxy, target: string, connect: ConnectOptions): Promise<Socket> {
  const { protocol, host, port } = proxy;
  const { signal } = connect;
  const headers = { host: target, connection: 'keep-alive', 'proxy-connection': 'keep-alive', ...proxy.headers };
  const options = { method: 'CONNECT', protocol, host, port, path: target, headers, agent, signal, connect };
  const connecting = request(options as ConnectingRequest);
  return new Promise((resolve, reject) => {
    connecting.once('error', (error) => {
      const facts = signal.aborted ? { code: 'TIMEOUT' } : networkFacts(error);
      reject(new ConnectError({ target, ...facts, atProxy: true }));
    });
    connecting.once('connect', (answer: IncomingMessage, socket: Socket, head: Buffer) => {
      const { statusCode: proxyStatus, headersDistinct } = answer;
      // Node's own agent does not accept other 2xx either.
      if (proxyStatus === 200) {
        if (head.length > 0) socket.unshift(head);
        return resolve(socket);
      }
      socket.destroy();
      const challenges = headersDistinct['proxy-authenticate'];
      const proxySchemes = challenges && authenticationSchemes(challenges);
      const facts = { code: 'ERR_PROXY_TUNNEL', target, atProxy: true, proxyStatus, proxySchemes } as const;
      reject(new ConnectError(definedOnly(facts)));
    });
    connecting.end();
  });
}
