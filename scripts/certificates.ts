import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate with its private key, both PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** A private authority and its certificates, for tests of TLS and for the build. Valid for a day by default. */
export interface Certificates {
  /** Certificate of the private authority `Acme Test CA`, PEM: the value of CA_CERTIFICATE. */
  readonly ca: string;
  /** For localhost, 127.0.0.1 and ::1, issued by the authority. */
  readonly server: KeyPair;
  /** As `server`, but it expired yesterday. */
  readonly expired: KeyPair;
  /** As `server`, but it becomes valid tomorrow. */
  readonly notYetValid: KeyPair;
  /** As `server`, but for appsmith.wrong.example only. */
  readonly wrongHost: KeyPair;
  /** As `server`, but for bitbucket.org only. */
  readonly bitbucket: KeyPair;
  /** For localhost, 127.0.0.1 and ::1, issued by itself. */
  readonly selfSigned: KeyPair;
  /** Another authority, which has issued nothing here, PEM. */
  readonly otherCa: string;
  /** Of the client `bitbucket-runner`, issued by the authority. */
  readonly client: KeyPair;
  /** As `client`, but issued by the other authority. */
  readonly foreignClient: KeyPair;
}

/** A certificate for further hosts, names and addresses, issued by the same authority. */
export async function serverCertificate(...hosts: readonly [string, ...string[]]): Promise<KeyPair> {
  return keyPair(await issue({ name: hosts[0], hosts, use: 'server' }, await authority()));
}

const HOUR_MS = 3_600_000;
const YEAR_HOURS = 365 * 24;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

let made: Promise<Certificates> | undefined;
let theAuthority: Promise<Issuer> | undefined;

function authority(): Promise<Issuer> {
  theAuthority ??= issue({ name: 'Acme Test CA', use: 'authority' });
  return theAuthority;
}

/**
 * The certificates of this process, made when they are first asked for. Fresh ones in each process, so none ever
 * expires in the repository.
 */
export function certificates(): Promise<Certificates> {
  made ??= make();
  return made;
}

/** Of a client, issued by itself for an RSA key of 1024 bits, which OpenSSL refuses. */
export async function shortClient(): Promise<KeyPair> {
  return keyPair(await issue({ name: 'short-client', use: 'client', algorithm: rsa(1024) }));
}

/** Of a server on loopback, issued by an authority whose RSA key of 1024 bits OpenSSL refuses. */
export async function weaklyIssued(): Promise<KeyPair & { readonly ca: string }> {
  const ca = await issue({ name: 'Weak Test CA', use: 'authority', algorithm: rsa(1024) });
  const pair = await keyPair(
    await issue({ name: 'localhost', hosts: LOOPBACK, use: 'server', algorithm: rsa(2048) }, ca),
  );
  return { ...pair, ca: ca.certificate.toString('pem') };
}

function rsa(modulusLength: number): webcrypto.RsaHashedKeyGenParams {
  return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength, publicExponent: new Uint8Array([1, 0, 1]) };
}

/**
 * A certificate for one host name, with the private authority that issued it, valid for a year: a release may wait
 * between its two steps.
 */
export async function certificateFor(host: string): Promise<KeyPair & { readonly ca: string }> {
  const ca = await issue({ name: 'Release Test CA', use: 'authority', toHours: YEAR_HOURS });
  const pair = await keyPair(await issue({ name: host, hosts: [host], use: 'server', toHours: YEAR_HOURS }, ca));
  return { ...pair, ca: ca.certificate.toString('pem') };
}

interface Issuer {
  readonly certificate: X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

interface Request {
  readonly name: string;
  readonly hosts?: readonly string[];
  readonly use: 'server' | 'client' | 'authority';
  readonly fromHours?: number;
  readonly toHours?: number;
  readonly algorithm?: webcrypto.EcKeyGenParams | webcrypto.RsaHashedKeyGenParams;
}

async function make(): Promise<Certificates> {
  const loopbackServer = { name: 'localhost', hosts: LOOPBACK, use: 'server' } as const;
  const [ca, otherCa] = await Promise.all([authority(), issue({ name: 'Other Test CA', use: 'authority' })]);
  const [server, expired, notYetValid, wrongHost, bitbucket, selfSigned, client, foreignClient] = await Promise.all([
    issue(loopbackServer, ca).then(keyPair),
    issue({ ...loopbackServer, fromHours: -48, toHours: -24 }, ca).then(keyPair),
    issue({ ...loopbackServer, fromHours: 24, toHours: 48 }, ca).then(keyPair),
    issue({ name: 'appsmith.wrong.example', hosts: ['appsmith.wrong.example'], use: 'server' }, ca).then(keyPair),
    issue({ name: 'bitbucket.org', hosts: ['bitbucket.org'], use: 'server' }, ca).then(keyPair),
    issue(loopbackServer).then(keyPair),
    issue({ name: 'bitbucket-runner', use: 'client' }, ca).then(keyPair),
    issue({ name: 'bitbucket-runner', use: 'client' }, otherCa).then(keyPair),
  ]);
  return {
    ca: ca.certificate.toString('pem'),
    otherCa: otherCa.certificate.toString('pem'),
    server,
    expired,
    notYetValid,
    wrongHost,
    bitbucket,
    selfSigned,
    client,
    foreignClient,
  };
}

/** Without an issuer the certificate is its own. */
async function issue(
  { name, hosts = [], use, fromHours = -1, toHours = 24, algorithm = ALGORITHM }: Request,
  issuer?: Issuer,
): Promise<Issuer> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.create(
    {
      subject: `CN=${name}`,
      issuer: issuer?.certificate.subject ?? `CN=${name}`,
      publicKey: keys.publicKey,
      signingKey: (issuer?.keys ?? keys).privateKey,
      signingAlgorithm: algorithm,
      notBefore: new Date(Date.now() + fromHours * HOUR_MS),
      notAfter: new Date(Date.now() + toHours * HOUR_MS),
      extensions: use === 'authority' ? authorityExtensions() : leafExtensions(use, hosts),
    },
    webcrypto,
  );
  return { certificate, keys };
}

function authorityExtensions() {
  return [
    new BasicConstraintsExtension(true, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
  ];
}

function leafExtensions(use: 'server' | 'client', hosts: readonly string[]) {
  const names = hosts.map((host) => ({ type: /^[\d.]+$|:/.test(host) ? 'ip' : 'dns', value: host }) as const);
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([use === 'server' ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.2']),
    ...(names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)]),
  ];
}

async function keyPair({ certificate, keys }: Issuer): Promise<KeyPair> {
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { cert: certificate.toString('pem'), key: PemConverter.encode(key, 'PRIVATE KEY') };
}
