import { X509Certificate } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { certificates } from '../../../../scripts/certificates.ts';
import { readPem } from '../../../../src/input/connection/pem.ts';
import { reading } from '../../../support/findings.ts';

let folder: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'pem-')));
});

afterAll(() => rmSync(folder, { recursive: true }));

const read = (value: string) => reading((remarks) => readPem(value, { cwd: folder }, remarks));
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a certificate is read', () => {
  test.each<[string, (pem: string, der: Buffer) => string | Buffer]>([
    ['with \\r\\n written out', (pem) => pem.replaceAll('\n', '\\r\\n')],
    ['in base64 of base64', (pem) => base64(base64(pem))],
    ['in base64 of DER', (_, der) => der.toString('base64')],
    ['in base64 of DER, in lines', (pem) => pem.replaceAll(/-----.*-----/g, '')],
    ['in a file, in DER', (_, der) => der],
    ['in a file, in base64', (pem) => Buffer.from(base64(pem))],
  ])('%s', async (_, write) => {
    const { ca } = await certificates();
    const written = write(ca, new X509Certificate(ca).raw);
    if (typeof written !== 'string') writeFileSync(join(folder, 'ca.crt'), written);
    const result = read(typeof written === 'string' ? written : 'ca.crt');
    expect('value' in result ? result.value.trim() : result).toBe(ca.trim());
  });
});

describe('a path that cannot be one', () => {
  test.each([
    [
      '/usr/local/share/ca-certificates/corp.crt',
      /^is outside the clone\. .* Got '\/usr\/local\/share\/.*corp\.crt'\.$/,
    ],
    ['~/certs/ca.pem', /^begins with ~, the home folder, .* Got '~\/certs\/ca\.pem'\.$/],
    ['file://certs/ca.pem', /^is an address, not a path\./],
    ['https://pki.example.com/ca.crt', /^is an address, not a path\./],
    ['C:\\certs\\ca.pem', /^is a path on Windows\. .* Got 'C:\\certs\\ca\.pem'\.$/],
    ['certs\\ca.pem', /^holds a backslash\. Write \/ between the folders\. Got 'certs\\ca\.pem'\.$/],
    ['"certs/ca.pem"', /^has quotes around it .* Got '"certs\/ca\.pem"'\.$/],
    ['certs/ca.pem,certs/b.pem', /^holds several paths\. Put all certificates into one file$/],
    ['ca.pem/x.pem', /^names the file ca\.pem\/x\.pem, which cannot be read \(ENOTDIR\)\.$/],
  ])('%s is reported with what to do', (path, message) => {
    writeFileSync(join(folder, 'ca.pem'), 'x');
    expect(read(path)).toEqual({ problem: expect.stringMatching(message) });
  });
});

describe('what is no PEM', () => {
  const OTHER: readonly [string, string, RegExp][] = [
    ['a word', 'true', /is a word, not a certificate or key/],
    ['four dashes', '----BEGIN CERTIFICATE-----\nMIIB', /has other dashes than PEM/],
    ['long dashes', '—–BEGIN CERTIFICATE—–\nMIIB', /has other dashes than PEM/],
    ['text of OpenSSL', 'Certificate:\n    Data:\n        Version: 3', /is a certificate in words/],
    ['a fingerprint', 'AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01', /is a fingerprint/],
    ['an SSH key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO root@vm', /is a public SSH key/],
    ['a DER key in base64', `MIIE${'vgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSk'.repeat(3)}`, /is base64 of something binary/],
  ];

  test.each(OTHER)('is named: %s', (_, text, message) => {
    const result = read(text);
    expect(result).toEqual({ problem: expect.stringMatching(message) });
    if (text.length > 60) expect(JSON.stringify(result)).not.toContain(text.slice(20, 40));
  });

  test.each<[string, Buffer, RegExp]>([
    [
      'a pointer of Git LFS',
      Buffer.from('version https://git-lfs.github.com/spec/v1\noid x'),
      /that is a pointer of Git LFS/,
    ],
    ['UTF-16', Buffer.from('\ufeff-----BEGIN', 'utf16le'), /that is in UTF-16/],
    ['UTF-16 without a mark', Buffer.from('-----BEGIN', 'utf16le'), /that is in UTF-16/],
    ['PKCS #12', Buffer.from([0x30, 0x82, 0x0a, 0x51, 0x02]), /that is binary \(a DER key, or PKCS #12\)/],
    ['other text', Buffer.from('hello'), /that holds no PEM/],
  ])('is named in a file: %s', (_, bytes, message) => {
    writeFileSync(join(folder, 'other.pem'), bytes);
    expect(read('other.pem')).toEqual({ problem: expect.stringMatching(message) });
  });
});
