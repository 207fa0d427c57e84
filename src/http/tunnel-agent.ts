import { Agent, type AgentOptions } from 'node:https';
import type { Socket } from 'node:net';

/** No proxy says more before the way to the server is open, in bytes. Node's agent would keep all of it. */
const MOST_WORDS = 64 * 1024;

/** An error of the connection to the proxy, not of the one that it opens to the server. */
export interface ProxyError extends Error {
  readonly atProxy?: true;
}

/**
 * An agent for https through a proxy. It ends the connection to a proxy which does not open a tunnel: Node's own keeps it open after any answer but 200,
 * where nobody can close it any more, and with a proxy that leaves it open as well, a run of many attempts would gather them. An error of the proxy is marked so.
 */
export function tunnelAgent(options: AgentOptions): Agent {
  const agent = new Agent(options);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (target, callback) => {
    // Node would give the proxy up after the time that the agent keeps an unused connection for.
    const socket = connect({ ...target, timeout: 0 }, (error, ready) => {
      socket.off('readable', endless);
      if (error) {
        if (ready === socket) Object.assign(error, { atProxy: true } satisfies Partial<ProxyError>);
        socket.destroy();
      }
      callback?.(error, ready);
    }) as Socket;
    const endless = () => {
      if (socket.bytesRead > MOST_WORDS)
        socket.destroy(Object.assign(new Error('The proxy says too much'), { code: 'ERR_PROXY_TUNNEL' }));
    };
    hearEachOnce(socket);
    socket.prependListener('readable', endless);
    return socket;
  };
  return agent;
}

/** While the proxy speaks, Node adds its listener for each piece anew and takes one away at the end: the others would read what is the server's. */
function hearEachOnce(socket: Socket): void {
  const on = socket.on.bind(socket);
  socket.on = ((event: string, listener: () => void) =>
    event === 'readable' && socket.listeners(event).includes(listener) ? socket : on(event, listener)) as Socket['on'];
}
