import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { TlsSettings } from '../../http/tls-settings.ts';
import { readRegularFile } from '../../process/regular-file.ts';
import { definedOnly } from '../../text/defined-only.ts';
import { printable } from '../../text/printable.ts';
import type { Remarks } from '../../text/remarks.ts';
import { clonePath, isCertificatePath, type Place } from '../clone-path.ts';

type Field = keyof TlsSettings;

/** Where certificates and keys come from. */
export interface TlsSource {
  /** What messages call each of them: a variable, or a key of the deployments file. */
  readonly names: Readonly<Record<Field, string>>;
  readonly about: (field: Field) => Remarks;
  /** Whether it is set at all, be it refused already. */
  readonly isSet: (field: Field) => boolean;
  readonly place: Place;
}

/** No certificate or key comes near this size, in bytes. */
const MOST_BYTES = 1024 * 1024;

/** Reads certificates and keys, and checks before anything is sent that they can be used together. */
export function readTls(given: TlsSettings, { names, about, isSet, place }: TlsSource): TlsSettings {
  if (given.certificate !== undefined && !isSet('key'))
    about('key').problem(`required field, since ${names.certificate} is set.`);
  if (given.key !== undefined && !isSet('certificate'))
    about('certificate').problem(`required field, since ${names.key} is set.`);
  const pem = (field: Field) => {
    const text = given[field];
    return text === undefined ? undefined : readPem(text, place, about(field));
  };
  const certificates = (field: Field) => {
    const text = pem(field);
    return text === undefined ? undefined : checkCertificates(text, about(field));
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

/**
 * Reads PEM in any form that a variable may hold: the text (also without its line breaks, or with `\n` in their place),
 * base64 of it, or a path inside the clone. Remarks never repeat a value that may be a key.
 */
export function readPem(value: string, place: Place, remarks: Pick<Remarks, 'problem'>): string | undefined {
  const text = value.replaceAll('\\n', '\n').trim();
  if (text.includes('-----BEGIN ')) return withLineBreaks(text);
  if (/^[A-Za-z0-9+/\s]+={0,2}$/.test(text)) {
    const decoded = Buffer.from(text, 'base64').toString('utf8');
    if (decoded.includes('-----BEGIN ')) return withLineBreaks(decoded);
  }
  return readFile(value.trim(), place, remarks);
}

/**
 * Puts the line breaks back that Bitbucket's variables lose. What is around the blocks, and a block without its end,
 * stays as it is.
 */
function withLineBreaks(text: string): string {
  const blocks = text.replace(
    /-----BEGIN ([A-Z0-9 ]{1,40})-----((?:(?!-----).)*)-----END \1-----/gs,
    (_, label: string, body: string) =>
      `\n-----BEGIN ${label}-----\n${bodyLines(body).join('\n')}\n-----END ${label}-----\n`,
  );
  return `${blocks.trim()}\n`;
}

/** The two headers of a key that OpenSSL has encrypted the old way. Its salt has 16 digits with DES, else 32. */
const ENCRYPTED =
  /^\s*Proc-Type: ?4,ENCRYPTED\s*DEK-Info: ?((?:DES-[A-Z0-9-]+,[0-9A-F]{16})|(?:[A-Z0-9-]+,[0-9A-F]{32}))/;

function bodyLines(body: string): string[] {
  const encrypted = ENCRYPTED.exec(body);
  const headers = encrypted === null ? [] : ['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${encrypted[1]}`, ''];
  const base64 = body.slice(encrypted?.[0].length ?? 0).replace(/\s+/g, '');
  return [...headers, ...(base64.match(/.{1,64}/g) ?? [])];
}

/** Certificates: all that the text holds, each one whole. */
export function checkCertificates(pem: string, remarks: Pick<Remarks, 'problem'>): string | undefined {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) return remarks.problem('holds no certificate (-----BEGIN CERTIFICATE-----).');
  if (pem.split('-----BEGIN CERTIFICATE-----').length - 1 > blocks.length)
    return remarks.problem('holds a certificate without its end. Copy it again, with all its lines.');
  for (const [at, block] of blocks.entries()) {
    try {
      new X509Certificate(block);
    } catch {
      return remarks.problem(`holds a broken certificate (number ${at + 1}). Copy it again, with all its lines.`);
    }
  }
  return `${blocks.join('\n')}\n`;
}

interface KeyPair {
  readonly certificate: string;
  readonly key: string;
  readonly passphrase: string | undefined;
}

/** What is wrong with a key, its passphrase, or the certificate that it should belong to. */
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
      ? { field: 'passphrase', message: `does not open ${names.key}.` }
      : { field: 'key', message: 'holds no private key that can be read. Copy it again, with all its lines.' };
  }
  if (fits[0]) return unusable({ certificate, key, passphrase });
  return fits.includes(true)
    ? {
        field: 'certificate',
        message: `must begin with the certificate that ${names.key} belongs to. The certificates of its CAs come after it.`,
      }
    : {
        field: 'key',
        message: `does not belong to ${names.certificate}. Use the key that the certificate was made with.`,
      };
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

function readFile(path: string, place: Place, remarks: Pick<Remarks, 'problem'>): string | undefined {
  const isPath = isCertificatePath(path);
  const inside = clonePath(
    path,
    place,
    { problem: (message) => remarks.problem(isPath ? message : `${NOT_PEM}, and as a path it ${message}`) },
    isPath,
  );
  if (inside === undefined) return undefined;
  const file = readRegularFile(inside, MOST_BYTES);
  if ('bytes' in file) {
    const text = file.bytes.toString('utf8');
    return text.includes('-----BEGIN ')
      ? withLineBreaks(text)
      : remarks.problem('names a file that holds no PEM (-----BEGIN …).');
  }
  if (file.code === 'ENOTFILE') return remarks.problem('names something that is not a regular file.');
  if (file.code === 'EFBIG') return remarks.problem('names a file that is too large for a certificate or key.');
  if (file.code === 'EISDIR') return remarks.problem('names a folder. Name the file in it.');
  if (!isPath) return remarks.problem(`${NOT_PEM}, nor the path of a file.`);
  if (file.code === 'ENOENT')
    return remarks.problem(
      `names the file ${path}, which does not exist. ` +
        'Use a path relative to the working directory, and check that the file is committed on this branch.',
    );
  return remarks.problem(`names the file ${path}, which cannot be read (${file.code}).`);
}

const NOT_PEM = 'is neither PEM nor base64 of PEM';
