import { type ClientRequestArgs, Agent as HttpAgent } from 'node:http';
import type { Socket } from 'node:net';
import { addressText, CONNECT, type ConnectOptions, connected, setProbes } from './connect.ts';

/** A request's options, with what its connection is made with. */
export interface ConnectingRequest extends ClientRequestArgs {
  readonly connect: ConnectOptions;
}

/** A socket unused for this long is closed: servers and load balancers close theirs after 5 s and more. In ms. */
export const IDLE_SOCKET_MS = 4_000;

export type Callback = Parameters<HttpAgent['createConnection']>[1];
export type Reuse = Parameters<HttpAgent['reuseSocket']>;

/**
 * Node's agent for http. A connection is handed over when it is made, so what fails before has sent nothing.
 */
export class PlainAgent extends HttpAgent {
  override createConnection(options: ClientRequestArgs, callback: Callback): undefined {
    const { tcp, target, connect } = split(options);
    handOver(connected(super.createConnection(tcp) as Socket, target, connect), callback);
  }

  override reuseSocket(...reuse: Reuse): void {
    super.reuseSocket(...reuse);
    setProbes(reuse[0] as Socket);
  }
}

/** Splits how a request's connection is made from what Node is to know. */
export function split(options: ClientRequestArgs) {
  const { connect, ...known } = options as ConnectingRequest;
  const { lookup } = connect.names;
  const tcp = { ...known, lookup, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: CONNECT.addressMs };
  return { tcp, target: addressText(String(tcp.host), String(tcp.port)), connect };
}

export function handOver(connecting: Promise<Socket>, callback: Callback): undefined {
  connecting.then(
    (socket) => callback?.(null, socket),
    (error) => callback?.(error, undefined as never),
  );
}
