import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** How the emulator speaks TLS. PEM texts throughout. */
export interface Tls
  extends Pick<ServerOptions, 'minVersion' | 'maxVersion' | 'ciphers' | 'requestCert' | 'rejectUnauthorized'> {
  readonly cert: string;
  readonly key: string;
  /** Certificate of the authority that must have issued the client's; a client without one is not served. */
  readonly requestClientCertificate?: string;
}

/** A server that listens. */
export interface Listener {
  readonly port: number;
  /** Ends it and all its connections, those in a TLS handshake included; a second call does nothing. */
  close(): Promise<void>;
}

/**
 * Starts a server on an address; port 0 is any free one.
 * @throws the listen error (EADDRINUSE …)
 */
export async function listen(
  handler: RequestListener,
  { host, port, tls }: { readonly host: string; readonly port: number; readonly tls?: Tls | undefined },
): Promise<Listener> {
  const server = tls === undefined ? createHttpServer(handler) : createHttpsServer(tlsOptions(tls), handler);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // Room for all connections of a benchmark at once.
  server.listen({ host, port, backlog: 1024 });
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => close(server, sockets) };
}

async function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  for (const socket of sockets) socket.destroy();
  await closed;
}

function tlsOptions({ requestClientCertificate, ...tls }: Tls): ServerOptions {
  if (requestClientCertificate === undefined) return tls;
  return { ...tls, ca: requestClientCertificate, requestCert: true, rejectUnauthorized: true };
}
