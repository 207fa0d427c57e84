import { type Agent, type ClientRequestArgs, type Agent as HttpAgent, type IncomingMessage, request } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { definedOnly } from '../text/defined-only.ts';
import { type Connecting, type ConnectTools, connected, setProbes } from './connect.ts';
import { ConnectError, networkError } from './network-error.ts';
import { type Callback, type ConnectingRequest, handOver, IDLE_SOCKET_MS, type Reuse, split } from './plain-agent.ts';
import { authenticationSchemes, type ProxyServer } from './proxy.ts';

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

/** Who opens a tunnel, and how it is reached. */
export interface Through {
  readonly proxy: ProxyServer;
  readonly agent: Agent;
}

/**
 * Has a proxy open a tunnel (RFC 9110, 9.3.6).
 * @param target `host:port`
 * @throws ConnectError: the proxy's, with what it answered
 */
export function openTunnel({ proxy, agent }: Through, target: string, connecting: Connecting): Promise<Socket> {
  const { protocol, host, port } = proxy;
  const headers = { host: target, connection: 'keep-alive', 'proxy-connection': 'keep-alive', ...proxy.headers };
  const options = { method: 'CONNECT', protocol, host, port, path: target, headers, agent, connecting };
  const asked = request({ ...options, signal: connecting.signal } as ConnectingRequest);
  return new Promise((resolve, reject) => {
    asked.once('error', (error) => {
      const stopped = connecting.signal.aborted && new ConnectError({ code: 'TIMEOUT', target, atProxy: true });
      reject(stopped || proxyError(error, target));
    });
    asked.once('connect', (answer: IncomingMessage, socket: Socket, head: Buffer) => {
      if (answer.statusCode === 200) {
        if (head.length > 0) socket.unshift(head);
        return resolve(socket);
      }
      socket.destroy();
      reject(refusal(answer, target));
    });
    asked.end();
  });
}

function proxyError(error: unknown, target: string): ConnectError {
  const known = networkError(error);
  return new ConnectError({ target, ...(known instanceof ConnectError ? known.facts : known), atProxy: true });
}

/** Of 2xx Node's own agent takes only 200 for a tunnel as well. */
function refusal({ statusCode, headersDistinct }: IncomingMessage, target: string): ConnectError {
  const wanted = headersDistinct['proxy-authenticate'];
  return new ConnectError(
    definedOnly({
      code: 'ERR_PROXY_TUNNEL',
      target,
      atProxy: true as const,
      proxyStatus: statusCode,
      proxySchemes: wanted && authenticationSchemes(wanted),
    }),
  );
}
