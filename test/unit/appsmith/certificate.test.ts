import type { PeerCertificate } from 'node:tls';
import { expect, test } from '@jest/globals';
import { describeCertificate } from '../../../src/appsmith/certificate.ts';

const certificate = {
  subject: { CN: 'appsmith.example.com' },
  issuer: { O: 'Acme', CN: 'Acme CA' },
  valid_from: 'Jan  2 03:04:05 2026 GMT',
  valid_to: 'Feb  3 04:05:06 2026 GMT',
} as unknown as PeerCertificate;

test.each([
  [{}, 'Certificate of CN=appsmith.example.com, issued by O=Acme, CN=Acme CA, valid from 2026-01-02 to 2026-02-03.'],
  [{ subject: { OU: ['a', 'b'] } }, 'Certificate of OU=a+b, issued'],
  [{ subject: {} }, 'Certificate of nobody, issued'],
  [{ subject: undefined }, 'Certificate of nobody, issued'],
  [{ valid_to: 'some day' }, 'valid from 2026-01-02 to some day.'],
  [{ issuer: { CN: 'a\n✔ Deployed' } }, 'issued by CN=a ✔ Deployed, valid'],
])('a certificate with %j is told in words', (changes, words) => {
  expect(describeCertificate({ ...certificate, ...changes } as unknown as PeerCertificate)).toContain(words);
});
