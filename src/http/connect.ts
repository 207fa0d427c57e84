import { once } from 'node:events';
import { type AddressInfo, isIPv6, type Socket } from 'node:net';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { Clock } from '../process/clock.ts';
import { definedOnly } from '../text/defined-only.ts';
import { NameError, type Names } from './names.ts';
import { ConnectError, networkFacts } from './network-error.ts';

/** Limits of making a connection, in ms. */
export const CONNECT = {
  /** Each address of a server that has several: long enough to send one lost packet again. */
  addressMs: 2_000,
  /** All addresses together, with the look-up of the name. */
  totalMs: 15_000,
  handshakeMs: 15_000,
} as const;

/** TCP keep-alive: firewalls may forget an idle connection after 5 s, and a network may be down for a minute. In ms. */
const KEEP_ALIVE = { delay: 2_000, interval: 3_000, count: 20 } as const;

/** What is needed to make a connection. */
export interface ConnectOptions {
  /** Cancels it. */
  readonly signal: AbortSignal;
  readonly names: Names;
  readonly clock: Pick<Clock, 'after'>;
  /** Called with what happened to each address, for the log with DEBUG. */
  readonly onEvent?: ((text: string) => void) | undefined;
}

/** Sets TCP keep-alive. Node's agents set it differently on a connection that returns to their pool. */
export function setKeepAlive(socket: Socket): void {
  socket.setKeepAlive(true, KEEP_ALIVE.delay, KEEP_ALIVE.interval, KEEP_ALIVE.count);
}

/**
 * Waits until a new connection can take a request: it is made and, with TLS, the certificate is verified by Node.
 * @param target `host:port`, for failures
 * @throws ConnectError
 */
export async function connected<S extends Socket>(
  socket: S,
  target: string,
  { signal, names, clock, onEvent }: ConnectOptions,
): Promise<S> {
  const tls = 'encrypted' in socket ? (socket as Socket as TLSSocket) : undefined;
  const attempts = new Map<string, string>();
  let certificate: DetailedPeerCertificate | undefined;
  const note = (ip: string, port: number, code: string) => {
    names.note(ip, false);
    attempts.set(addressText(ip, port), code === 'ETIMEDOUT' ? 'CONNECT-TIMEOUT' : code);
    onEvent?.(`${addressText(ip, port)}: ${code}`);
  };
  const limit = (ms: number, code: string) => clock.after(ms, () => socket.destroy(errorWithCode(code)));
  let cancelLimit = socket.connecting
    ? limit(CONNECT.totalMs, 'CONNECT-TIMEOUT')
    : limit(CONNECT.handshakeMs, 'TLS-TIMEOUT');
  socket.on('error', () => undefined); // a late error must not end the process
  socket.on('connectionAttempt', (ip, port) => attempts.set(addressText(ip, port), 'CONNECT-TIMEOUT'));
  socket.on('connectionAttemptTimeout', (ip, port) => note(ip, port, 'ETIMEDOUT'));
  socket.on('connectionAttemptFailed', (ip, port, _, error) =>
    note(ip, port, String((error as NodeJS.ErrnoException).code)),
  );
  socket.once('connect', () => {
    const ip = String(socket.remoteAddress);
    const address = addressText(ip, Number(socket.remotePort));
    names.note(ip, true);
    attempts.delete(address);
    onEvent?.(`Connected to ${address}.`);
    setKeepAlive(socket);
    cancelLimit();
    if (tls !== undefined) cancelLimit = limit(CONNECT.handshakeMs, 'TLS-TIMEOUT');
  });
  // Undocumented, but the last chance: Node does not show a certificate that it has rejected.
  tls?.prependOnceListener('secure', () => {
    certificate = tls.getPeerCertificate(true);
  });
  try {
    await once(socket, tls === undefined ? 'connect' : 'secureConnect', { signal }).finally(() => cancelLimit());
    return socket;
  } catch (error) {
    const late = socket.connecting ? 'CONNECT-TIMEOUT' : 'TLS-TIMEOUT';
    socket.destroy();
    throw connectError(signal.aborted ? errorWithCode(late) : error, { target, attempts, certificate });
  }
}

function errorWithCode(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}

interface Tried {
  readonly target: string;
  /** What became of each address. */
  readonly attempts: Map<string, string>;
  readonly certificate: DetailedPeerCertificate | undefined;
}

function connectError(error: unknown, { target, attempts, certificate }: Tried): ConnectError {
  if (error instanceof NameError) return new ConnectError({ code: error.code, target, nameServers: error.nameServers });
  const facts = networkFacts(error);
  const { address, port, errors } = error as Partial<AddressInfo & AggregateError>;
  if (address !== undefined) attempts.set(addressText(address, Number(port)), facts.code);
  const tried = [...attempts].map(([at, code]) => ({ address: at, code }));
  // Each of several addresses may have failed differently.
  const telling = MOST_TELLING.find((code) => tried.some((attempt) => attempt.code === code));
  const code = errors === undefined ? facts.code : (telling ?? facts.code);
  return new ConnectError(definedOnly({ ...facts, code, target, attempts: tried, certificate }));
}

/** What says most about a server with several addresses, best first. */
const MOST_TELLING = ['ECONNREFUSED', 'CONNECT-TIMEOUT'];

/** An address with its port, as a URL has it. */
export function addressText(host: string, port: number | string): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
