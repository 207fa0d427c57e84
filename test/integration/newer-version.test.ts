import type { IncomingMessage, RequestListener } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { DEFAULT_APP, startEmulator } from '../../emulator/index.ts';
import { listen } from '../../emulator/listen.ts';
import { certificates } from '../../scripts/certificates.ts';
import { metadata } from '../../src/manifest/manifest.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { variablesFor } from '../support/environment.ts';
import { runMain } from '../support/run-main.ts';

const NAME = new URL(metadata.repository).pathname.slice(1);
const NEWER = `name: Appsmith Deploy\nimage: ${NAME}:9.9.9\n`;

/** A run inside Bitbucket; bitbucket.org is a server of the test, reached through a proxy. */
async function runInBitbucket(answer: RequestListener, changes: Readonly<Record<string, string>> = {}) {
  const { ca, bitbucket } = await certificates();
  const asked: IncomingMessage[] = [];
  const shown: string[] = [];
  const server = await listen(
    (request, response) => {
      asked.push(request);
      shown.push(String((request.socket as TLSSocket).getPeerCertificate().subject?.CN ?? 'nobody'));
      answer(request, response);
    },
    { host: '127.0.0.1', port: 0, tls: { ...bitbucket, requestCert: true, rejectUnauthorized: false } },
  );
  await using proxy = await startConnectProxy({ hosts: { 'bitbucket.org': server.port } });
  await using emulator = await startEmulator({ apps: [{ ...DEFAULT_APP, pullMs: 150 }] });
  const run = await runMain(
    variablesFor(emulator, {
      BITBUCKET_BUILD_NUMBER: '42',
      HTTPS_PROXY: proxy.url,
      CA_CERTIFICATE: ca,
      EXTRA_HEADERS: 'CF-Access-Client-Secret: abcdefghijkl',
      ...changes,
    }),
  );
  await server.close();
  return { ...run, asked, shown, proxied: proxy.requests };
}

const offer: RequestListener = (_, response) => response.end(NEWER);

describe('a newer version', () => {
  test('is logged in the words of the toolkit; the request holds no secret', async () => {
    const { exitCode, log, asked } = await runInBitbucket(offer);
    expect(exitCode).toBe(0);
    expect(log).toContain(`WARNING: New version available: ${NAME} '${metadata.version}' to '9.9.9'\n`);
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([`GET /${NAME}/raw/HEAD/pipe.yml`]);
    expect(asked[0]?.headers).not.toHaveProperty('authorization');
    expect(asked[0]?.headers).not.toHaveProperty('cf-access-client-secret');
  });

  test('is asked for without the client certificate, which is for Appsmith', async () => {
    const { client } = await certificates();
    const { exitCode, shown } = await runInBitbucket(offer, {
      CLIENT_CERTIFICATE: client.cert,
      CLIENT_KEY: client.key,
    });
    expect(exitCode).toBe(0);
    expect(shown).toEqual(['nobody']);
  });

  test.each([
    ['the same version', `image: ${NAME}:${metadata.version}\n`],
    ['an older version', `image: ${NAME}:0.0.1\n`],
    ['something else', '<html>Log in</html>'],
    ['nothing', ''],
  ])('is not seen in %s', async (_, text) => {
    const { exitCode, log } = await runInBitbucket((_request, response) => response.end(text));
    expect(exitCode).toBe(0);
    expect(log).not.toContain('New version');
  });

  test.each<[string, RequestListener]>([
    ['404', (_, response) => response.writeHead(404).end(NEWER)],
    ['a redirect', (_, response) => response.writeHead(302, { Location: 'https://evil.example/' }).end()],
    ['a reset', (request) => request.socket.destroy()],
    ['no answer', () => undefined],
  ])('that is answered with %s delays nothing, and is not logged', async (_, answer) => {
    const { exitCode, log, durationMs, proxied } = await runInBitbucket(answer);
    expect(exitCode).toBe(0);
    expect(log).not.toContain('WARNING');
    expect(durationMs).toBeLessThan(10_000);
    expect(proxied.map(({ target }) => target)).toEqual(['bitbucket.org:443']);
  });

  test.each([
    ['CHECK_FOR_NEWER_VERSION is false', { CHECK_FOR_NEWER_VERSION: 'false' }],
    ['the pipe runs outside Bitbucket', { BITBUCKET_BUILD_NUMBER: '' }],
    ['nothing is deployed', { DRY_RUN: 'true' }],
  ])('is not asked for where %s', async (_, changes) => {
    const { proxied, log } = await runInBitbucket(offer, changes);
    expect(proxied).toEqual([]);
    expect(log).not.toContain('New version');
  });
});
