import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { type Answer, DEFAULT_APP, emulatedApp, startEmulator } from '../../../emulator/index.ts';
import { certificates } from '../../../scripts/certificates.ts';

describe('what Caddy and the open routes answer', () => {
  test.each([
    ['GET', '/', 200, 'text/html; charset=utf-8'],
    ['GET', '/app/orders', 200, 'text/html; charset=utf-8'],
    ['GET', '/api', 200, 'text/html; charset=utf-8'],
    ['HEAD', '/', 200, 'text/html; charset=utf-8'],
    ['POST', '/', 405, 'text/plain; charset=utf-8'],
    ['POST', '/git/deploy/app/660427bb3927480dc0720914', 405, 'text/plain; charset=utf-8'],
    ['PUT', '/info', 405, 'text/plain; charset=utf-8'],
    ['GET', '/info', 200, 'application/json'],
    ['GET', '/api/v1/health', 200, 'application/json'],
    ['GET', '/api/v1/nothing', 401, null],
    ['GET', '/oauth2/nothing', 401, null],
    ['GET', '/login/nothing', 401, null],
    ['POST', '/api/v1/health', 403, 'application/json'],
    ['GET', `/api/v1/git/deploy/app/${DEFAULT_APP.id}?branchName=main`, 401, null],
  ])('%s %s is %i', async (method, path, status, type) => {
    await using emulator = await startEmulator();
    const response = await fetch(emulator.url + path, { method });
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type]);
    expect(emulator.deployRequests).toEqual([]);
    expect(emulator.requests).toHaveLength(1);
  });

  test.each(['/api/v1/nothing', '/api/v1/git/deploy/app/', `/api/v1/git/deploy/app/${DEFAULT_APP.id}/`])(
    'an unknown route, %s, is "404" for whoever has a token',
    async (path) => {
      await using emulator = await startEmulator();
      const headers = { Authorization: `Bearer ${DEFAULT_APP.token}`, 'X-Requested-By': 'Appsmith' };
      const response = await fetch(emulator.url + path, { method: 'POST', headers });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ responseMeta: { error: { code: '404', message: 'Not Found' } } });
    },
  );

  test('health and information', async () => {
    await using emulator = await startEmulator({ version: 'v1.40' });
    const get = async (path: string) => {
      const response = await fetch(emulator.url + path);
      const body = await response.text();
      return { status: response.status, body: body.startsWith('{') ? JSON.parse(body) : body };
    };
    expect(await get('/api/v1/health')).toEqual({
      status: 200,
      body: { responseMeta: { status: 200, success: true }, data: 'All systems are up', errorDisplay: '' },
    });
    expect(await get('/info')).toEqual({
      status: 200,
      body: { version: 'v1.40', imageBuiltAt: expect.any(String), commitSha: expect.stringMatching(/^[0-9a-f]{40}$/) },
    });
    emulator.health = 'unhealthy';
    emulator.information = 'html';
    expect(await get('/api/v1/health')).toMatchObject({
      status: 408,
      body: { responseMeta: { status: 408, success: false, error: { code: 'AE-APP-4080' } } },
    });
    expect(await get('/info')).toMatchObject({ status: 200, body: expect.stringContaining('<html') });
    emulator.health = 'html';
    expect(await get('/api/v1/health')).toMatchObject({ status: 200, body: expect.stringContaining('<html') });
    emulator.health = 'down';
    expect(await get('/api/v1/health')).toEqual({ status: 502, body: '502 Bad Gateway' });
  });

  test('the pages of a public application show when it was deployed, those of a private one nothing', async () => {
    const open = emulatedApp({ name: 'Status', public: true });
    await using emulator = await startEmulator({ apps: [DEFAULT_APP, open] });
    const pages = async (id: string) =>
      (await fetch(`${emulator.url}/api/v1/pages?applicationId=${id}&mode=PUBLISHED`)).json();
    expect(await pages(open.id)).toMatchObject({ data: { application: { id: open.id, name: 'Status' } } });
    await fetch(`${emulator.url}/api/v1/git/deploy/app/${open.id}?branchName=main`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${open.token}`, 'X-Requested-By': 'Appsmith' },
    });
    const { deployedAt } = emulator.deployments[0] ?? {};
    expect(await pages(open.id)).toMatchObject({ data: { application: { lastDeployedAt: deployedAt } } });
    expect(await pages(DEFAULT_APP.id)).toMatchObject({ responseMeta: { error: { code: 'AE-ACL-4004' } } });
  });

  test('a path prefix is part of every route', async () => {
    await using emulator = await startEmulator({ pathPrefix: '/tools/appsmith' });
    expect(emulator.url).toBe(`http://127.0.0.1:${emulator.port}/tools/appsmith`);
    expect((await fetch(`${emulator.url}/api/v1/health`)).status).toBe(200);
    const outside = await fetch(`http://127.0.0.1:${emulator.port}/api/v1/health`);
    expect([outside.status, outside.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
  });

  test('Caddy refuses more requests a second than it is allowed', async () => {
    await using emulator = await startEmulator({ requestsPerSecond: 2 });
    const responses = await Promise.all([1, 2, 3, 4].map(() => fetch(`${emulator.url}/info`)));
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 200, 429, 429]);
  });

  test('every answer can be watched', async () => {
    const seen: string[] = [];
    await using emulator = await startEmulator({
      onAnswered: ({ method, path }, status) => seen.push(`${method} ${path} ${status}`),
    });
    await (await fetch(`${emulator.url}/info`)).text();
    expect(seen).toEqual(['GET /info 200']);
  });
});

describe('https', () => {
  test('is served, and plain http is sent there with path and query', async () => {
    const { ca, server } = await certificates();
    await using emulator = await startEmulator({ tls: server, host: 'localhost', redirectFromHttp: true });
    const response = await fetch(`${emulator.httpUrl}/api/v1/x?a=1%2B1`, { method: 'POST', redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, `${emulator.url}/api/v1/x?a=1%2B1`]);
    expect(await getHttps(`${emulator.url}/info`, { ca })).toMatchObject({ status: 200 });
    expect(emulator.requests.map(({ path }) => path)).toEqual(['/api/v1/x', '/info']);
  });

  test.each([
    ['expired', 'CERT_HAS_EXPIRED'],
    ['notYetValid', 'CERT_NOT_YET_VALID'],
    ['wrongHost', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['selfSigned', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ] as const)('a certificate that is %s is recognised as such', async (name, code) => {
    const made = await certificates();
    await using emulator = await startEmulator({ tls: made[name] });
    await expect(getHttps(`${emulator.url}/info`, { ca: made.ca })).rejects.toMatchObject({ code });
    expect(emulator.requests).toEqual([]);
  });

  test('an authority that is not known is recognised as such', async () => {
    const { server, otherCa } = await certificates();
    await using emulator = await startEmulator({ tls: server });
    await expect(getHttps(`${emulator.url}/info`, { ca: otherCa })).rejects.toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
  });

  test('only a client with a certificate of the authority is served', async () => {
    const { ca, server, client, foreignClient } = await certificates();
    await using emulator = await startEmulator({ tls: { ...server, requestClientCertificate: ca } });
    const url = `${emulator.url}/info`;
    expect(await getHttps(url, { ca, ...client })).toMatchObject({ status: 200 });
    await expect(getHttps(url, { ca })).rejects.toThrow();
    await expect(getHttps(url, { ca, ...foreignClient })).rejects.toThrow();
    expect(emulator.requests).toHaveLength(1);
  });

  test('is not there when nobody asked for it', async () => {
    await using emulator = await startEmulator();
    expect(() => emulator.httpUrl).toThrow('redirectFromHttp');
  });
});

describe('faults on the wire', () => {
  const BODY = 'x'.repeat(1000);

  test.each<[string, Answer, RegExp | string]>([
    ['a reset instead of an answer', { reset: 'before-headers' }, 'ECONNRESET'],
    ['a reset in the body', { body: BODY, reset: 'mid-body' }, 'ECONNRESET'],
    ['an end in the body', { body: BODY, cutAfterBytes: 10 }, /Content-Length: 1000\r\n(.*\r\n)*\r\nx{10}$/],
    ['an end after the headers', { body: BODY, cutAfterBytes: 0 }, /Content-Length: 1000\r\n(.*\r\n)*\r\n$/],
    ['one byte at a time', { body: 'slow', trickleMs: 1, headers: { Connection: 'close' } }, /\r\n\r\nslow$/],
    [
      'a status line of its own',
      { statusMessage: 'Very Fine', headers: { Connection: 'close' } },
      /^HTTP\/1.1 200 Very Fine\r\n/,
    ],
    [
      'no length',
      { body: 'x', headers: { 'Transfer-Encoding': 'chunked', Connection: 'close' } },
      /\r\n1\r\nx\r\n0\r\n\r\n$/,
    ],
    ['a body of bytes', { body: Buffer.from('bytes'), headers: { Connection: 'close' } }, /\r\n\r\nbytes$/],
  ])('%s', async (_, answer, expected) => {
    await using emulator = await startEmulator();
    emulator.answerWith(answer);
    expect(await rawDeploy(emulator.port)).toMatch(expected);
  });

  test('an end in the body over TLS', async () => {
    const { ca, server } = await certificates();
    await using emulator = await startEmulator({ tls: server });
    emulator.answerWith({ body: BODY, reset: 'mid-body' }, { reset: 'before-headers' });
    const url = `${emulator.url}/api/v1/git/deploy/app/x`;
    await expect(getHttps(url, { ca, method: 'POST' })).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(getHttps(url, { ca, method: 'POST' })).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('an answer that never comes ends with the emulator, which can be ended twice', async () => {
    const emulator = await startEmulator();
    emulator.answerWith({ hang: true });
    const never = rawDeploy(emulator.port);
    await emulator.waitForRequest(1);
    await emulator[Symbol.asyncDispose]();
    await emulator[Symbol.asyncDispose]();
    expect(await never).toMatch(/^$|ECONNRESET/);
  });

  test('a connection that never says anything does not keep it from ending', async () => {
    const { server } = await certificates();
    const emulator = await startEmulator({ tls: server });
    const socket = connect(emulator.port, '127.0.0.1');
    const closed = new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));
    await new Promise((resolve) => socket.once('connect', resolve));
    await emulator[Symbol.asyncDispose]();
    await closed;
  });

  test('a body that ends early is no request', async () => {
    await using emulator = await startEmulator();
    const socket = connect(emulator.port, '127.0.0.1');
    socket.end('POST /api/v1/git/deploy/app/x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf');
    await text(socket);
    expect(emulator.requests).toEqual([]);
  });
});

test.each([
  ['0.0.0.0', '127.0.0.1'],
  ['::1', '[::1]'],
])('an emulator on %s is reached at %s', async (host, written) => {
  await using emulator = await startEmulator({ host });
  expect(emulator.url).toBe(`http://${written}:${emulator.port}`);
  expect((await fetch(`${emulator.url}/info`)).status).toBe(200);
});

/** All that the server sends on one connection, or the code of the error that ends it. */
function rawDeploy(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('POST /api/v1/git/deploy/app/x HTTP/1.1\r\nHost: x\r\n\r\n');
    });
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? error.message));
    socket.on('end', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}

interface Tls {
  readonly ca: string;
  readonly cert?: string;
  readonly key?: string;
  readonly method?: string;
}

function getHttps(url: string, options: Tls): Promise<{ readonly status?: number | undefined; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const request = httpsRequest(url, { ...options, agent: false }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    });
    request.on('error', reject);
    request.end();
  });
}
