import type { ClientRequest } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Request, Response } from 'got';
import type { Answer } from '../http/body.ts';
import type { Clock } from '../process/clock.ts';
import { readBody } from './body.ts';
import { type CertificateReader, watchCertificate } from './certificate.ts';

export interface RequestOptions {
  readonly method: 'GET' | 'POST';
  /** Secret. */
  readonly headers: Readonly<Record<string, string>>;
  /** Aborts when the run is interrupted. */
  readonly interrupted: AbortSignal;
  /** When the time for the request is over: ms, as the clock counts. */
  readonly deadline: number;
}

/** One request on its way, and what was seen of its connection. */
export class Exchange {
  /** The connection stands, so the server may have got the request. */
  sent = false;
  /** Why the pipe itself has ended it. */
  stopped: 'TIMEOUT' | 'INTERRUPTED' | undefined;
  /** Of the server; absent behind a proxy, and without TLS. */
  certificate: CertificateReader | undefined;
  /** True when the connection was kept from an earlier request, and has brought nothing since: the server may have closed it in the meantime. */
  isStale: () => boolean = () => false;
  /** The connection was kept from an earlier request: what comes may be left from that. */
  kept = false;
  readonly #stream: Request;
  readonly #clock: Pick<Clock, 'now' | 'after'>;

  constructor(stream: Request, clock: Pick<Clock, 'now' | 'after'>) {
    this.#stream = stream;
    this.#clock = clock;
  }

  async run({ method, interrupted, deadline }: RequestOptions): Promise<Answer> {
    const callOff = this.#clock.after(deadline - this.#clock.now(), () => this.stop('TIMEOUT'));
    try {
      const answered = this.#answered(method);
      if (interrupted.aborted) this.stop('INTERRUPTED');
      return await answered;
    } finally {
      callOff();
    }
  }

  #answered(method: RequestOptions['method']): Promise<Answer> {
    const stream = this.#stream;
    return new Promise((resolve, reject) => {
      stream.once('request', (request: ClientRequest) => {
        this.#watch(request);
        if (method === 'POST') request.end(); // got would end it only with the stream, which has more to do for that
        // Nobody has asked for another protocol. Node hands the connection over, or waits for ever.
        request.once('upgrade', ({ statusCode, headersDistinct: headers }, socket) => {
          socket.destroy();
          stream.off('error', reject).on('error', () => undefined);
          resolve({ status: statusCode as number, headers, body: Buffer.alloc(0), end: 'complete' });
        });
      });
      stream.once('response', ({ statusCode: status, headersDistinct: headers }: Response) => {
        this.sent = true;
        stream.off('error', reject).on('error', () => undefined); // an error after the answer is settled must not end the process
        const body = readBody(stream, headers['content-encoding']?.join(), () => this.stopped !== undefined);
        body.then((read) => resolve({ status, headers, ...read }), reject);
      });
      stream.on('error', reject);
    });
  }

  stop(reason: 'TIMEOUT' | 'INTERRUPTED'): void {
    this.stopped = reason;
    this.#stream.destroy(new Error(reason));
  }

  #watch(request: ClientRequest): void {
    request.once('socket', (socket) => {
      if (request.reusedSocket) {
        this.kept = true;
        const before = socket.bytesRead;
        this.isStale = () => socket.bytesRead === before;
      }
      if (!socket.connecting) {
        // Kept alive from an earlier request, or a tunnel that stands. Or the system has refused to connect at once.
        this.sent = !socket.destroyed;
        return;
      }
      const secure = 'encrypted' in socket;
      if (secure) this.certificate = watchCertificate(socket as TLSSocket);
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        this.sent = true;
      });
    });
  }
}
