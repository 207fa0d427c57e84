import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { certificates, shortClient } from '../../../../scripts/certificates.ts';
import type { TlsSettings } from '../../../../src/http/tls-settings.ts';
import { readPem } from '../../../../src/input/connection/pem.ts';
import { readTls } from '../../../../src/input/connection/tls.ts';
import type { Remarks } from '../../../../src/text/remarks.ts';
import { reading } from '../../../support/findings.ts';

const NAMES = {
  ca: 'CA_CERTIFICATE',
  certificate: 'CLIENT_CERTIFICATE',
  key: 'CLIENT_KEY',
  passphrase: 'CLIENT_KEY_PASSPHRASE',
};

let folder: string;

const readGiven = (given: TlsSettings, about: (field: keyof TlsSettings) => Remarks) =>
  readTls(given, { names: NAMES, about, isSet: () => true, folders: { cwd: folder } });
const checkCertificates = (ca: string) => reading((remarks) => readGiven({ ca }, () => remarks).ca);

/** What is wrong with a key, its passphrase or its certificate. */
function checkKey(certificate: string, key: string, passphrase?: string) {
  const problems: { field: keyof TlsSettings; message: string }[] = [];
  readGiven({ certificate, key, ...(passphrase && { passphrase }) }, (field) => ({
    problem: (message) => void problems.push({ field, message }),
    warning: () => {},
    secret: () => {},
  }));
  expect(problems.length).toBeLessThan(2);
  return problems[0];
}

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'pem-')));
});

afterAll(() => rmSync(folder, { recursive: true }));

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
const BASE64 = Buffer.from(PEM).toString('base64');
const read = (value: string) => reading((remarks) => readPem(value, { cwd: folder }, remarks));

function inFile(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return name;
}

describe('PEM', () => {
  test.each([
    ['as it is, with white space around it', `\n\n${PEM}\n \n`],
    ['in one line, its line breaks written as \\n', `\\n${PEM.replaceAll('\n', '\\n')}\\n`],
  ])('%s', (_, value) => {
    expect(read(value)).toEqual({ value: `${PEM}\n` });
  });

  test.each([
    ['in base64', BASE64],
    ['in base64 of several lines', ` ${BASE64.replace(/.{20}/g, '$&\n')} `],
  ])('%s', (_, value) => {
    expect(read(value)).toEqual({ value: `${PEM}\n` });
  });

  test('in a file, whose path has white space around it', () => {
    expect(read(` ${inFile('valid.pem', PEM)}\n`)).toEqual({ value: `${PEM}\n` });
  });

  test('without anything in it stays without', () => {
    const empty = '-----BEGIN CERTIFICATE----------END CERTIFICATE-----';
    expect(read(empty)).toEqual({ value: empty.replace('----------', '-----\n\n-----').concat('\n') });
  });

  test.each([`${BASE64}!`, `${BASE64}!${BASE64}`, Buffer.from('no PEM').toString('base64')])('%s is none', (value) => {
    expect(read(value)).toEqual({ problem: expect.stringContaining('neither PEM nor base64 of PEM') });
  });

  test('is in no file without it, nor in a large one', () => {
    const mebibyte = 1024 * 1024;
    expect(read(inFile('as-large.pem', 'a'.repeat(mebibyte)))).toEqual({ problem: expect.stringContaining('no PEM') });
    expect(read(inFile('larger.pem', 'a'.repeat(mebibyte + 1)))).toEqual({
      problem: expect.stringContaining('too large'),
    });
  });
});

describe('PEM without its line breaks', () => {
  const flattened: readonly (readonly [string, (pem: string) => string])[] = [
    ['spaces in their place', (pem) => pem.replaceAll('\n', ' ')],
    ['nothing in their place', (pem) => pem.replaceAll('\n', '')],
    ['carriage returns besides', (pem) => pem.replaceAll('\n', '\r\n')],
    ['quotes around it', (pem) => `"${pem.replaceAll('\n', ' ')}"`],
  ];

  test.each(flattened)('is read as it was: certificates and a key with %s', async (_, flatten) => {
    const { ca, otherCa, client } = await certificates();
    const chain = `${ca.trim()}\n${otherCa.trim()}\n`;
    expect(checkCertificates(valueIn(read(flatten(chain))))).toEqual({ value: chain });
    const key = valueIn(read(flatten(`${client.key.trim()}\n`)));
    expect(checkKey(client.cert, key)).toBeUndefined();
  });

  test.each(flattened)('is read as it was: an encrypted key of the old kind with %s', (_, flatten) => {
    for (const cipher of ['aes-256-cbc', 'des-ede3-cbc']) {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const pem = privateKey.export({ type: 'pkcs1', format: 'pem', cipher, passphrase: 'word' }).toString();
      const key = valueIn(read(flatten(pem)));
      expect(createPrivateKey({ key, passphrase: 'word' }).equals(privateKey)).toBe(true);
    }
  });
});

function valueIn(read: { value: string } | { problem: string }): string {
  if ('problem' in read) throw new Error(read.problem);
  return read.value;
}

test('a key that OpenSSL finds too short is refused before anything is sent', async () => {
  const { cert, key } = await shortClient();
  expect(checkKey(cert, key)).toEqual({
    field: 'certificate',
    message: expect.stringMatching(/^is refused by OpenSSL \(.*key too small\): RSA keys need 2048 bits or more/),
  });
});

describe('certificates', () => {
  test('are taken out of other text', async () => {
    const { ca, otherCa } = await certificates();
    const read = checkCertificates(`# first\n${ca}\n# second\n${otherCa}`);
    expect(read).toEqual({ value: `${ca.trim()}\n${otherCa.trim()}\n` });
  });

  test('that are broken are reported by their number', async () => {
    const { ca } = await certificates();
    expect(checkCertificates(`${ca}\n${PEM}`)).toEqual({ problem: expect.stringContaining('(number 2)') });
    expect(checkCertificates(`${ca}\n${ca.slice(0, 100)}`)).toEqual({
      problem: expect.stringContaining('without its end'),
    });
  });
});

test.each([
  ['PRIVATE KEY', 'holds a private key, not a certificate'],
  ['RSA PRIVATE KEY', 'holds a private key, not a certificate'],
  ['OPENSSH PRIVATE KEY', "holds a key in OpenSSH's form, not a certificate"],
  ['PUBLIC KEY', 'holds a public key, not a certificate'],
  ['CERTIFICATE REQUEST', 'holds a request for a certificate (CSR), not a certificate'],
  ['TRUSTED CERTIFICATE', "holds a certificate in OpenSSL's own form (make PEM of it"],
  ['X509 CRL', 'holds X509 CRL, not a certificate'],
])('where a certificate belongs, %s is named as what it is', (label, words) => {
  const problem = checkCertificates(`-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`);
  expect(problem).toEqual({ problem: expect.stringContaining(words) });
});

test.each([
  ['-----BEGIN CERTIFICATE-----\nMIIB\n', 'holds a certificate without its end'],
  ['-----BEGIN nothing', 'holds something else, not a certificate'],
])('%j is no certificate', (pem, words) => {
  expect(checkCertificates(pem)).toEqual({ problem: expect.stringContaining(words) });
});

test.each([
  ['OPENSSH PRIVATE KEY', /^is a key in OpenSSH's form.*ssh-keygen -p -m PKCS8/],
  ['PUBLIC KEY', /^holds a public key, not a private key/],
  ['CERTIFICATE', /^holds a certificate, not a private key/],
  ['X509 CRL', /^holds no private key that can be read/],
])('where a key belongs, %s is named as what it is', async (label, message) => {
  const { client } = await certificates();
  const problem = checkKey(client.cert, `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`);
  expect(problem).toEqual({ field: 'key', message: expect.stringMatching(message) });
});

test.each([
  ['wrong\n', /does not open CLIENT_KEY\. It has white space or a line break around it/],
  ['"wrong"', /does not open CLIENT_KEY\. It has quotes around it/],
  ['wrong', /does not open CLIENT_KEY\.$/],
])('of a passphrase that does not open the key it is said what may be too much: %j', async (passphrase, message) => {
  const { client } = await certificates();
  expect(checkKey(client.cert, '-----BEGIN ENCRYPTED PRIVATE KEY-----', passphrase)).toEqual({
    field: 'passphrase',
    message: expect.stringMatching(message),
  });
});

describe('a key', () => {
  test('that belongs to its certificate is valid, also with a needless passphrase', async () => {
    const { client } = await certificates();
    expect(checkKey(client.cert, client.key)).toBeUndefined();
    expect(checkKey(client.cert, client.key, 'unused')).toBeUndefined();
  });

  test('belongs to the first of several certificates, else it is said that the order is wrong', async () => {
    const { ca, client } = await certificates();
    expect(checkKey(`${client.cert}\n${ca}`, client.key)).toBeUndefined();
    expect(checkKey(`${ca}\n${client.cert}`, client.key)).toEqual({
      field: 'certificate',
      message: expect.stringMatching(/^must begin with the certificate that CLIENT_KEY belongs to/),
    });
  });

  test.each([
    ['of another certificate', true, /does not belong/],
    ['that cannot be read', false, /no private key/],
  ])('%s is refused', async (_, readable, message) => {
    const { client, server } = await certificates();
    const problem = checkKey(client.cert, readable ? server.key : '-----BEGIN PRIVATE KEY-----');
    expect(problem).toEqual({ field: 'key', message: expect.stringMatching(message) });
  });

  test.each([
    ['-----BEGIN ENCRYPTED PRIVATE KEY-----', undefined, /required field/],
    ['-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED', undefined, /required field/],
    ['-----BEGIN ENCRYPTED PRIVATE KEY-----', 'wrong', /does not open/],
  ])('%j with the passphrase %s is refused for it', async (key, passphrase, message) => {
    const { client } = await certificates();
    expect(checkKey(client.cert, key, passphrase)).toEqual({
      field: 'passphrase',
      message: expect.stringMatching(message),
    });
  });
});
