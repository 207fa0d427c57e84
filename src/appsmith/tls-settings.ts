import { type ConnectionOptions, getCACertificates, setDefaultCACertificates } from 'node:tls';

/** Certificates and keys, PEM. */
export interface TlsSettings {
  /** Trusted besides the public ones; may hold several. */
  readonly ca?: string;
  readonly certificate?: string;
  /** Secret. */
  readonly key?: string;
  /** Secret. */
  readonly passphrase?: string;
}

/** Options for a TLS connection: verified whatever the environment says, and 1.2 or newer. */
export function tlsOptions({ ca, certificate, key, passphrase }: TlsSettings): ConnectionOptions {
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }),
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(key === undefined ? {} : { key }),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

/**
 * Trusts a private CA in the connection to a proxy that speaks TLS itself: Node's agent makes that one with the defaults of the process, and takes no
 * options for it.
 */
export function trustForProxies({ ca }: TlsSettings): void {
  if (ca !== undefined) setDefaultCACertificates([...getCACertificates('default'), ...ca.split(/(?=-----BEGIN )/)]);
}
