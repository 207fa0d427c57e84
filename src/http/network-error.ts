import type { DetailedPeerCertificate } from 'node:tls';
import { definedOnly } from '../text/defined-only.ts';
import { printable } from '../text/printable.ts';

/** An attempt to connect to an address. */
export interface Attempt {
  /** `10.0.0.1:443`, `[2001:db8::1]:443`. */
  readonly address: string;
  /** Node's code; `CONNECT-TIMEOUT`: no answer. */
  readonly code: string;
}

/**
 * What is known about a connection that failed, or was not made. An allow-list: an error of Node or got may contain the
 * options of the request, with its secrets.
 */
export interface NetworkFacts {
  /** Node's code, or `CONNECT-TIMEOUT`, `TLS-TIMEOUT`, `DNS-…`. */
  readonly code: string;
  /** Where it was to go: `appsmith.example.com:443`. */
  readonly target?: string;
  readonly attempts?: readonly Attempt[];
  readonly nameServers?: readonly string[];
  /** The connection to the proxy failed, not the one that it opens to the server. */
  readonly atProxy?: true;
  /** Status that the proxy answered CONNECT with. */
  readonly proxyStatus?: number;
  /** The authentication schemes that the proxy offers. */
  readonly proxySchemes?: readonly string[];
  /** Number of the TLS alert (RFC 8446, 6) with which the other end gave up. */
  readonly alert?: number;
  /** The reason in OpenSSL's or Node's own words. */
  readonly reason?: string;
  /** The other end's certificate, with its chain. */
  readonly certificate?: DetailedPeerCertificate;
}

/** A connection that was not made: nothing was sent. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';
  readonly facts: NetworkFacts;

  constructor(facts: NetworkFacts) {
    super(`No connection to ${facts.target}: ${facts.code}`);
    this.facts = facts;
  }
}

/** A request without an answer. With `TIMEOUT` and `INTERRUPTED` the pipe itself has ended it. */
export interface TransportError extends Omit<NetworkFacts, 'certificate'> {
  /** The connection was made, so the request may have reached the server. */
  readonly sent: boolean;
  /** The variable or key that sets the proxy used. */
  readonly proxy?: string;
  /** Its address, without credentials. */
  readonly proxyAddress?: string;
  /** The certificate at fault, in a sentence. */
  readonly detail?: string;
}

/**
 * Reduces an error of got or Node to what may be shown.
 * @throws the error of a bug: one without a code, or about an invalid argument
 */
export function networkFacts(error: unknown): NetworkFacts {
  const { cause = error } = error as { cause?: unknown };
  if (cause instanceof ConnectError) return cause.facts;
  const { code, reason, message = '' } = cause as NodeJS.ErrnoException & { reason?: unknown };
  if (code === undefined || /^ERR_(INVALID|UNESCAPED)_/.test(code)) throw cause;
  // An error while a request is written has OpenSSL's reason only in its message.
  const [, reasonInMessage] = /:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+):/.exec(message) ?? [];
  const shown = CERTIFICATE_VERDICT.test(code) ? message : (reason ?? reasonInMessage);
  const alert = /\bSSL alert number (\d{1,3})\b/.exec(message)?.[1];
  return definedOnly({
    code,
    alert: alert === undefined ? undefined : Number(alert),
    reason: typeof shown === 'string' && code !== 'ERR_TLS_CERT_ALTNAME_INVALID' ? short(shown) : undefined,
  });
}

/** With these codes, Node's message is OpenSSL's reason. */
const CERTIFICATE_VERDICT =
  /^(?:UNSPECIFIED|CERT_|CRL_|UNABLE_TO_|ERROR_IN_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_|PATH_LENGTH_)/;

function short(reason: string): string {
  return printable(reason.replace(/;.*/s, '').replace(/^(?:sslv3|tlsv1\S*|ssl\/tls) (?=alert|unrec)/, ''), 100);
}
