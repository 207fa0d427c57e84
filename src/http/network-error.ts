import type { ProxyError } from './tunnel-agent.ts';

/** What may be told of a request that ended without an answer: Node's code, what a proxy answered CONNECT with, whether the proxy itself is at fault. */
export interface NetworkError {
  readonly code: string;
  readonly proxyStatus?: number;
  readonly atProxy?: true;
  readonly alert?: number;
}

/** What is known of a request that ended without an answer. Allow-listed: the error of an HTTP client holds the token. */
export interface TransportError {
  /** Node's code: `ECONNREFUSED`, `CERT_HAS_EXPIRED` … */
  readonly code: string;
  /** Status that the proxy answered CONNECT with. */
  readonly proxyStatus?: number;
  /** The connection to the proxy failed, not the one that it opens to the server. */
  readonly atProxy?: true;
  /** The variable that names the proxy in use, if any. */
  readonly proxy?: 'HTTPS_PROXY' | 'HTTP_PROXY';
  /** The connection stood, so the request may have reached the server. */
  readonly sent: boolean;
  /** Number of the TLS alert (RFC 8446, 6) with which the server ended the connection, where the code does not tell. */
  readonly alert?: number;
  /** What was seen of the server: its certificate. */
  readonly detail?: string;
}

/**
 * Reduces an error of got, which holds the options and with them the token, to an allow-list. got takes the code of its cause over.
 * @throws the cause, where neither the system nor a server is at fault: that is a bug of the pipe, and no other attempt would end better
 */
export function networkError(error: unknown): NetworkError {
  const { code, cause } = error as { code?: string; cause?: ProxyError & { statusCode?: number } };
  const alert = /\bSSL alert number (\d{1,3})\b/.exec(cause?.message ?? '')?.[1]; // Node gives it in words only
  if (code === undefined || isBug(code)) throw cause ?? error;
  const proxyStatus = cause?.statusCode;
  return {
    code,
    ...(proxyStatus === undefined ? {} : { proxyStatus }),
    ...(cause?.atProxy ? { atProxy: true } : {}),
    ...(alert === undefined ? {} : { alert: Number(alert) }),
  };
}

/** got names an error that has no code; Node refuses with these codes what it is given. */
function isBug(code: string): boolean {
  return code === 'ERR_GOT_REQUEST_ERROR' || /^ERR_(INVALID|UNESCAPED)_/.test(code);
}
