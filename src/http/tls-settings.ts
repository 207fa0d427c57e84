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

/** `own`: only the CA that the user gave; `all`: the public ones as well. */
export type Trust = 'own' | 'all';

/** The certificates and keys of connections with TLS 1.2 or newer. */
export function secureContext({ ca, certificate, key, passphrase }: TlsSettings, trust: Trust): SecureContext {
  const trusted = ca !== undefined && trust === 'all' ? [...publicAuthorities(), ca] : ca;
  return createSecureContext({
    minVersion: 'TLSv1.2',
    ...definedOnly({ ca: trusted, cert: certificate, key, passphrase }),
  });
}

/** Whether a certificate, or one of its chain, was issued by a public CA. */
export function isFromPublicAuthority(certificate: DetailedPeerCertificate): boolean {
  const issuers = new Set(chainOf(certificate).map(({ raw }) => new X509Certificate(raw).issuer));
  return [...publicAuthorities()].some((pem) => issuers.has(new X509Certificate(pem).subject));
}

/** A certificate and its issuers, as the other end sent them. */
export function chainOf(certificate: DetailedPeerCertificate): readonly DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = [];
  // The last one may have been issued by itself.
  for (let next = certificate; next !== undefined && !chain.includes(next); next = next.issuerCertificate)
    chain.push(next);
  return chain;
}

/** With --use-openssl-ca, as in the image, Node's defaults do not include its own CAs. */
function publicAuthorities(): ReadonlySet<string> {
  return new Set([...getCACertificates('bundled'), ...getCACertificates('default')]);
}
