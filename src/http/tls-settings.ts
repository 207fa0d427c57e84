import {
  type ConnectionOptions,
  createSecureContext,
  getCACertificates,
  type SecureContext,
  type SecureContextOptions,
  setDefaultCACertificates,
} from 'node:tls';

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

/**
 * Options for a TLS connection: verified whatever the environment says, and 1.2 or newer.
 * @param trust `own`: the CA given, and no other, if there is one
 */
export function tlsOptions(
  { ca, certificate, key, passphrase }: TlsSettings,
  trust: 'own' | 'all' = 'all',
): ConnectionOptions {
  const options: SecureContextOptions = {
    minVersion: 'TLSv1.2',
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(key === undefined ? {} : { key }),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
  return {
    rejectUnauthorized: true,
    ...options,
    ...(ca === undefined
      ? {}
      : { secureContext: trust === 'own' ? createSecureContext({ ...options, ca }) : trusting(ca, options) }),
  };
}

/** The option `ca` would replace the public CAs, and to give it all of them again costs as much as a handshake. */
function trusting(ca: string, options: SecureContextOptions): SecureContext {
  const secureContext = createSecureContext(options);
  secureContext.context.addCACert(ca);
  return secureContext;
}

/**
 * Trusts a private CA in the connection to a proxy that speaks TLS itself: Node's agent makes that one with the defaults of the process, and takes no
 * options for it.
 */
export function trustForProxies({ ca }: TlsSettings): void {
  if (ca === undefined) return;
  // With --use-openssl-ca, as in the image, Node finds its public CAs in a folder, and does not count them among the defaults. The image's folder holds
  // those that Node brings along.
  const known = [...getCACertificates('bundled'), ...getCACertificates('default')];
  setDefaultCACertificates([...new Set(known), ...ca.split(/(?=-----BEGIN )/)]);
}
