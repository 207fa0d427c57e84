import { X509Certificate } from 'node:crypto';
import { createSecureContext, type DetailedPeerCertificate, getCACertificates, type SecureContext } from 'node:tls';
import { definedOnly } from '../text/defined-only.ts';

/** Certificates and keys, PEM. */
export interface TlsSettings {
  /** Trusted in addition to the public ones; may hold several. */
  readonly ca?: string | undefined;
  readonly certificate?: string;
  /** Secret. */
  readonly key?: string;
  /** Secret. */
  readonly passphrase?: string;
}

/** `own`: the CA given, and no other, if there is one; `all`: the public ones as well. */
export type Trust = 'own' | 'all';

/** What TLS connections are made with: 1.2 or newer. */
export function secureContext({ ca, certificate, key, passphrase }: TlsSettings, trust: Trust): SecureContext {
  const trusted = ca !== undefined && trust === 'all' ? [...publicAuthorities(), ca] : ca;
  return createSecureContext({
    minVersion: 'TLSv1.2',
    ...definedOnly({ ca: trusted, cert: certificate, key, passphrase }),
  });
}

/** True when a certificate, or one of those that came with it, was issued by an authority that everybody trusts. */
export function isFromPublicAuthority(certificate: DetailedPeerCertificate): boolean {
  const issuers = new Set(chainOf(certificate).map(({ raw }) => new X509Certificate(raw).issuer));
  return [...publicAuthorities()].some((pem) => issuers.has(new X509Certificate(pem).subject));
}

/** A certificate and those that it leads to, as far as the other end has shown them. */
export function chainOf(certificate: DetailedPeerCertificate): readonly DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = [];
  // The last one may have been issued by itself.
  for (let next = certificate; next !== undefined && !chain.includes(next); next = next.issuerCertificate)
    chain.push(next);
  return chain;
}

/** With --use-openssl-ca, as in the image, Node does not count those that it brings along among the defaults. */
function publicAuthorities(): ReadonlySet<string> {
  return new Set([...getCACertificates('bundled'), ...getCACertificates('default')]);
}
