import 'reflect-metadata';
import { webcrypto, X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { type JsonName, X509CertificateGenerator } from '@peculiar/x509';
import { subjectHash, writeCertificateFolder } from '../../../scripts/image/certificate-folder.ts';

describe('the hash of a subject', () => {
  // Printed by `openssl x509 -noout -subject_hash` for certificates that Node brings along.
  test.each([
    ['ISRG Root X1', '4042bcee'],
    ['Actalis Authentication Root CA', '930ac5d2'],
    ['Microsec e-Szigno Root CA 2009', '8160b96c'],
    ['NetLock Arany (Class Gold) Főtanúsítvány', '988a38cb'],
  ])("is OpenSSL's: %s", (name, hash) => {
    const pem = rootCertificates.find((each) => new X509Certificate(each).subject.split('\n').includes(`CN=${name}`));
    expect(pem === undefined ? undefined : subjectHash(pem)).toBe(hash);
  });

  test.each<[title: string, name: readonly object[]]>([
    ['white space', [{ CN: ['  Acme \t  Root CA '] }]],
    ['the case of its letters', [{ CN: ['ACME root cA'] }]],
    ['its encoding, PrintableString', [{ CN: [{ printableString: 'Acme Root CA' }] }]],
    ['its encoding, IA5String', [{ CN: [{ ia5String: 'Acme Root CA' }] }]],
    ['its encoding, BMPString', [{ CN: [{ bmpString: 'Acme Root CA' }] }]],
    ['its encoding, UniversalString', [{ CN: [{ universalString: 'Acme Root CA' }] }]],
  ])('does not depend on %s', async (_, name) => {
    expect(await hashOf(name)).toBe(await hashOf([{ CN: [{ utf8String: 'Acme Root CA' }] }]));
  });

  test.each<[title: string, name: readonly object[]]>([
    ['the case of other letters', [{ CN: ['acme root ca Ü'] }]],
    ['one more part', [{ CN: ['Acme Root CA ü'] }, { O: ['Acme'] }]],
  ])('depends on %s', async (_, name) => {
    expect(await hashOf(name)).not.toBe(await hashOf([{ CN: ['Acme Root CA ü'] }]));
  });
});

test('certificates whose subjects have one hash are numbered', () => {
  const folder = mkdtempSync(join(tmpdir(), 'appsmith-deploy-ca-'));
  try {
    const [one = '', other = ''] = rootCertificates;
    writeCertificateFolder(folder, [one, other, one]);
    const names = [`${subjectHash(one)}.0`, `${subjectHash(one)}.1`, `${subjectHash(other)}.0`];
    expect(readdirSync(folder).sort()).toEqual(names.sort());
    for (const name of names)
      expect(readFileSync(join(folder, name), 'utf8')).toMatch(
        /^-----BEGIN CERTIFICATE-----\n[\w+/=\n]+\n-----END CERTIFICATE-----\n$/,
      );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

async function hashOf(subject: readonly object[]): Promise<string> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    { name: subject as JsonName, keys, signingAlgorithm: algorithm },
    webcrypto,
  );
  return subjectHash(certificate.toString('pem'));
}
