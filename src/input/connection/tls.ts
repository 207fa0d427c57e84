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
  /** The variable of each setting, or its key in the deployments file. */
  readonly names: Readonly<Record<Field, string>>;
  readonly about: (field: Field) => Remarks;
  /** Whether it is set, even when its value was refused. */
  readonly isSet: (field: Field) => boolean;
  readonly folders: Folders;
}

/** Reads certificates and keys, and checks that they can be used together. */
export function readTls(settings: TlsSettings, source: TlsSource): TlsSettings {
  const { names, about, isSet, folders } = source;
  if (settings.certificate !== undefined && !isSet('key'))
    about('key').problem(`required field, since ${names.certificate} is set.`);
  if (settings.key !== undefined && !isSet('certificate'))
    about('certificate').problem(`required field, since ${names.key} is set.`);
  const pem = (field: Field) => settings[field] && readPem(settings[field], folders, about(field));
  const certificates = (field: Field) => {
    const text = pem(field);
    return text && readCertificates(text, about(field));
  };
  const ca = certificates('ca');
  const certificate = certificates('certificate');
  const key = pem('key');
  const { passphrase } = settings;
  if (key !== undefined) about('key').secret(key);
  if (certificate !== undefined && key !== undefined) checkKey({ certificate, key, passphrase }, source);
  return definedOnly({ ca, certificate, key, passphrase });
}

const AGAIN = 'Copy it again, with all its lines.';

/** What else PEM may hold, by its label. */
const OTHER_BLOCKS: readonly Mistake[] = [
  [/^OPENSSH/, "holds a key in OpenSSH's form"],
  [/PRIVATE KEY/, 'holds a private key'],
  [/PUBLIC KEY/, 'holds a public key'],
  [/^CERTIFICATE$/, 'holds a certificate'],
  [/REQUEST/, 'holds a request for a certificate (CSR)'],
  [/^TRUSTED/, "holds a certificate in OpenSSL's own form (make PEM of it with openssl x509 -in FILE)"],
];

/** The label of the first block. */
function labelIn(pem: string): string {
  return /-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(pem)?.[1] ?? 'something else';
}

/** The certificates in PEM, without anything else that it holds. */
function readCertificates(pem: string, remarks: Remarks): string | undefined {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (pem.split('-----BEGIN CERTIFICATE-----').length - 1 > blocks.length)
    return remarks.problem(`holds a certificate without its end (-----END CERTIFICATE-----). ${AGAIN}`);
  if (blocks.length === 0) {
    const label = labelIn(pem);
    const what = mistakeIn(label, OTHER_BLOCKS) ?? `holds ${label}`;
    return remarks.problem(`${what}, not a certificate (-----BEGIN CERTIFICATE-----).`);
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

/** Reports what is wrong with a key, its passphrase, or its certificate. */
function checkKey({ certificate, key, passphrase }: KeyPair, { names, about }: TlsSource): undefined {
  const isEncrypted = /-----BEGIN ENCRYPTED|^Proc-Type: 4,ENCRYPTED/m.test(key);
  if (isEncrypted && passphrase === undefined)
    return about('passphrase').problem(`required field, since ${names.key} is encrypted.`);
  let matches: boolean[];
  try {
    const privateKey = createPrivateKey(definedOnly({ key, passphrase }));
    matches = certificate
      .split(/(?<=-----END CERTIFICATE-----)\s+(?=-)/)
      .map((block) => new X509Certificate(block).checkPrivateKey(privateKey));
  } catch {
    return isEncrypted
      ? about('passphrase').problem(`does not open ${names.key}.${aroundPassphrase(String(passphrase))}`)
      : about('key').problem(unreadableKey(key));
  }
  if (!matches.includes(true))
    return about('key').problem(
      `does not belong to ${names.certificate}. Use the key that the certificate was made with.`,
    );
  if (!matches[0])
    return about('certificate').problem(
      `must begin with the certificate that ${names.key} belongs to. The certificates of its CAs come after it.`,
    );
  try {
    createSecureContext(definedOnly({ cert: certificate, key, passphrase }));
  } catch (error) {
    // A short key, or an old signature: OpenSSL would otherwise refuse them when a connection is made.
    const why = printable(String((error as Error).message).replace(/^.*:/, ''), 60);
    return about('certificate').problem(
      `is refused by OpenSSL (${why}): RSA keys need 2048 bits or more, signatures SHA-256 or better. Have a new ` +
        'certificate issued.',
    );
  }
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
  const what = label.endsWith('PRIVATE KEY') ? undefined : mistakeIn(label, OTHER_BLOCKS);
  return what === undefined
    ? `holds no private key that can be read. ${AGAIN}`
    : `${what}, not a private key (-----BEGIN PRIVATE KEY-----).`;
}
