import { HttpClient, type Reply } from '../http/http-client.ts';
import { Names } from '../http/names.ts';
import type { Clock } from '../process/clock.ts';
import { printable } from '../text/printable.ts';
import type { CodeInsightsRequest } from './code-insights.ts';

/** Bitbucket's proxy inside a pipe, which adds the credentials of the build. */
const PROXY = 'http://host.docker.internal:29418';
const API = 'http://api.bitbucket.org';
/** For all requests. */
const TIMEOUT_MS = 10_000;

export interface Sending {
  /** Ends it at once. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly userAgent: string;
  readonly proxy?: string;
  /** In ms. */
  readonly timeoutMs?: number;
}

/** Bitbucket's limit for annotations in one request. */
const MOST_AT_ONCE = 100;

/**
 * Sends a report to Bitbucket, then its annotations.
 * @returns why it was not accepted, for a WARNING: a deployment does not fail because of its report
 */
export async function sendCodeInsights(report: CodeInsightsRequest, sending: Sending): Promise<string | undefined> {
  const { signal: interrupted, clock, userAgent, proxy = PROXY, timeoutMs = TIMEOUT_MS } = sending;
  const reached = { names: new Names(), tls: {}, proxies: { http: proxy } };
  const http = new HttpClient({ ...reached, userAgent, clock, extraHeaders: [], keepAlive: false });
  const deadline = clock.now() + timeoutMs;
  for (const { method, path, content } of requests(report)) {
    const body = JSON.stringify(content);
    const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    const reply = await http.send(API + path, { method, headers, body, interrupted, deadline });
    const reason = reasonOf(reply, timeoutMs);
    if (reason !== undefined) return `Bitbucket did not take the Code Insights report: ${reason}`;
  }
  return undefined;
}

interface ApiRequest {
  readonly method: 'PUT' | 'POST';
  readonly path: string;
  readonly content: object;
}

function* requests({ path, body, annotations }: CodeInsightsRequest): Iterable<ApiRequest> {
  yield { method: 'PUT', path, content: body };
  for (let at = 0; at < annotations.length; at += MOST_AT_ONCE)
    yield { method: 'POST', path: `${path}/annotations`, content: annotations.slice(at, at + MOST_AT_ONCE) };
}

function reasonOf(reply: Reply, timeoutMs: number): string | undefined {
  if ('answer' in reply) {
    const { status, body, end } = reply.answer;
    if (end === 'cut') return 'its response was cut off.';
    if (status >= 200 && status < 300) return undefined;
    const words = printable(body.toString('utf8'), 200);
    return `HTTP ${status}${words && `, «${words}»`}.`;
  }
  const { code } = reply.error;
  if (code === 'INTERRUPTED') return 'the pipe was interrupted.';
  if (code === 'TIMEOUT') return `no response within ${timeoutMs / 1_000} s.`;
  return `${code}. It can be sent only from inside Bitbucket Pipelines, through its proxy.`;
}
