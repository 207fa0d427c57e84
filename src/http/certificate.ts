import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, PeerCertificate } from 'node:tls';
import { printable } from '../text/printable.ts';
import type { NetworkFacts } from './network-error.ts';
import { chainOf } from './tls-settings.ts';

/** What Node's codes about a certificate mean: its authority, its dates, its name, or what it may be used for. */
export const CERTIFICATE_CODES = {
  CERT_HAS_EXPIRED: 'TLS-EXPIRED',
  CERT_NOT_YET_VALID: 'TLS-EXPIRED',
  ERR_TLS_CERT_ALTNAME_INVALID: 'TLS-HOST',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'TLS-CA',
  UNABLE_TO_GET_ISSUER_CERT: 'TLS-CA',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'TLS-CA',
  SELF_SIGNED_CERT_IN_CHAIN: 'TLS-CA',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'TLS-CA',
  CERT_UNTRUSTED: 'TLS-CA',
  CERT_SIGNATURE_FAILURE: 'TLS-CA',
  INVALID_CA: 'TLS-CA',
  HOSTNAME_MISMATCH: 'TLS-HOST',
  CERT_REJECTED: 'TLS-UNFIT',
  CERT_REVOKED: 'TLS-UNFIT',
  INVALID_PURPOSE: 'TLS-UNFIT',
  PATH_LENGTH_EXCEEDED: 'TLS-UNFIT',
  UNSPECIFIED: 'TLS-UNFIT', // Node's code for all other errors of OpenSSL, such as a key that is too short
} as const;

/** Whether Node's code is about a certificate. */
export function isCertificateCode(code: string): code is keyof typeof CERTIFICATE_CODES {
  return Object.hasOwn(CERTIFICATE_CODES, code);
}

/**
 * Describes a certificate that was rejected and, if its CA is not trusted, the CA that the user gave. A proxy's
 * certificate is not described.
 * @param ca what the user gave, PEM
 */
export function certificateText(facts: NetworkFacts, ca: string | undefined, now: Date): string | undefined {
  const { code, certificate, atProxy } = facts;
  if (certificate === undefined || !isCertificateCode(code) || atProxy) return undefined;
  const text = describeCertificate(certificateAtFault(certificate, facts, now));
  return ca === undefined || CERTIFICATE_CODES[code] !== 'TLS-CA' ? text : `${text} ${describeAuthorities(ca)}`;
}

/** The certificate that an error is about: the server's own, or that of a CA in its chain. */
export function certificateAtFault(
  certificate: DetailedPeerCertificate,
  { code, reason = '' }: Pick<NetworkFacts, 'code' | 'reason'>,
  now: Date,
): PeerCertificate {
  const [, authority] = chainOf(certificate);
  if (code === 'INVALID_CA' || code === 'PATH_LENGTH_EXCEEDED' || reason.startsWith('CA '))
    return authority ?? certificate;
  if (code !== 'CERT_HAS_EXPIRED' && code !== 'CERT_NOT_YET_VALID') return certificate;
  const outdated = ({ valid_from, valid_to }: PeerCertificate) =>
    now < new Date(valid_from) || now > new Date(valid_to);
  return chainOf(certificate).find(outdated) ?? certificate;
}

/** More names of a certificate are not shown. */
const MOST_NAMES = 5;

/** A certificate in a sentence: subject, other hosts, issuer and validity. */
export function describeCertificate(certificate: PeerCertificate): string {
  const { subject, subjectaltname, issuer, valid_from, valid_to } = certificate;
  const names = (subjectaltname ?? '').split(', ').map((name) => name.replace(/^[^:]*:/, ''));
  const others = names.filter((name) => name !== '' && name !== subject?.CN);
  const more = others.length > MOST_NAMES ? ', …' : '';
  const hosts = others.length === 0 ? '' : `; names ${printable(others.slice(0, MOST_NAMES).join(', '), 150)}${more}`;
  const validity = `valid ${day(valid_from)} to ${day(valid_to)}`;
  return printable(`Certificate: ${named(subject)}${hosts}; issuer ${named(issuer)}; ${validity}.`, 500);
}

/** The CAs that the user gave, in a sentence. */
export function describeAuthorities(ca: string): string {
  const all = ca.split(/(?<=-----END CERTIFICATE-----)\s+(?=-)/).map((pem) => new X509Certificate(pem));
  const shown = all.slice(0, MOST_NAMES).map((certificate) => {
    const name = printable(String(certificate.subject).replaceAll('\n', ', '), 120);
    const validity = `valid ${day(certificate.validFrom)} to ${day(certificate.validTo)}`;
    return `${name}${certificate.ca ? '' : ', which is no CA'}, ${validity}`;
  });
  return `The CA that you gave: ${shown.join('; ')}${all.length > MOST_NAMES ? '; …' : ''}.`;
}

function named(name: PeerCertificate['subject'] | undefined): string {
  const parts = Object.entries(name ?? {}).map(([key, value]) => `${key}=${[value].flat().join('+')}`);
  return parts.length === 0 ? 'without a name' : printable(parts.join(', '), 120);
}

function day(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : date.toISOString().slice(0, 10);
}
