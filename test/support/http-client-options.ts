import type { HttpClientOptions } from '../../src/http/http-client.ts';
import { Names } from '../../src/http/names.ts';
import { clock } from './run-main.ts';

/** Options of a client for a server that is reached directly and keeps its connections, but for the changes. */
export function httpClientOptions(changes: Partial<HttpClientOptions> = {}): HttpClientOptions {
  const reached = { names: new Names(), tls: {}, proxies: {} };
  return { userAgent: 'test', clock: clock(), ...reached, extraHeaders: [], keepAlive: true, ...changes };
}
