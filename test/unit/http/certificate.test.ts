import type { DetailedPeerCertificate, PeerCertificate } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { certificateAtFault, describeCertificate, peerCertificateThrough } from '../../../src/http/certificate.ts';
import { startRawServer } from '../../support/raw-server.ts';

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
  [
    { subject: {}, subjectaltname: 'DNS:a.example, IP Address:10.0.0.1' },
    'Certificate of nobody for a.example, 10.0.0.1, issued',
  ],
  [{ subject: { CN: 'a' }, subjectaltname: 'DNS:a' }, 'Certificate of CN=a, issued'],
  [
    { subject: { CN: 'a' }, subjectaltname: 'DNS:a, DNS:b, DNS:c, DNS:d, DNS:e, DNS:f' },
    'of CN=a for b, c, d, e, f, issued',
  ],
  [
    { subject: { CN: 'a' }, subjectaltname: 'DNS:b, DNS:c, DNS:d, DNS:e, DNS:f, DNS:g' },
    'of CN=a for b, c, d, e, f, …, issued',
  ],
  [
    { subject: { CN: 'a' }, subjectaltname: `DNS:${'b'.repeat(400)}` },
    `b…, issued by O=Acme, CN=Acme CA, valid from 2026-01-02 to 2026-02-03.`,
  ],
  [
    { subject: { CN: 'c'.repeat(600) }, subjectaltname: 'DNS:a.example' },
    'c… for a.example, issued by O=Acme, CN=Acme CA, valid from 2026-01-02 to 2026-02-03.',
  ],
  [{ valid_to: 'some day' }, 'valid from 2026-01-02 to some day.'],
  [{ issuer: { CN: 'a\n✔ Deployed' } }, 'issued by CN=a ✔ Deployed, valid'],
])('a certificate with %j is told in words', (changes, words) => {
  expect(describeCertificate({ ...certificate, ...changes } as unknown as PeerCertificate)).toContain(words);
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
    expect(certificateAtFault(given, 'CERT_HAS_EXPIRED', NOW).subject.CN).toBe(name);
    expect(certificateAtFault(given, 'CERT_NOT_YET_VALID', NOW).subject.CN).toBe(name);
    expect(certificateAtFault(given, 'ERR_TLS_CERT_ALTNAME_INVALID', NOW)).toBe(given);
  });
});

describe('a second look, through a proxy that opens no tunnel,', () => {
  /** What the proxy is asked. */
  async function asked(user: string, address: string, scheme = 'http'): Promise<string> {
    await using proxy = await startRawServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n'));
    });
    const limits = { interrupted: new AbortController().signal, leftMs: 60_000 };
    const at = `${scheme}://${user}127.0.0.1:${proxy.port}`;
    expect(await peerCertificateThrough(at, new URL(address), {}, limits)).toBeUndefined();
    return proxy.received();
  }

  test.each([
    ['https://appsmith.example.com', 'appsmith.example.com:443'],
    ['https://appsmith.example.com:8443', 'appsmith.example.com:8443'],
  ])('asks for %s as %s, and shows no credentials where there are none', async (address, target) => {
    const request = await asked('', address);
    expect(request).toMatch(new RegExp(`^CONNECT ${target} HTTP/1\\.1\r\nhost: ${target}\r\n`));
    expect(request).not.toMatch(/authorization/i);
  });

  test('shows the credentials of the proxy', async () => {
    const request = await asked('us%40er:wo%3Ard@', 'https://appsmith.example.com');
    expect(request).toContain(`proxy-authorization: Basic ${Buffer.from('us@er:wo:rd').toString('base64')}\r\n`);
  });

  test('speaks TLS to a proxy with an https address', async () => {
    expect(await asked('', 'https://appsmith.example.com', 'https')).toMatch(/^\x16\x03/);
  });

  test.each([
    ['the time is over', 0, false],
    ['the time has long been over', -5, false],
    ['the run is interrupted', 60_000, true],
  ])('is given up when %s', async (_, leftMs, isInterrupted) => {
    await using proxy = await startRawServer(() => undefined);
    const interrupted = isInterrupted ? AbortSignal.abort() : new AbortController().signal;
    const look = peerCertificateThrough(proxy.url, new URL('https://h.example'), {}, { interrupted, leftMs });
    expect(await look).toBeUndefined();
  });
});
