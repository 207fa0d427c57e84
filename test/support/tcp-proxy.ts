import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Where in the bytes of one direction something happens: after so many, or after the first place where this text has
 * passed.
 */
export type Place = number | string;

/** What is done to the bytes of one direction. */
export interface Direction {
  /** Wait before each piece that arrives is passed on, in ms. */
  readonly latencyMs?: number;
  /** Passed on in pieces of this size … Default: as they come. */
  readonly pieceBytes?: number;
  /** … with this wait after each, in ms. */
  readonly pauseMs?: number;
  /** Both connections are reset (RST) there. */
  readonly resetAfter?: Place;
  /** The receiver sees the end there (FIN); the other direction goes on. */
  readonly endAfter?: Place;
  /** Drops everything from there on. */
  readonly dropAfter?: Place;
}

export interface TcpProxyOptions {
  /** Port of loopback that it leads to. */
  readonly target: number;
  readonly toServer?: Direction;
  readonly toClient?: Direction;
  /** What becomes of a connection at once, before a byte has passed. */
  readonly onConnection?: 'reset' | 'end' | 'silence';
  /** Only so many connections meet the fault; the later ones pass untouched. Default: all meet it. */
  readonly faultyConnections?: number;
}

/** A proxy that knows nothing but bytes. */
export interface TcpProxy {
  readonly port: number;
  readonly connections: () => number;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts a proxy on loopback that damages what passes through it. */
export async function startTcpProxy(options: TcpProxyOptions): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true); // a piece is a packet
    socket.on('error', () => undefined); // either side may go away at any time
    socket.once('close', () => sockets.delete(socket));
  };
  let connections = 0;
  const server = createServer({ allowHalfOpen: true }, (client) => {
    connections += 1;
    keep(client);
    const { target, toServer, toClient, onConnection, faultyConnections = Number.POSITIVE_INFINITY } = options;
    const faulty = connections <= faultyConnections;
    if (faulty && onConnection !== undefined) {
      if (onConnection === 'reset') client.resetAndDestroy();
      if (onConnection === 'end') client.end();
      return;
    }
    const upstream = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true });
    keep(upstream);
    upstream.once('error', () => client.resetAndDestroy());
    void pump(client, upstream, (faulty && toServer) || {});
    void pump(upstream, client, (faulty && toClient) || {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Passes one direction on. Never rejects: that a connection broke is what its other end sees. */
async function pump(from: Socket, to: Socket, direction: Direction): Promise<void> {
  const { latencyMs = 0, pieceBytes = Number.POSITIVE_INFINITY, pauseMs = 0 } = direction;
  const passed = new Passed(direction.resetAfter ?? direction.endAfter ?? direction.dropAfter);
  try {
    for await (const data of from as AsyncIterable<Buffer>) {
      if (latencyMs > 0) await sleep(latencyMs);
      const rest = passed.admit(data);
      for (let at = 0; at < rest.length; at += pieceBytes) {
        to.write(rest.subarray(at, at + pieceBytes));
        if (pauseMs > 0) await sleep(pauseMs);
      }
      if (!passed.isOver) continue;
      if (direction.resetAfter !== undefined) {
        from.resetAndDestroy();
        to.resetAndDestroy();
        return;
      }
      if (direction.endAfter !== undefined) to.end();
    }
    if (direction.dropAfter === undefined) to.end();
  } catch {
    to.destroy(); // the sender is gone
  }
}

/** Counts what has passed, up to the place of the fault. */
class Passed {
  isOver = false;
  readonly #place: Place | undefined;
  #seen = '';

  constructor(place: Place | undefined) {
    this.#place = place;
  }

  /** The part of new data that is before the place. */
  admit(data: Buffer): Buffer {
    if (this.isOver) return data.subarray(0, 0);
    if (this.#place === undefined) return data;
    const before = this.#seen.length;
    this.#seen += data.toString('latin1');
    const end = this.#endOf(this.#place);
    if (end === undefined) return data;
    this.isOver = true;
    return data.subarray(0, end - before);
  }

  #endOf(place: Place): number | undefined {
    if (typeof place === 'number') return this.#seen.length >= place ? place : undefined;
    const at = this.#seen.indexOf(place);
    return at < 0 ? undefined : at + place.length;
  }
}
