import { type ClientRequestArgs, Agent as HttpAgent } from 'node:http';
import type { Socket } from 'node:net';
import { addressText, CONNECT, type Connecting, type ConnectTools, connected, setProbes } from './connect.ts';

/** A request's options, with what it says about its connection. */
export interface ConnectingRequest extends ClientRequestArgs {
  readonly connecting: Connecting;
}

/** A socket unused for this long is closed: servers and load balancers close theirs after 5 s and more. In ms. */
export const IDLE_SOCKET_MS = 4_000;

export type Callback = Parameters<HttpAgent['createConnection']>[1];
export type Reuse = Parameters<HttpAgent['reuseSocket']>;

/**
 * Node's agent for http. A connection is handed over when it is made, so what fails before has sent nothing.
 */
export class PlainAgent extends HttpAgent {
  readonly #tools: ConnectTools;

  constructor(tools: ConnectTools, keepAlive: boolean) {
    super({ keepAlive, timeout: IDLE_SOCKET_MS });
    this.#tools = tools;
  }

  override createConnection(options: ClientRequestArgs, callback: Callback): undefined {
    const { tcp, target, connecting } = split(options, this.#tools);
    handOver(connected(super.createConnection(tcp) as Socket, target, connecting, this.#tools), callback);
  }

  override reuseSocket(...reuse: Reuse): void {
    super.reuseSocket(...reuse);
    setProbes(reuse[0] as Socket);
  }
}

/** Splits what a request says about its connection from what Node is to know. */
export function split(options: ClientRequestArgs, { names }: ConnectTools) {
  const { connecting, ...known } = options as ConnectingRequest;
  const tcp = {
    ...known,
    lookup: names.lookup,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: CONNECT.addressMs,
  };
  return { tcp, target: addressText(String(tcp.host), String(tcp.port)), connecting };
}

export function handOver(connecting: Promise<Socket>, callback: Callback): undefined {
  connecting.then(
    (socket) => callback?.(null, socket),
    (error) => callback?.(error, undefined as never),
  );
}
