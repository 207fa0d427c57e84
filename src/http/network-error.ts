import type { DetailedPeerCertificate } from 'node:tls';
import { definedOnly } from '../text/defined-only.ts';
import { printable } from '../text/printable.ts';

/** An address that was tried, and what came of it. */
export interface Attempt {
  /** `10.0.0.1:443`, `[2001:db8::1]:443`. */
  readonly address: string;
  /** Node's code; `CONNECT-TIMEOUT`: no answer. */
  readonly code: string;
}

/**
 * What is known of a connection that was not made, or that failed. Allow-listed: an error of Node or got may hold the
 * options with all that is secret.
 */
export interface NetworkFacts {
  /** Node's code, or `CONNECT-TIMEOUT`, `TLS-TIMEOUT`, `DNS-…`. */
  readonly code: string;
  /** What was to be reached: `appsmith.example.com:443`. */
  readonly target?: string;
  readonly attempts?: readonly Attempt[];
  readonly nameServers?: readonly string[];
  /** The connection to the proxy failed, not the one that it opens to the server. */
  readonly atProxy?: true;
  /** Status that the proxy answered CONNECT with. */
  readonly proxyStatus?: number;
  /** The schemes in which a proxy wants credentials. */
  readonly proxySchemes?: readonly string[];
  /** Number of the TLS alert (RFC 8446, 6) with which the other end gave up. */
  readonly alert?: number;
  /** The reason in OpenSSL's or Node's own words. */
  readonly reason?: string;
  /** What the other end showed, of itself, with the certificates that it leads to. */
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

/** What is known of a request that ended without an answer; `TIMEOUT` and `INTERRUPTED`: the pipe has given up. */
export interface TransportError extends Omit<NetworkFacts, 'certificate'> {
  /** The connection was made, so the request may have reached the server. */
  readonly sent: boolean;
  /** The variable, or the key of a file, that names the proxy in use, if any. */
  readonly proxy?: string;
  /** Its address, without credentials. */
  readonly proxyAddress?: string;
  /** The certificate at fault, in a sentence. */
  readonly detail?: string;
}

/**
 * What may be shown of an error of got or Node.
 * @throws the cause, where neither the system nor a server is at fault: that is a bug, and no other attempt would end
 * better
 */
export function networkFacts(error: unknown): NetworkFacts {
  const { cause = error } = error as { cause?: unknown };
  if (cause instanceof ConnectError) return cause.facts;
  const { code, reason, message = '' } = cause as NodeJS.ErrnoException & { reason?: unknown };
  if (code === undefined || /^ERR_(INVALID|UNESCAPED)_/.test(code)) throw cause;
  // What comes while a request is written has OpenSSL's reason in its message only.
  const [, written] = /:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+):/.exec(message) ?? [];
  const own = CERTIFICATE_VERDICT.test(code) ? message : (reason ?? written);
  const alert = /\bSSL alert number (\d{1,3})\b/.exec(message)?.[1];
  return definedOnly({
    code,
    alert: alert === undefined ? undefined : Number(alert),
    reason: typeof own === 'string' && code !== 'ERR_TLS_CERT_ALTNAME_INVALID' ? short(own) : undefined,
  });
}

/** Node gives OpenSSL's words for these as the message. */
const CERTIFICATE_VERDICT =
  /^(?:UNSPECIFIED|CERT_|CRL_|UNABLE_TO_|ERROR_IN_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_|PATH_LENGTH_)/;

function short(reason: string): string {
  return printable(reason.replace(/;.*/s, '').replace(/^(?:sslv3|tlsv1\S*|ssl\/tls) (?=alert|unrec)/, ''), 100);
}
