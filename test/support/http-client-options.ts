import type { HttpClientOptions } from '../../src/http/http-client.ts';
import { clock } from './run-main.ts';

/** Options of a client for a server that is reached directly and keeps its connections, but for the changes. */
export function httpClientOptions(changes: Partial<HttpClientOptions> = {}): HttpClientOptions {
  return { userAgent: 'test', clock: clock(), tls: {}, proxies: {}, extraHeaders: [], keepAlive: true, ...changes };
}
