import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect, type DetailedPeerCertificate, type PeerCertificate, type TLSSocket } from 'node:tls';
import { printable } from '../text/printable.ts';
import { type TlsSettings, tlsOptions } from './tls-settings.ts';

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
  UNSPECIFIED: 'TLS-UNFIT', // Node's word for every other verdict of OpenSSL: a key that is too short, say
} as const;

/** True when Node's code is about a certificate, so that it is worth saying which one. */
export function isCertificateCode(code: string): code is keyof typeof CERTIFICATE_CODES {
  return Object.hasOwn(CERTIFICATE_CODES, code);
}

/** Gives the certificate that a server has shown, with those that it leads to, if it has come so far. */
export type CertificateReader = () => DetailedPeerCertificate | undefined;

/** Time to look at a certificate a second time, in ms. */
const SECOND_LOOK_MS = 3_000;

/**
 * Remembers the certificate of a connection that is given up for an error. Node gives it with a wrong host name only, and has thrown the connection away by
 * the time it reports any other problem. To look at it takes longer than all else that is done here, so a sound one is not looked at.
 */
export function watchCertificate(socket: TLSSocket): CertificateReader {
  let seen: DetailedPeerCertificate | undefined;
  const destroy = socket.destroy.bind(socket);
  socket.destroy = (error) => {
    if (error) seen ??= socket.getPeerCertificate(true);
    return destroy(error);
  };
  return () => seen;
}

/**
 * Looks at a server's certificate through a proxy: Node's agent keeps the connection inside the tunnel to itself. Only the handshake is made, and it
 * is verified as always; nothing is sent.
 * @returns undefined when it could not be seen in time
 */
export async function peerCertificateThrough(
  proxy: string,
  { hostname, port }: URL,
  tls: TlsSettings,
  { interrupted, leftMs }: { readonly interrupted: AbortSignal; readonly leftMs: number },
): Promise<DetailedPeerCertificate | undefined> {
  const timeoutMs = Math.ceil(Math.max(0, Math.min(SECOND_LOOK_MS, leftMs)));
  const signal = AbortSignal.any([interrupted, AbortSignal.timeout(timeoutMs)]);
  return new Promise((resolve) => {
    const give = () => resolve(undefined);
    openTunnel(proxy, `${hostname}:${port || 443}`, signal, give, (tunnel) => {
      const host = hostname.replace(/^\[|\]$/g, '');
      const servername = isIP(host) === 0 ? { servername: host } : {};
      const socket = connect({ socket: tunnel, host, ...servername, ...tlsOptions(tls) });
      const seen = watchCertificate(socket);
      signal.addEventListener('abort', () => socket.destroy());
      socket.on('error', () => resolve(seen())); // the very error that is being explained
      socket.once('secureConnect', () => socket.destroy());
      socket.once('close', () => resolve(seen()));
    });
  });
}

function openTunnel(
  proxy: string,
  target: string,
  signal: AbortSignal,
  onFailure: () => void,
  onTunnel: (socket: Socket) => void,
): void {
  const { protocol, username, password, hostname, port } = new URL(proxy);
  const host = hostname.replace(/^\[|\]$/g, '');
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const headers =
    username === '' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
  const request = (protocol === 'https:' ? httpsRequest : httpRequest)({
    method: 'CONNECT',
    host,
    servername: isIP(host) === 0 ? host : '', // else Node would take the name out of the header `host`, which is the server's
    port,
    path: target,
    headers: { ...headers, host: target },
    signal,
    agent: false,
  });
  request.once('connect', (response, socket) => (response.statusCode === 200 ? onTunnel(socket) : onFailure()));
  request.on('error', onFailure).end();
}

/**
 * The certificate that a verdict is about: the server's own, but where one is out of date (by Node's code) the first such among those that it leads to.
 */
export function certificateAtFault(
  certificate: DetailedPeerCertificate,
  code: string,
  now: Date,
): DetailedPeerCertificate {
  if (code !== 'CERT_HAS_EXPIRED' && code !== 'CERT_NOT_YET_VALID') return certificate;
  const chain: DetailedPeerCertificate[] = [];
  for (let next = certificate; next !== undefined && !chain.includes(next); next = next.issuerCertificate)
    chain.push(next);
  const outdated = ({ valid_from, valid_to }: PeerCertificate) =>
    now < new Date(valid_from) || now > new Date(valid_to);
  return chain.find(outdated) ?? certificate;
}

/** Of the names that a certificate is for, as many are told. */
const MOST_NAMES = 5;

/** A certificate in words: whose, for which hosts besides, by whom, until when. */
export function describeCertificate(certificate: PeerCertificate): string {
  const { subject, subjectaltname, issuer, valid_from, valid_to } = certificate;
  const names = (subjectaltname ?? '').split(', ').map((name) => name.replace(/^[^:]*:/, ''));
  const others = names.filter((name) => name !== '' && name !== subject?.CN);
  const more = others.length > MOST_NAMES ? ', …' : '';
  const hosts = others.length === 0 ? '' : ` for ${printable(others.slice(0, MOST_NAMES).join(', '), 150)}${more}`;
  const validity = `valid from ${day(valid_from)} to ${day(valid_to)}`;
  return printable(`Certificate of ${named(subject)}${hosts}, issued by ${named(issuer)}, ${validity}.`, 500);
}

function named(name: PeerCertificate['subject'] | undefined): string {
  const parts = Object.entries(name ?? {}).map(([key, value]) => `${key}=${[value].flat().join('+')}`);
  return parts.length === 0 ? 'nobody' : printable(parts.join(', '), 120);
}

function day(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : date.toISOString().slice(0, 10);
}
