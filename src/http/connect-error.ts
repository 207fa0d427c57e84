import type { DetailedPeerCertificate } from 'node:tls';

/** An address that was tried, and what came of it. */
export interface Attempt {
  /** `10.0.0.1:443`, `[2001:db8::1]:443`. */
  readonly address: string;
  /** Node's code; `CONNECT-TIMEOUT`: no answer. */
  readonly code: string;
}

/**
 * What is known of a connection that was not made. Allow-listed: an error of Node may hold the options with all that is
 * secret.
 */
export interface ConnectFacts {
  /** Node's code, or `CONNECT-TIMEOUT`, `TLS-TIMEOUT`, `DNS-…`. */
  readonly code: string;
  /** What was to be reached: `appsmith.example.com:443`. */
  readonly target: string;
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
  readonly facts: ConnectFacts;

  constructor(facts: ConnectFacts) {
    super(`No connection to ${facts.target}: ${facts.code}`);
    this.facts = facts;
  }
}
