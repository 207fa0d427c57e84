import type { ClientRequest, IncomingMessage } from 'node:http';
import { printable } from '../text/printable.ts';
import type { CodeInsightsRequest } from './code-insights.ts';

/** Bitbucket's proxy inside a pipe: it adds the credentials of the build. */
const PROXY = 'http://host.docker.internal:29418';
const API = 'http://api.bitbucket.org';
/** Longest time for all of it, in ms. */
const TIMEOUT_MS = 10_000;
/** As much of an answer as is read, in characters. */
const ANSWER_LIMIT = 2_000;

export interface Sending {
  /** Ends it at once. */
  readonly signal?: AbortSignal;
  readonly proxy?: string;
  /** In ms. */
  readonly timeoutMs?: number;
}

/**
 * Sends a report to Bitbucket.
 * @returns why it did not arrive, for a WARNING; undefined when Bitbucket took it. It never throws: a deployment does not fail for its report.
 */
export async function sendCodeInsights(
  report: CodeInsightsRequest,
  sending: Sending = {},
): Promise<string | undefined> {
  const { proxy = PROXY, timeoutMs = TIMEOUT_MS } = sending;
  const limit = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([limit, ...(sending.signal ? [sending.signal] : [])]);
  try {
    const { status, text } = await put(report, proxy, signal);
    if (status >= 200 && status < 300) return undefined;
    const words = printable(text, 200);
    return `Bitbucket did not take the Code Insights report: HTTP ${status}${words && `, «${words}»`}.`;
  } catch (error) {
    return `Bitbucket did not take the Code Insights report: ${reason(error, limit, sending.signal, timeoutMs)}`;
  }
}

function reason(error: unknown, limit: AbortSignal, cancelled: AbortSignal | undefined, timeoutMs: number): string {
  if (cancelled?.aborted) return 'the pipe was interrupted.';
  if (limit.aborted) return `no answer within ${timeoutMs / 1_000} s.`;
  const { code } = error as NodeJS.ErrnoException;
  return `${code}. It can be sent only from inside Bitbucket Pipelines, through its proxy.`;
}

async function put(
  report: CodeInsightsRequest,
  proxy: string,
  signal: AbortSignal,
): Promise<{ status: number; text: string }> {
  const { Agent, request } = await import('node:http');
  const body = JSON.stringify(report.body);
  const agent = new Agent({ keepAlive: false });
  const headers = {
    Host: 'api.bitbucket.org',
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    Accept: 'application/json',
  };
  const sent = request(proxy, { method: 'PUT', path: API + report.path, headers, agent, signal });
  sent.end(body);
  return answer(sent);
}

function answer(sent: ClientRequest): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    sent.on('error', reject);
    sent.once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
    sent.once('upgrade', ({ statusCode }, socket) => {
      socket.destroy();
      resolve({ status: statusCode as number, text: '' });
    });
    sent.once('response', (response: IncomingMessage) => {
      let text = '';
      const done = () => resolve({ status: response.statusCode as number, text });
      response.setEncoding('utf8');
      response.on('error', reject);
      response.once('end', done);
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length <= ANSWER_LIMIT) return;
        done();
        sent.destroy();
      });
    });
  });
}
