import { once } from 'node:events';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** What a proxy was asked, as it came. */
export interface ProxyRequest {
  /** `CONNECT`, or that of a request in absolute form. */
  readonly method: string;
  /** `host:port`, or the whole address. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
}

export interface ProxyOptions {
  /** `user:password` that it wants. */
  readonly credentials?: string;
  /** What it answers CONNECT with instead of opening a tunnel: the whole answer, as bytes. */
  readonly connectAnswer?: string;
  /** It says that the tunnel is open one byte at a time. */
  readonly pieces?: boolean;
  /** Where names lead that no DNS knows: host to port of loopback. */
  readonly hosts?: Readonly<Record<string, number>>;
  /** PEM: it speaks TLS itself. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** A proxy for http (absolute form) and https (CONNECT) on loopback. It notes what it is asked. */
export class ConnectProxy {
  readonly requests: ProxyRequest[] = [];
  /** The names that it was asked for in TLS. */
  readonly names: string[] = [];
  readonly #options: ProxyOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(options: ProxyOptions) {
    this.#options = options;
    const handler = (incoming: IncomingMessage, response: ServerResponse) => this.#forward(incoming, response);
    this.#server = options.tls === undefined ? createHttpServer(handler) : createHttpsServer(options.tls, handler);
    this.#server.on('connect', (incoming: IncomingMessage, socket: Socket) => this.#open(incoming, socket));
    this.#server.on('secureConnection', ({ servername }: TLSSocket) => this.names.push(String(servername)));
    this.#server.on('connection', (socket: Socket) => this.#watch(socket));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** With credentials, if it wants any. */
  get url(): string {
    const { credentials, tls } = this.#options;
    const user = credentials === undefined ? '' : `${credentials}@`;
    return `${tls === undefined ? 'http' : 'https'}://${user}127.0.0.1:${this.port}`;
  }

  /** Listens at a free port. */
  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #watch(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined); // either side may go away at any time
    socket.once('close', () => this.#sockets.delete(socket));
  }

  #note({ method = '', url: target = '', headers }: IncomingMessage): void {
    this.requests.push({ method, target, headers });
  }

  #isWelcome({ headers }: IncomingMessage): boolean {
    const { credentials } = this.#options;
    if (credentials === undefined) return true;
    return headers['proxy-authorization'] === `Basic ${Buffer.from(credentials).toString('base64')}`;
  }

  #open(incoming: IncomingMessage, socket: Socket): void {
    this.#note(incoming);
    const { connectAnswer } = this.#options;
    if (connectAnswer !== undefined) {
      socket.end(connectAnswer);
    } else if (this.#isWelcome(incoming)) {
      this.#tunnel(incoming.url ?? '', socket);
    } else {
      socket.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n',
      );
    }
  }

  #tunnel(target: string, socket: Socket): void {
    const { host, port } = this.#resolve(new URL(`http://${target}`));
    const server = connect(port, host);
    this.#watch(server);
    server.once('connect', async () => {
      const words = 'HTTP/1.1 200 Connection established\r\n\r\n';
      for (const piece of this.#options.pieces ? words : [words]) {
        socket.write(piece);
        if (this.#options.pieces) await new Promise((resolve) => setTimeout(resolve, 2));
      }
      server.pipe(socket).pipe(server);
    });
    server.once('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'));
  }

  #forward(incoming: IncomingMessage, response: ServerResponse): void {
    this.#note(incoming);
    if (!this.#isWelcome(incoming)) {
      response.writeHead(407, { 'Proxy-Authenticate': 'Basic' }).end();
      return;
    }
    const address = new URL(incoming.url ?? '');
    const { host, port } = this.#resolve(address);
    const { method, headers } = incoming;
    const forwarded = request({ host, port, method, path: address.pathname + address.search, headers, agent: false });
    forwarded.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    forwarded.once('error', () => response.writeHead(502).end());
    incoming.pipe(forwarded);
  }

  #resolve({ hostname, port }: URL): { host: string; port: number } {
    const known = this.#options.hosts?.[hostname];
    return known === undefined ? { host: hostname, port: Number(port || 80) } : { host: '127.0.0.1', port: known };
  }
}

/** Starts a proxy. */
export async function startConnectProxy(options: ProxyOptions = {}): Promise<ConnectProxy> {
  const proxy = new ConnectProxy(options);
  await proxy.listen();
  return proxy;
}
