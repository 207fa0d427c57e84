import { type Agent, type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { definedOnly } from '../text/defined-only.ts';
import type { Connecting } from './connect.ts';
import { ConnectError } from './connect-error.ts';
import { networkError } from './network-error.ts';
import type { ConnectingRequest } from './plain-agent.ts';
import { authenticationSchemes, type ProxyServer } from './proxy.ts';

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
