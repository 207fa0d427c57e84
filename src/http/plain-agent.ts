import { type ClientRequestArgs, Agent as HttpAgent } from 'node:http';
import type { Socket } from 'node:net';
import { addressText, CONNECT, type ConnectOptions, connected, setKeepAlive } from './connect.ts';

/** The options of a request, with those of its connection. */
export interface ConnectingRequest extends ClientRequestArgs {
  readonly connect: ConnectOptions;
}

/** A socket unused for this long is closed: servers and load balancers close theirs after 5 s and more. In ms. */
export const IDLE_SOCKET_MS = 4_000;

export type Callback = Parameters<HttpAgent['createConnection']>[1];
export type Reuse = Parameters<HttpAgent['reuseSocket']>;

/** Node's agent for http. It gets a connection only once it is made: if that fails, nothing was sent. */
export class PlainAgent extends HttpAgent {
  override createConnection(options: ClientRequestArgs, callback: Callback): undefined {
    const { tcp, target, connect } = split(options);
    handOver(connected(super.createConnection(tcp) as Socket, target, connect), callback);
  }

  override reuseSocket(...reuse: Reuse): void {
    super.reuseSocket(...reuse);
    setKeepAlive(reuse[0] as Socket);
  }
}

/** Separates our own options of a connection from those for Node. */
export function split(options: ClientRequestArgs) {
  const { connect, ...known } = options as ConnectingRequest;
  const { lookup } = connect.names;
  const tcp = { ...known, lookup, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: CONNECT.addressMs };
  return { tcp, target: addressText(String(tcp.host), String(tcp.port)), connect };
}

/** Passes a connection to Node's agent once it is made. */
export function handOver(connecting: Promise<Socket>, callback: Callback): undefined {
  connecting.then(
    (socket) => callback?.(null, socket),
    (error) => callback?.(error, undefined as never),
  );
}
