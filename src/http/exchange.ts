import type { ClientRequest } from 'node:http';
import type { Request, Response } from 'got';
import type { Clock } from '../process/clock.ts';
import { type Answer, readBody } from './body.ts';
import { ConnectError, type NetworkFacts, networkFacts } from './network-error.ts';

export interface ExchangeOptions {
  /** Aborts when the run is interrupted. */
  readonly interrupted: AbortSignal;
  /** When the request times out, in ms by the monotonic clock. */
  readonly deadline: number;
  /** Its length must be in the headers. */
  readonly body?: string;
  /** Called when the connection is made, and the request is sent. */
  readonly onSent?: (() => void) | undefined;
}

/** How a request ended. */
export type Exchange =
  /** `reused`: the connection was used before, so the answer may belong to another request. */
  | { readonly kind: 'answered'; readonly answer: Answer; readonly reused: boolean }
  | {
      readonly kind: 'failed';
      readonly facts: NetworkFacts;
      /** The connection was made, so the server may have got the request. */
      readonly sent: boolean;
      /** The connection was used before, and the server had closed it already. */
      readonly stale: boolean;
    };

/** A reused connection that ends this soon after the request was sent had been closed already (RFC 9112, 9.3.1). */
export const STALE_MS = 100;

/** Codes of a request on a connection that the server has closed. */
const CLOSED = new Set(['ECONNRESET', 'EPIPE']);

/**
 * Sends a request and reads the answer.
 * @param begin makes the request; the signal aborts on a timeout, or when the run is interrupted
 */
export async function exchange(
  begin: (signal: AbortSignal) => Request,
  { interrupted, deadline, body, onSent }: ExchangeOptions,
  clock: Pick<Clock, 'now' | 'after'>,
): Promise<Exchange> {
  const canceller = new AbortController();
  const { signal } = canceller;
  const interrupt = () => canceller.abort('INTERRUPTED');
  interrupted.addEventListener('abort', interrupt);
  const cancelLimit = clock.after(deadline - clock.now(), () => canceller.abort('TIMEOUT'));
  const stopWaiting = () => {
    cancelLimit();
    interrupted.removeEventListener('abort', interrupt);
  };
  const stream = begin(signal);
  // Later than the connection that is being made, whose error says how far it was.
  signal.addEventListener('abort', () => setImmediate(() => stream.destroy(new Error('stopped'))));
  const connection = { isMade: false, isReused: false, isStale: () => false };
  stream.once('request', (request: ClientRequest) => {
    request.once('socket', (socket) => {
      const { bytesRead } = socket;
      const sentMs = clock.now();
      connection.isMade = true;
      connection.isReused = request.reusedSocket;
      connection.isStale = () =>
        request.reusedSocket && socket.bytesRead === bytesRead && clock.now() - sentMs <= STALE_MS;
      onSent?.();
    });
    request.end(body); // got would end it only with the stream
  });
  try {
    const answer = await answerTo(stream, signal).finally(stopWaiting);
    return { kind: 'answered', answer, reused: connection.isReused };
  } catch (error) {
    const facts = signal.aborted ? factsOfStop(signal.reason, error) : networkFacts(error);
    return { kind: 'failed', facts, sent: connection.isMade, stale: CLOSED.has(facts.code) && connection.isStale() };
  }
}

/** After a timeout, how far the connection was. */
function factsOfStop(code: 'TIMEOUT' | 'INTERRUPTED', error: unknown): NetworkFacts {
  const { cause } = error as Error;
  return code === 'TIMEOUT' && cause instanceof ConnectError ? cause.facts : { code };
}

function answerTo(stream: Request, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settled = () => stream.off('error', reject).on('error', () => undefined); // a late error must not end the process
    stream.once('request', (request: ClientRequest) => {
      // The pipe never asks for an upgrade. Without a listener, Node would give no response.
      request.once('upgrade', ({ statusCode, headersDistinct: headers }, socket) => {
        socket.destroy();
        settled();
        resolve({ status: statusCode as number, headers, body: Buffer.alloc(0), end: 'complete' });
      });
    });
    stream.once('response', ({ statusCode: status, headersDistinct: headers }: Response) => {
      settled();
      const reading = readBody(stream, headers['content-encoding']?.join(), () => signal.aborted);
      reading.then((read) => resolve({ status, headers, ...read }), reject);
    });
    stream.on('error', reject);
  });
}
