import { X509Certificate } from 'node:crypto';
import { readRegularFile } from '../../process/regular-file.ts';
import { type Mistake, mistakeIn, type Remarks } from '../../text/remarks.ts';
import { clonePath, type Folders, isCertificatePath } from '../clone-path.ts';

/** Largest file that is read, in bytes: far more than certificates and keys have. */
const MOST_BYTES = 1024 * 1024;

/** What people set, or have in a file, instead of PEM. The clauses follow the name of the variable, or the file. */
const NO_PEM: readonly Mistake[] = [
  [
    /^(?:true|false|yes|no|on|off|none|null)$/i,
    'is a word, not a certificate or key. Remove the variable if there is none',
  ],
  [/\.\w{2,4}["']?\s*[,;]\s*["']?[\w~./-]/, 'holds several paths. Put all certificates into one file'],
  [
    /^(?:-{1,4}|-{6,}|[\u2010-\u2015\u2212-]+)\s*BEGIN /,
    'has other dashes than PEM: five hyphens belong on each side of BEGIN and END',
  ],
  [
    /^Certificate:\s+Data:/,
    'is a certificate in words (openssl x509 -text). Use its PEM, with -----BEGIN CERTIFICATE-----',
  ],
  [/^(?:sha\d+[ :=]+)?(?:[\da-f]{2}:){15,}[\da-f]{2}$/i, 'is a fingerprint. Use the certificate itself, as PEM'],
  [/^(?:ssh-\w+|ecdsa-sha2-\S+) /, 'is a public SSH key, not a certificate or key of TLS'],
  [/^version https:\/\/git-lfs/, 'is a pointer of Git LFS, not the file. Set lfs: true under clone: of the step'],
  [/^(?:\xff\xfe|\xfe\xff|[\x20-\x7e]\0[\x20-\x7e]\0)/, 'is in UTF-16. Save it as UTF-8'],
  [
    /^\x30[\x80-\x84]/,
    'is binary (a DER key, or PKCS #12). Make PEM of it, for example with openssl pkcs12 -in FILE -nodes',
  ],
  [
    /^MI[A-Za-z0-9+/\s]{40,}={0,2}$/,
    'is base64 of something binary (a DER key, or PKCS #12). ' +
      'Make PEM of it, for example with openssl pkey -inform DER -in FILE',
  ],
];

/**
 * Reads PEM as text (with line breaks lost or written as `\n`), as base64 of the text or of a DER certificate, or from
 * a file in the clone. Remarks never repeat a value that may be a key.
 */
export function readPem(value: string, folders: Folders, remarks: Remarks): string | undefined {
  const text = value.replaceAll(/(?:\\r)?\\n/g, '\n').trim();
  if (text.includes('-----BEGIN ')) return withLineBreaks(text);
  return decoded(text) ?? readFile(value.trim(), folders, remarks);
}

/** PEM from base64 of PEM or of a DER certificate, also when it was encoded several times. */
function decoded(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/\s]+={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return pemOf(bytes) ?? decoded(textOf(bytes));
}

function textOf(bytes: Buffer): string {
  return bytes.toString('latin1').trim();
}

function pemOf(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8');
  if (text.includes('-----BEGIN ')) return withLineBreaks(text);
  try {
    return new X509Certificate(bytes).toString();
  } catch {
    return undefined;
  }
}

/**
 * Restores the line breaks that Bitbucket's variables lose. Text around the blocks, and a block without an end, stays
 * as it is.
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

function readFile(path: string, folders: Folders, remarks: Remarks): string | undefined {
  const isPath = isCertificatePath(path);
  const mistake = isPath ? undefined : mistakeIn(path, NO_PEM);
  if (mistake !== undefined) return remarks.problem(mistake);
  const asPath = { ...remarks, problem: (clause: string) => remarks.problem(`${NOT_PEM}, and as a path it ${clause}`) };
  const inside = clonePath(path, { ...folders, isSecret: !isPath }, isPath ? remarks : asPath);
  if (inside === undefined) return undefined;
  const file = readRegularFile(inside, MOST_BYTES);
  if (file.kind === 'read')
    return pemOf(file.bytes) ?? decoded(textOf(file.bytes)) ?? remarks.problem(noPemIn(file.bytes));
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

function noPemIn(bytes: Buffer): string {
  return `names a file that ${mistakeIn(textOf(bytes), NO_PEM) ?? 'holds no PEM (-----BEGIN …).'}`;
}
