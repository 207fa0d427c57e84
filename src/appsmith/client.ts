import type { Deployer, Deployment, Outcome } from '../deployment/deployment.ts';
import type { Failure } from '../deployment/failure.ts';
import { HttpClient, type HttpClientOptions, type Reply, type RequestOptions } from '../http/http-client.ts';
import type { Clock } from '../process/clock.ts';
import { durationText } from '../text/duration-text.ts';
import { printable } from '../text/printable.ts';
import { readSuccess } from './answer.ts';
import type { Question } from './contradictions.ts';
import { type Probe, probe } from './probe.ts';
import { redirectOf } from './redirect.ts';

export interface ClientOptions extends HttpClientOptions {
  /** `workspace/repository` of the pipeline, to compare with the server's; absent: not compared. */
  readonly repoFullName?: string;
  /** A v4 UUID for each attempt; Appsmith echoes it. */
  readonly newRequestId: () => string;
  readonly clock: Clock;
  /** Called when a server redirects a request from http to https: until then the token travelled in the open. */
  readonly onUpgrade: (deployment: Deployment) => void;
  /** Called with a line about each request and each reply, without secrets: for the log with DEBUG. */
  readonly onExchange?: (deployment: Deployment, text: string) => void;
}

type Answered = Extract<Reply, { kind: 'answered' }>;

/** http→https and an added slash; more than that is a cycle. */
const MOST_REDIRECTS = 2;

/** Appsmith's Continuous Delivery, over HTTP. */
export class AppsmithClient implements Deployer {
  readonly #options: ClientOptions;
  readonly #http: HttpClient;
  readonly #requestIds = new Set<string>();
  /** Servers that have returned the id of a request. */
  readonly #echoing = new Set<string>();

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#http = new HttpClient(options);
  }

  async deploy(deployment: Deployment, interrupted: AbortSignal, onSent?: () => void): Promise<Outcome> {
    const requestId = this.#options.newRequestId();
    this.#requestIds.add(requestId);
    const askedAt = this.#options.clock.date();
    const { reply, address, redirect } = await this.#post(deployment, requestId, { interrupted, onSent });
    if (reply.kind === 'failed') {
      const { explainTransport } = await import('./failures/transport-failure.ts');
      return failed(explainTransport(reply.error, requestId));
    }
    const { repoFullName } = this.#options;
    // A proxy for https only opens a tunnel: it cannot have answered the request.
    const httpProxy = address.startsWith('http:') ? reply.proxy : undefined;
    const question = { ...deployment, askedAt, requestId, address, httpProxy, repoFullName };
    if (redirect !== undefined) {
      const { explainRedirect } = await import('./failures/explain-gateway.ts');
      return failed(explainRedirect(reply.answer, redirect, question));
    }
    const success = readSuccess(reply.answer, question);
    const isStray = this.#isStray(reply, question, success !== undefined);
    if (success !== undefined && !isStray) return success;
    const { explainAnswer, strayAnswer } = await import('./failures/explain-answer.ts');
    return failed(isStray ? strayAnswer(requestId) : explainAnswer(reply.answer, question));
  }

  /**
   * Asks a server for its health and version, without the token.
   * @param timeoutMs for all requests together
   */
  probe(url: string, timeoutMs: number, interrupted: AbortSignal): Promise<Probe> {
    return probe(this.#http, url, { interrupted, deadline: this.#options.clock.now() + timeoutMs });
  }

  /** Closes every connection in use. */
  close(): void {
    this.#http.close();
  }

  /**
   * Whether the answer belongs to another request: a proxy may mix up the answers on a connection. Appsmith returns the
   * id of the request. If it has done so before, a success without an id on a reused connection is not trusted either.
   */
  #isStray({ answer, reused }: Answered, { requestId, url }: Question, isSuccess: boolean): boolean {
    const ids = (answer.headers['x-request-id'] ?? []).map((id) => id.toLowerCase());
    if (!ids.includes(requestId))
      return ids.some((id) => this.#requestIds.has(id)) || (reused && isSuccess && this.#echoing.has(url));
    this.#echoing.add(url);
    return false;
  }

  /** Sends the request, and repeats it after harmless redirects, within the time limit of one attempt. */
  async #post(deployment: Deployment, requestId: string, options: Pick<RequestOptions, 'interrupted' | 'onSent'>) {
    const deadline = this.#options.clock.now() + deployment.timeoutMs;
    const headers = {
      authorization: `Bearer ${deployment.token}`,
      'x-requested-by': 'Appsmith',
      'x-request-id': requestId,
      'content-length': '0',
    };
    const request = { method: 'POST', headers, deadline, ...options } as const;
    let address = deployment.endpoint;
    let reply = await this.#send(address, deployment, request);
    let redirect = redirectOf(address, reply);
    for (let followed = 0; redirect?.kind === 'follow' && followed < MOST_REDIRECTS; followed += 1) {
      if (new URL(address).protocol !== new URL(redirect.address).protocol) this.#options.onUpgrade(deployment);
      address = redirect.address;
      reply = await this.#send(address, deployment, request);
      redirect = redirectOf(address, reply);
    }
    return { reply, address, redirect };
  }

  async #send(address: string, deployment: Deployment, request: RequestOptions): Promise<Reply> {
    const { onExchange, clock } = this.#options;
    if (onExchange === undefined) return this.#http.send(address, request);
    onExchange(deployment, `${request.method} ${address}; x-request-id: ${request.headers['x-request-id']}`);
    const start = clock.now();
    const onEvent = (text: string) => onExchange(deployment, text);
    const reply = await this.#http.send(address, { ...request, onEvent });
    onExchange(deployment, replyText(reply, clock.now() - start));
    return reply;
  }
}

function failed(failure: Failure): Outcome {
  return { deployed: false, failure };
}

/**
 * Headers that help to find a request in other logs, or to see what answered. Others are not shown: `location` and
 * `set-cookie` may contain a session.
 */
const SHOWN = ['content-type', 'server', 'retry-after', 'x-request-id', 'x-appsmith-request-id'];
/** Longest text of a header that is shown, in characters. */
const LONGEST_VALUE = 100;

/** The reply to a request in one line, for the log with DEBUG. */
export function replyText(reply: Reply, elapsedMs: number): string {
  const time = durationText(elapsedMs);
  if (reply.kind === 'failed') {
    const { code, sent, proxy } = reply.error;
    const via = proxy === undefined ? '' : ` through ${proxy}`;
    return `No response${via} after ${time}: ${code}; the connection was ${sent ? 'made' : 'not made'}.`;
  }
  const { status, headers, body, end } = reply.answer;
  const shown = SHOWN.filter((name) => headers[name] !== undefined).map(
    (name) => `${name}: ${printable(String(headers[name]?.join(', ')), LONGEST_VALUE)}`,
  );
  return [`HTTP ${status} after ${time}`, `${body.length} bytes (${end})`, ...shown].join('; ');
}
