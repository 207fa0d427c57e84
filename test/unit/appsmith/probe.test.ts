import type { PeerCertificate } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { type Probe, probe } from '../../../src/appsmith/probe.ts';
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
    const { signal } = new AbortController();
    const finding = await probe(http, server.url, { interrupted: signal, deadline: performance.now() + 5_000 });
    return { ...finding, text: finding.text.replace(server.url, 'u') };
  } finally {
    http.close();
  }
}

const UP = JSON.stringify({ responseMeta: { status: 200, success: true }, data: 'All systems are up' });
const DOWN = JSON.stringify({ responseMeta: { status: 408, success: false } });

test.each<[string, Parameters<typeof probeOf>[0], Partial<Probe>, string]>([
  [
    'up',
    { '/api/v1/health': [200, UP], '/info': [200, '{"version":"v1.50"}'] },
    { health: 'up', version: 'v1.50' },
    'u is up and runs Appsmith v1.50.',
  ],
  ...['<html>', '{"version":7}', '{"version":""}', 'null'].map(
    (info): [string, Parameters<typeof probeOf>[0], Partial<Probe>, string] => [
      `up, with ${info} for a version`,
      { '/api/v1/health': [200, UP], '/info': [200, info] },
      { health: 'up' },
      'u is up and runs Appsmith.',
    ],
  ),
  [
    'not healthy',
    { '/api/v1/health': [408, DOWN] },
    { health: 'unhealthy' },
    'u runs Appsmith, but its health check failed.',
  ],
  [
    'not healthy, by another status',
    { '/api/v1/health': [503, UP], '/info': [200, '{"version":"v1"}'] },
    { health: 'unhealthy', version: 'v1' },
    'u runs Appsmith v1, but its health check failed.',
  ],
  [
    'something else',
    { '/api/v1/health': [404, '<html>'], '/info': [200, '<html>'] },
    { health: 'other', status: 404 },
    'u responds, but not as Appsmith does (HTTP 404).',
  ],
  ['silent', {}, { health: 'none', error: { code: 'ECONNRESET', sent: true } }, 'u does not respond.'],
  [
    'silent but for its version',
    { '/info': [200, '{"version":"v1"}'] },
    { health: 'none', version: 'v1', error: { code: 'ECONNRESET', sent: true } },
    'u runs Appsmith v1, but its health check got no response.',
  ],
])('a server that is %s', async (_, answers, finding, text) => {
  expect(await probeOf(answers)).toStrictEqual({ ...finding, text });
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
    [
      { subject: {}, valid_from: 'x', valid_to: 'y' },
      'Certificate: without a name; issuer without a name; valid x to y.',
    ],
  ])('%j', (certificate, text) => {
    expect(describeCertificate(certificate as unknown as PeerCertificate)).toBe(text);
  });
});
