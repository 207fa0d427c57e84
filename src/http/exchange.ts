import type { ClientRequest } from 'node:http';
import type { Request, Response } from 'got';
import type { Clock } from '../process/clock.ts';
import { type Answer, readBody } from './body.ts';
import { ConnectError, type NetworkFacts, networkFacts } from './network-error.ts';

export interface ExchangeOptions {
  /** Aborts when the run is interrupted. */
  readonly interrupted: AbortSignal;
  /** When the time for the request is over: ms, as the clock counts. */
  readonly deadline: number;
  /** Its length is in the headers. */
  readonly body?: string;
  /** Called when the connection is made, and the request goes out. */
  readonly onSent?: (() => void) | undefined;
}

/** How a request ended. */
export type Exchange =
  /** `reused`: the connection was used before, so what came may be left from another request. */
  | { readonly kind: 'answered'; readonly answer: Answer; readonly reused: boolean }
  | {
      readonly kind: 'failed';
      readonly facts: NetworkFacts;
      /** The connection was made, so the server may have got the request. */
      readonly sent: boolean;
      /** The connection was used before, and the server had closed it already. */
      readonly stale: boolean;
    };

/**
 * A connection that was used before and ends so soon after the request was sent, in ms, had been closed already (RFC
 * 9112, 9.3.1).
 */
export const STALE_MS = 100;

/** What a request meets on a connection that the server has closed. */
const CLOSED = new Set(['ECONNRESET', 'EPIPE']);

/**
 * Sends a request and reads the answer.
 * @param begin makes the request; its signal aborts when the time is over, or the run is interrupted
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
  const settled = () => {
    cancelLimit();
    interrupted.removeEventListener('abort', interrupt);
  };
  const stream = begin(signal);
  // A connection that is being made ends first, and says how far it was.
  signal.addEventListener('abort', () => setImmediate(() => stream.destroy(new Error('stopped'))));
  let reused = undefined as boolean | undefined;
  let isStale = () => false;
  stream.once('request', (request: ClientRequest) => {
    request.once('socket', (socket) => {
      const { bytesRead } = socket;
      const atMs = clock.now();
      reused = request.reusedSocket;
      isStale = () => request.reusedSocket && socket.bytesRead === bytesRead && clock.now() - atMs <= STALE_MS;
      onSent?.();
    });
    request.end(body); // got would end it only with the stream
  });
  try {
    const answer = await answerTo(stream, signal).finally(settled);
    return { kind: 'answered', answer, reused: reused === true };
  } catch (error) {
    const facts = signal.aborted ? factsOfStop(signal.reason, error) : networkFacts(error);
    return { kind: 'failed', facts, sent: reused !== undefined, stale: CLOSED.has(facts.code) && isStale() };
  }
}

/** How far a connection was when the time of its request was over. */
function factsOfStop(code: 'TIMEOUT' | 'INTERRUPTED', error: unknown): NetworkFacts {
  const { cause } = error as Error;
  return code === 'TIMEOUT' && cause instanceof ConnectError ? cause.facts : { code };
}

function answerTo(stream: Request, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settled = () => stream.off('error', reject).on('error', () => undefined); // a later error must not end the process
    stream.once('request', (request: ClientRequest) => {
      // Nobody has asked for another protocol. Node hands the connection over, or waits for ever.
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
