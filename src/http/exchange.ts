import type { ClientRequest } from 'node:http';
import type { Request, Response } from 'got';
import type { Clock } from '../process/clock.ts';
import { type Answer, readBody } from './body.ts';

/** Why the pipe itself has ended a request. */
export type Stop = 'TIMEOUT' | 'INTERRUPTED';

/** How a request ended. */
export type Ending =
  /** `reused`: the connection was used before, so what came may be left from another request. */
  | { readonly kind: 'answered'; readonly answer: Answer; readonly reused: boolean }
  /** `sent`: the connection was made, so the server may have got the request. */
  | { readonly kind: 'stopped'; readonly reason: Stop; readonly sent: boolean; readonly error: unknown }
  /** `stale`: the connection was used before, and the server had closed it already. */
  | { readonly kind: 'failed'; readonly error: unknown; readonly sent: boolean; readonly stale: boolean };

/**
 * A connection that was used before and ends so soon after the request was sent, in ms, had been closed already (RFC
 * 9112, 9.3.1).
 */
export const STALE_MS = 100;

interface Sent {
  /** When the time for the request is over, in ms by the clock. */
  readonly deadline: number;
  readonly body?: string;
}

interface Sending {
  readonly atMs: number;
  readonly reused: boolean;
  readonly isUnanswered: () => boolean;
}

/** One request under way. */
export class Exchange {
  readonly #canceller = new AbortController();
  readonly #clock: Pick<Clock, 'now' | 'after'>;
  readonly #onSent: () => void;
  #stopped: Stop | undefined;
  #sending: Sending | undefined;

  constructor(clock: Pick<Clock, 'now' | 'after'>, onSent: () => void = () => undefined) {
    this.#clock = clock;
    this.#onSent = onSent;
  }

  /** Aborts when the request is stopped. */
  get signal(): AbortSignal {
    return this.#canceller.signal;
  }

  /** Ends the request. */
  readonly stop = (reason: Stop): void => {
    this.#stopped ??= reason;
    this.#canceller.abort();
  };

  /**
   * Sends the request and reads the answer.
   */
  async run(stream: Request, { deadline, body }: Sent): Promise<Ending> {
    const cancelLimit = this.#clock.after(deadline - this.#clock.now(), () => this.stop('TIMEOUT'));
    // A connection that is being made ends first, and says how far it was.
    const end = () => setImmediate(() => stream.destroy(new Error('stopped')));
    this.signal.addEventListener('abort', end, { once: true });
    try {
      const answer = await this.#answered(stream, body).finally(cancelLimit);
      return { kind: 'answered', answer, reused: this.#sending?.reused === true };
    } catch (error) {
      const sent = this.#sending !== undefined;
      if (this.#stopped !== undefined) return { kind: 'stopped', reason: this.#stopped, sent, error };
      return { kind: 'failed', error, sent, stale: this.#isStale() };
    }
  }

  #isStale(): boolean {
    if (!this.#sending?.reused) return false;
    return this.#sending.isUnanswered() && this.#clock.now() - this.#sending.atMs <= STALE_MS;
  }

  #answered(stream: Request, body: string | undefined): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const settled = () => stream.off('error', reject).on('error', () => undefined); // a later error must not end the process
      stream.once('request', (request: ClientRequest) => {
        this.#watch(request);
        request.end(body); // got would end it only with the stream
        // Nobody has asked for another protocol. Node hands the connection over, or waits for ever.
        request.once('upgrade', ({ statusCode, headersDistinct: headers }, socket) => {
          socket.destroy();
          settled();
          resolve({ status: statusCode as number, headers, body: Buffer.alloc(0), end: 'complete' });
        });
      });
      stream.once('response', ({ statusCode: status, headersDistinct: headers }: Response) => {
        settled();
        const reading = readBody(stream, headers['content-encoding']?.join(), () => this.#stopped !== undefined);
        reading.then((read) => resolve({ status, headers, ...read }), reject);
      });
      stream.on('error', reject);
    });
  }

  #watch(request: ClientRequest): void {
    request.once('socket', (socket) => {
      const before = socket.bytesRead;
      this.#sending = {
        atMs: this.#clock.now(),
        reused: request.reusedSocket,
        isUnanswered: () => socket.bytesRead === before,
      };
      this.#onSent();
    });
  }
}
