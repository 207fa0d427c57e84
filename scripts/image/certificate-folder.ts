import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { rootCertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import * as asn1 from 'asn1js';

/**
 * Writes certificates under the names that OpenSSL looks up, `<hash of the subject>.<number>`. With --use-openssl-ca
 * Node reads only the one that it needs; without, all of its own, at every start over https.
 * @param pems each one certificate
 */
export function writeCertificateFolder(folder: string, pems: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  for (const [hash, sameHash] of Map.groupBy(pems, subjectHash)) {
    for (const [number, pem] of sameHash.entries()) writeFileSync(join(folder, `${hash}.${number}`), `${pem.trim()}\n`);
  }
}

/**
 * What `openssl x509 -subject_hash` prints (OpenSSL, `X509_NAME_hash_ex`): the first four bytes of the canonical
 * subject's SHA-1, the last one first.
 */
export function subjectHash(pem: string): string {
  const subject = Buffer.concat(subjectOf(new X509Certificate(pem).raw).map(canonicalName));
  return createHash('sha1').update(subject).digest().subarray(0, 4).reverse().toString('hex');
}

/** The subject's parts, each a set of attributes, as RFC 5280 places them in a certificate. */
function subjectOf(der: Uint8Array): asn1.BaseBlock[] {
  const fields = itemsOf(itemsOf(asn1.fromBER(der).result)[0]);
  const hasVersion = fields[0]?.idBlock.tagClass === 3;
  return itemsOf(fields[hasVersion ? 5 : 4]);
}

function itemsOf(block: asn1.BaseBlock | undefined): asn1.BaseBlock[] {
  return (block as asn1.Constructed).valueBlock.value;
}

function canonicalName(part: asn1.BaseBlock): Buffer {
  const attributes = itemsOf(part).map((attribute) => {
    const [type, value] = itemsOf(attribute) as [asn1.BaseBlock, asn1.BaseBlock];
    return new asn1.Sequence({ value: [type, canonicalText(value)] });
  });
  return Buffer.from(new asn1.Set({ value: attributes }).toBER());
}

/** Two spellings of a name are the same name: the case of ASCII letters and the amount of white space do not count. */
function canonicalText(value: asn1.BaseBlock): asn1.BaseBlock {
  if (!TEXTS.some((kind) => value instanceof kind)) return value;
  const text = (value as asn1.Utf8String).getValue();
  const tidy = text.replaceAll(/[\t-\r ]+/g, ' ').replaceAll(/^ | $/g, '');
  return new asn1.Utf8String({ value: tidy.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()) });
}

const TEXTS = [
  asn1.Utf8String,
  asn1.PrintableString,
  asn1.TeletexString,
  asn1.IA5String,
  asn1.VisibleString,
  asn1.UniversalString,
  asn1.BmpString,
];

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [, , folder] = argv;
  if (folder === undefined) throw new Error('Usage: node scripts/image/certificate-folder.ts FOLDER');
  writeCertificateFolder(folder, rootCertificates);
  console.log(`${rootCertificates.length} certificates are in ${folder}.`);
}
