import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A TCP server that speaks what a test makes it speak. */
export interface RawServer {
  readonly url: string;
  readonly port: number;
  /** All that came in, as text, over all connections. */
  readonly received: () => string;
  readonly connections: () => number;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a server on loopback.
 * @param onConnection is called for each connection, before anything has come in
 */
export async function startRawServer(onConnection: (socket: Socket) => void): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let received = '';
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined); // the client may go away at any time
    socket.on('data', (data) => {
      received += data.toString('latin1');
    });
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    received: () => received,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A port of loopback where nothing listens. */
export async function unusedPort(): Promise<number> {
  const server = await startRawServer(() => undefined);
  await server[Symbol.asyncDispose]();
  return server.port;
}
