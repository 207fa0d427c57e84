import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Answer } from './answer.ts';

const V4_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const EMPTY = Buffer.alloc(0);

/**
 * Writes an answer, or makes the fault that it describes. Does nothing when the client has disconnected.
 * @param version of the Appsmith that answers, for its X-Appsmith-Version header
 */
export function send(request: IncomingMessage, response: ServerResponse, answer: Answer, version: string): void {
  if (response.destroyed || answer.hang) return;
  if (answer.reset === 'before-headers') {
    reset(response);
    return;
  }
  const body = answer.gzip ? gzipSync(bytes(answer.body)) : bytes(answer.body);
  const { status = 200, statusMessage } = answer;
  const headers = headersOf(request, answer, version);
  if (status !== 204 && status !== 304 && !announcesLength(answer)) headers['Content-Length'] = body.length;
  if (statusMessage === undefined) response.writeHead(status, headers);
  else response.writeHead(status, statusMessage, headers);
  sendBody(response, body, answer);
}

function sendBody(response: ServerResponse, body: Buffer, { reset: resets, cutAfterBytes, trickleMs }: Answer): void {
  if (resets === 'mid-body') {
    response.write(body.subarray(0, body.length / 2), () => reset(response));
  } else if (cutAfterBytes === 0) {
    response.flushHeaders();
    response.socket?.end();
  } else if (cutAfterBytes !== undefined) {
    response.write(body.subarray(0, cutAfterBytes), () => response.socket?.end());
  } else if (trickleMs !== undefined) {
    trickle(response, body, trickleMs);
  } else {
    response.end(body);
  }
}

function headersOf(request: IncomingMessage, answer: Answer, version: string): OutgoingHttpHeaders {
  const isObject = typeof answer.body === 'object' && !Buffer.isBuffer(answer.body);
  const headers: OutgoingHttpHeaders = { 'X-Content-Type-Options': 'nosniff' };
  if (isObject) headers['Content-Type'] = 'application/json';
  else if (answer.body !== undefined && answer.body !== '') headers['Content-Type'] = 'text/plain; charset=utf-8';
  const from = answer.from ?? (isObject ? 'appsmith' : 'other');
  if (from === 'appsmith') headers['X-Appsmith-Version'] = version;
  if (from !== 'other') {
    // Caddy, in Appsmith's own image, adds them to every answer.
    headers['X-Appsmith-Request-Id'] = randomUUID();
    const requestId = request.headers['x-request-id'];
    if (requestId !== undefined)
      headers['X-Request-Id'] = V4_UUID.test(String(requestId)) ? requestId : 'invalid_request_id';
  }
  if (answer.gzip) headers['Content-Encoding'] = 'gzip';
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    const same = Object.keys(headers).find((other) => other.toLowerCase() === name.toLowerCase());
    if (same !== undefined) delete headers[same];
    headers[name] = value as string | string[];
  }
  return headers;
}

function announcesLength({ headers = {} }: Answer): boolean {
  return Object.keys(headers).some((name) => /^(content-length|transfer-encoding)$/i.test(name));
}

function bytes(body: Answer['body']): Buffer {
  if (body === undefined) return EMPTY;
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Node can reset plain TCP only; a TLS connection ends without a close alert instead. */
function reset(response: ServerResponse): void {
  const { socket } = response;
  if (socket !== null && !('encrypted' in socket)) socket.resetAndDestroy();
  else socket?.destroy();
}

function trickle(response: ServerResponse, body: Buffer, pauseMs: number): void {
  response.flushHeaders();
  let sent = 0;
  const timer = setInterval(() => {
    if (response.destroyed) {
      clearInterval(timer);
    } else if (sent < body.length) {
      response.write(body.subarray(sent, sent + 1));
      sent += 1;
    } else {
      clearInterval(timer);
      response.end();
    }
  }, pauseMs);
  timer.unref();
}
