import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { TlsSettings } from '../../http/tls-settings.ts';
import { definedOnly } from '../../text/defined-only.ts';
import { printable } from '../../text/printable.ts';
import { type Mistake, mistakeIn, type Remarks } from '../../text/remarks.ts';
import type { Folders } from '../clone-path.ts';
import { readPem } from './pem.ts';

type Field = keyof TlsSettings;

export interface TlsSource {
  /** The variable, or the key of the deployments file. */
  readonly names: Readonly<Record<Field, string>>;
  readonly about: (field: Field) => Remarks;
  /** Whether it is set, even if it is refused already. */
  readonly isSet: (field: Field) => boolean;
  readonly folders: Folders;
}

/** Reads certificates and keys, and checks before anything is sent that they can be used together. */
export function readTls(given: TlsSettings, { names, about, isSet, folders }: TlsSource): TlsSettings {
  if (given.certificate !== undefined && !isSet('key'))
    about('key').problem(`required field, since ${names.certificate} is set.`);
  if (given.key !== undefined && !isSet('certificate'))
    about('certificate').problem(`required field, since ${names.key} is set.`);
  const pem = (field: Field) => {
    const text = given[field];
    return text === undefined ? undefined : readPem(text, folders, about(field));
  };
  const certificates = (field: Field) => {
    const text = pem(field);
    return text && checkCertificates(text, about(field));
  };
  const ca = certificates('ca');
  const certificate = certificates('certificate');
  const key = pem('key');
  if (key !== undefined) about('key').secret(key);
  const { passphrase } = given;
  if (certificate !== undefined && key !== undefined) {
    const problem = keyProblem({ certificate, key, passphrase }, names);
    if (problem !== undefined) about(problem.field).problem(problem.message);
  }
  return definedOnly({ ca, certificate, key, passphrase });
}

const AGAIN = 'Copy it again, with all its lines.';

/** What else PEM may hold, by its label. */
const OTHER_BLOCKS: readonly Mistake[] = [
  [/^OPENSSH/, "holds a key in OpenSSH's form"],
  [/PRIVATE KEY/, 'holds a private key'],
  [/PUBLIC KEY/, 'holds a public key'],
  [/REQUEST/, 'holds a request for a certificate (CSR)'],
  [/^TRUSTED/, "holds a certificate in OpenSSL's own form (make PEM of it with openssl x509 -in FILE)"],
];

/** What the first block of PEM is. */
function labelIn(pem: string): string {
  return /-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(pem)?.[1] ?? 'something else';
}

export function checkCertificates(pem: string, remarks: Pick<Remarks, 'problem'>): string | undefined {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (pem.split('-----BEGIN CERTIFICATE-----').length - 1 > blocks.length)
    return remarks.problem(`holds a certificate without its end (-----END CERTIFICATE-----). ${AGAIN}`);
  if (blocks.length === 0) {
    const label = labelIn(pem);
    const known = mistakeIn(label, OTHER_BLOCKS);
    return remarks.problem(`${known ?? `holds ${label}`}, not a certificate (-----BEGIN CERTIFICATE-----).`);
  }
  for (const [at, block] of blocks.entries()) {
    try {
      new X509Certificate(block);
    } catch {
      return remarks.problem(`holds a broken certificate (number ${at + 1}). ${AGAIN}`);
    }
  }
  return `${blocks.join('\n')}\n`;
}

interface KeyPair {
  readonly certificate: string;
  readonly key: string;
  readonly passphrase: string | undefined;
}

/** What is wrong with a key, its passphrase, or its certificate. */
export function keyProblem(
  { certificate, key, passphrase }: KeyPair,
  names: TlsSource['names'],
): { readonly field: Field; readonly message: string } | undefined {
  const encrypted = /-----BEGIN ENCRYPTED|^Proc-Type: 4,ENCRYPTED/m.test(key);
  if (encrypted && passphrase === undefined)
    return { field: 'passphrase', message: `required field, since ${names.key} is encrypted.` };
  let fits: boolean[];
  try {
    const privateKey = createPrivateKey(definedOnly({ key, passphrase }));
    fits = certificate
      .split(/(?<=-----END CERTIFICATE-----)\s+(?=-)/)
      .map((each) => new X509Certificate(each).checkPrivateKey(privateKey));
  } catch {
    return encrypted
      ? { field: 'passphrase', message: `does not open ${names.key}.${aroundPassphrase(String(passphrase))}` }
      : { field: 'key', message: unreadableKey(key) };
  }
  if (fits[0]) return unusable({ certificate, key, passphrase });
  return fits.includes(true)
    ? {
        field: 'certificate',
        message:
          `must begin with the certificate that ${names.key} belongs to. The certificates of its CAs come after ` +
          'it.',
      }
    : {
        field: 'key',
        message: `does not belong to ${names.certificate}. Use the key that the certificate was made with.`,
      };
}

/** What may be around a passphrase by accident. */
function aroundPassphrase(passphrase: string): string {
  if (passphrase !== passphrase.trim()) return ' It has white space or a line break around it: remove that.';
  return /^(["']).*\1$/.test(passphrase) ? ' It has quotes around it: remove them, unless they are part of it.' : '';
}

function unreadableKey(pem: string): string {
  const label = labelIn(pem);
  if (label.startsWith('OPENSSH'))
    return "is a key in OpenSSH's form, which TLS does not use. Convert a copy of it: ssh-keygen -p -m PKCS8 -f FILE.";
  const known = mistakeIn(label, OTHER_BLOCKS);
  if (label.endsWith('PRIVATE KEY') || (known === undefined && label !== 'CERTIFICATE'))
    return `holds no private key that can be read. ${AGAIN}`;
  return `${known ?? 'holds a certificate'}, not a private key (-----BEGIN PRIVATE KEY-----).`;
}

/** OpenSSL refuses a key that is too short, or a certificate with an old signature, only when it makes a connection. */
function unusable({ certificate, key, passphrase }: KeyPair): { field: Field; message: string } | undefined {
  try {
    createSecureContext(definedOnly({ cert: certificate, key, passphrase }));
    return undefined;
  } catch (error) {
    const why = printable(String((error as Error).message).replace(/^.*:/, ''), 60);
    return {
      field: 'certificate',
      message:
        `is refused by OpenSSL (${why}): RSA keys need 2048 bits or more, signatures SHA-256 or better. ` +
        'Have a new certificate issued.',
    };
  }
}
