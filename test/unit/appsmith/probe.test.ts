import type { PeerCertificate } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { type Probe, probe, probeText } from '../../../src/appsmith/probe.ts';
import { describeCertificate } from '../../../src/http/certificate.ts';
import { HttpClient } from '../../../src/http/http-client.ts';
import { httpClientOptions } from '../../support/http-client-options.ts';
import { startRawServer } from '../../support/raw-server.ts';

/** Answers each path with a status and a body; a path without one is cut off. */
async function probeOf(answers: Readonly<Record<string, readonly [status: number, body: string]>>): Promise<Probe> {
  await using server = await startRawServer((socket) => {
    socket.once('data', (data) => {
      const [, path = ''] = data.toString('latin1').split(' ');
      const [status, body] = answers[path] ?? [0, ''];
      if (status === 0) socket.destroy();
      else socket.end(`HTTP/1.1 ${status} x\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`);
    });
  });
  const http = new HttpClient(httpClientOptions());
  try {
    return await probe(http, server.url, performance.now() + 5_000, new AbortController().signal);
  } finally {
    http.close();
  }
}

const UP = JSON.stringify({ responseMeta: { status: 200, success: true }, data: 'All systems are up' });
const DOWN = JSON.stringify({ responseMeta: { status: 408, success: false } });

test.each<[string, Parameters<typeof probeOf>[0], Probe]>([
  ['up', { '/api/v1/health': [200, UP], '/info': [200, '{"version":"v1.50"}'] }, { health: 'up', version: 'v1.50' }],
  ['up, without a version', { '/api/v1/health': [200, UP], '/info': [200, '<html>'] }, { health: 'up' }],
  ['up, with odd versions', { '/api/v1/health': [200, UP], '/info': [200, '{"version":7}'] }, { health: 'up' }],
  ['up, with an empty version', { '/api/v1/health': [200, UP], '/info': [200, '{"version":""}'] }, { health: 'up' }],
  ['up, with null for an answer', { '/api/v1/health': [200, UP], '/info': [200, 'null'] }, { health: 'up' }],
  ['not healthy', { '/api/v1/health': [408, DOWN] }, { health: 'unhealthy' }],
  [
    'not healthy, by another status',
    { '/api/v1/health': [503, UP], '/info': [200, '{"version":"v1"}'] },
    { health: 'unhealthy', version: 'v1' },
  ],
  ['something else', { '/api/v1/health': [200, '<html>'], '/info': [200, '<html>'] }, { health: 'other', status: 200 }],
  ['silent', {}, { health: 'none', error: { code: 'ECONNRESET', sent: true } }],
  [
    'silent but for its version',
    { '/info': [200, '{"version":"v1"}'] },
    { health: 'none', version: 'v1', error: { code: 'ECONNRESET', sent: true } },
  ],
])('a server that is %s', async (_, answers, finding) => {
  expect(await probeOf(answers)).toStrictEqual(finding);
});

test.each<[Probe, RegExp]>([
  [{ health: 'up', version: 'v1' }, /^u is up and runs Appsmith v1\.$/],
  [{ health: 'up' }, /^u is up and runs Appsmith\.$/],
  [{ health: 'unhealthy' }, /^u runs Appsmith, but its health check failed\.$/],
  [{ health: 'other', status: 404 }, /^u responds, but not as Appsmith does \(HTTP 404\)\.$/],
  [{ health: 'none' }, /^u does not respond\.$/],
  [{ health: 'none', version: 'v1' }, /^u runs Appsmith v1, but its health check got no response\.$/],
])('%j in words', (finding, text) => {
  expect(probeText('u', finding)).toMatch(text);
});

describe('a certificate in words', () => {
  test.each([
    [
      {
        subject: { CN: 'h', OU: ['a', 'b'] },
        issuer: { CN: 'CA' },
        valid_from: 'Mar  5 10:00:00 2024 GMT',
        valid_to: 'Mar  6 10:00:00 2024 GMT',
      },
      'Certificate: CN=h, OU=a+b; issuer CN=CA; valid 2024-03-05 to 2024-03-06.',
    ],
    [{ subject: {}, valid_from: 'x', valid_to: 'y' }, 'Certificate: nobody; issuer nobody; valid x to y.'],
  ])('%j', (certificate, text) => {
    expect(describeCertificate(certificate as unknown as PeerCertificate)).toBe(text);
  });
});
