import type { DetailedPeerCertificate, PeerCertificate } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { certificates } from '../../../scripts/certificates.ts';
import { certificateAtFault, describeAuthorities, describeCertificate } from '../../../src/http/certificate.ts';

const certificate = {
  subject: { CN: 'appsmith.example.com' },
  issuer: { O: 'Acme', CN: 'Acme CA' },
  valid_from: 'Jan  2 03:04:05 2026 GMT',
  valid_to: 'Feb  3 04:05:06 2026 GMT',
} as unknown as PeerCertificate;

test.each([
  [{}, 'Certificate: CN=appsmith.example.com; issuer O=Acme, CN=Acme CA; valid 2026-01-02 to 2026-02-03.'],
  [{ subject: { OU: ['a', 'b'] } }, 'Certificate: OU=a+b; issuer'],
  [{ subject: {} }, 'Certificate: without a name; issuer'],
  [{ subject: undefined }, 'Certificate: without a name; issuer'],
  [
    { subject: {}, subjectaltname: 'DNS:a.example, IP Address:10.0.0.1' },
    'Certificate: without a name; names a.example, 10.0.0.1; issuer',
  ],
  [{ subject: { CN: 'a' }, subjectaltname: 'DNS:a' }, 'Certificate: CN=a; issuer'],
  [
    { subject: { CN: 'a' }, subjectaltname: 'DNS:a, DNS:b, DNS:c, DNS:d, DNS:e, DNS:f' },
    'Certificate: CN=a; names b, c, d, e, f; issuer',
  ],
  [
    { subject: { CN: 'a' }, subjectaltname: 'DNS:b, DNS:c, DNS:d, DNS:e, DNS:f, DNS:g' },
    'Certificate: CN=a; names b, c, d, e, f, …; issuer',
  ],
  [
    { subject: { CN: 'a' }, subjectaltname: `DNS:${'b'.repeat(400)}` },
    `b…; issuer O=Acme, CN=Acme CA; valid 2026-01-02 to 2026-02-03.`,
  ],
  [
    { subject: { CN: 'c'.repeat(600) }, subjectaltname: 'DNS:a.example' },
    'c…; names a.example; issuer O=Acme, CN=Acme CA; valid 2026-01-02 to 2026-02-03.',
  ],
  [{ valid_to: 'some day' }, 'valid 2026-01-02 to some day.'],
  [{ issuer: { CN: 'a\n✔ Deployed' } }, '; issuer CN=a ✔ Deployed; valid'],
])('a certificate with %j is told in words', (changes, words) => {
  expect(describeCertificate({ ...certificate, ...changes } as unknown as PeerCertificate)).toContain(words);
});

test('authorities are named with their dates, the first five, and what is none as that', async () => {
  const { ca, otherCa, server } = await certificates();
  const dates = 'valid \\d{4}-\\d\\d-\\d\\d to \\d{4}-\\d\\d-\\d\\d';
  expect(describeAuthorities(`${ca}\n${server.cert}\n`)).toMatch(
    new RegExp(`^The CA that you gave: CN=Acme Test CA, ${dates}; CN=localhost, which is no CA, ${dates}\\.$`),
  );
  const many = describeAuthorities(`${ca}\n`.repeat(5) + otherCa);
  expect(many.match(/Acme Test CA/g)).toHaveLength(5);
  expect(many).toMatch(/; …\.$/);
});

describe('of a chain of certificates', () => {
  const NOW = new Date('2026-06-01T00:00:00Z');
  const valid = (name: string, from: string, to: string, issuerCertificate?: object) =>
    ({
      subject: { CN: name },
      valid_from: from,
      valid_to: to,
      issuerCertificate,
    }) as unknown as DetailedPeerCertificate;
  const root = valid('root', 'Jan  1 00:00:00 2020 GMT', 'Jan  1 00:00:00 2030 GMT');
  root.issuerCertificate = root; // as Node tells the end
  const expired = valid('expired', 'Jan  1 00:00:00 2020 GMT', 'Jan  1 00:00:00 2021 GMT', root);
  const future = valid('future', 'Jan  1 00:00:00 2027 GMT', 'Jan  1 00:00:00 2028 GMT', root);
  const leaf = (issuer: object) => valid('leaf', 'Jan  1 00:00:00 2026 GMT', 'Jan  1 00:00:00 2028 GMT', issuer);

  test.each([
    ["the server's own, where all are valid", leaf(root), 'leaf'],
    ['the one that has expired', leaf(expired), 'expired'],
    ['the one that is not valid yet', leaf(future), 'future'],
    [
      "the server's own, where it has expired too",
      valid('own', 'Jan  1 00:00:00 2019 GMT', 'Jan  1 00:00:00 2020 GMT', expired),
      'own',
    ],
  ])('%s is told', (_, given, name) => {
    expect(certificateAtFault(given, { code: 'CERT_HAS_EXPIRED' }, NOW).subject.CN).toBe(name);
    expect(certificateAtFault(given, { code: 'CERT_NOT_YET_VALID' }, NOW).subject.CN).toBe(name);
    expect(certificateAtFault(given, { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, NOW)).toBe(given);
  });
});

test.each([
  [{ code: 'INVALID_CA' }, 'authority'],
  [{ code: 'PATH_LENGTH_EXCEEDED' }, 'authority'],
  [{ code: 'UNSPECIFIED', reason: 'CA certificate key too weak' }, 'authority'],
  [{ code: 'UNSPECIFIED', reason: 'EE certificate key too weak' }, 'leaf'],
] as const)('%j is about the certificate of the %s', (verdict, name) => {
  const authority = { subject: { CN: 'authority' } } as unknown as DetailedPeerCertificate;
  const leaf = { subject: { CN: 'leaf' }, issuerCertificate: authority } as unknown as DetailedPeerCertificate;
  expect(certificateAtFault(leaf, verdict, new Date()).subject.CN).toBe(name);
  expect(certificateAtFault(authority, verdict, new Date())).toBe(authority);
});
