import { getEventListeners, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { certificates } from '../../../scripts/certificates.ts';
import { AppsmithClient, type ClientOptions, replyText } from '../../../src/appsmith/client.ts';
import type { Deployment } from '../../../src/deployment/deployment.ts';
import type { Reply } from '../../../src/http/http-client.ts';
import { anAnswer } from '../../support/answers.ts';
import { aDeployment } from '../../support/builders.ts';
import { httpClientOptions } from '../../support/http-client-options.ts';
import { startRawServer, unusedPort } from '../../support/raw-server.ts';
import { clock } from '../../support/run-main.ts';

const SUCCESS = '{"responseMeta":{"success":true}}';
const OK = `200 OK\r\ncontent-length: ${SUCCESS.length}`;
const DEPLOYED = { deployed: true, receipt: {}, warnings: [] };
const NEVER = new AbortController().signal;

function clientWith(options: Partial<ClientOptions> = {}): AppsmithClient & Disposable {
  const client = new AppsmithClient({
    ...httpClientOptions(),
    clock: clock(),
    newRequestId: () => 'our-id',
    onUpgrade: () => undefined,
    ...options,
  });
  return Object.assign(client, { [Symbol.dispose]: () => client.close() });
}

function deploymentTo(url: string): Deployment {
  return aDeployment({ url, endpoint: `${url}/a?branchName=main` });
}

/**
 * A server that answers each request with the next of the given heads; where there is none, or an empty one, it cuts
 * the connection.
 */
function serverThatSays(...heads: readonly string[]) {
  const left = [...heads];
  return startRawServer((socket) => {
    socket.on('data', () => {
      const head = left.shift() ?? '';
      if (head === '') socket.destroy();
      else socket.write(`HTTP/1.1 ${head}\r\n\r\n${head.startsWith('200') ? SUCCESS : ''}`);
    });
  });
}

describe('the id of a request', () => {
  /** A client whose requests have the ids 1, 2 … */
  function counting(options: Partial<ClientOptions> = {}) {
    let last = 0;
    return clientWith({
      ...options,
      newRequestId: () => {
        last += 1;
        return String(last);
      },
    });
  }
  const withId = (head: string, id: string) => `${head}\r\nx-request-id: ${id}`;
  const REFUSED = '502 Bad Gateway\r\ncontent-length: 0';
  const STRAY = {
    failure: { code: 'UNCONFIRMED', title: 'The response belongs to another request', retryable: 'yes' },
  };

  test.each([
    ['a success with that of another request', withId(OK, '1'), STRAY],
    ['a refusal with that of another request', withId(REFUSED, '1'), STRAY],
    ['a success without any', OK, STRAY],
    ['a refusal without any', REFUSED, { failure: { code: 'HTTP-502' } }],
    ['a success with that of nobody', withId(OK, 'x'), STRAY],
    ['a success with its own', withId(OK, '2'), DEPLOYED],
  ])('is given back by the server, and then comes %s', async (_, answer, outcome) => {
    await using server = await serverThatSays(withId(OK, '1'), answer);
    using client = counting();
    expect(await client.deploy(deploymentTo(server.url), NEVER)).toEqual(DEPLOYED);
    expect(await client.deploy(deploymentTo(server.url), NEVER)).toMatchObject(outcome);
  });

  test('is given back in other letters: it is the same', async () => {
    await using server = await serverThatSays(withId(OK, 'a'), withId(OK, 'B'));
    let last = 0x9;
    using client = clientWith({ newRequestId: () => (++last).toString(16) });
    expect(await client.deploy(deploymentTo(server.url), NEVER)).toEqual(DEPLOYED);
    expect(await client.deploy(deploymentTo(server.url), NEVER)).toEqual(DEPLOYED);
  });

  test('is returned by a refusal; a success without an id on a new connection cannot belong to another request', async () => {
    await using server = await serverThatSays(withId(REFUSED, '1'), OK);
    using client = counting({ keepAlive: false });
    expect(await client.deploy(deploymentTo(server.url), NEVER)).toMatchObject({ failure: { code: 'HTTP-502' } });
    expect(await client.deploy(deploymentTo(server.url), NEVER)).toEqual(DEPLOYED);
  });

  test.each([
    ['without any', OK, DEPLOYED],
    ['with that of another request', withId(OK, '1'), STRAY],
    ['with that of nobody', withId(OK, 'x'), DEPLOYED],
  ])('is not given back by the server, and then comes a success %s', async (_, answer, outcome) => {
    await using server = await serverThatSays(OK, answer);
    using client = counting();
    expect(await client.deploy(deploymentTo(server.url), NEVER)).toEqual(DEPLOYED);
    expect(await client.deploy(deploymentTo(server.url), NEVER)).toMatchObject(outcome);
  });
});

describe('a redirect', () => {
  test.each([
    ['200 OK', DEPLOYED],
    ['404 Not Found', { failure: { code: 'HTTP-404' } }],
  ])('is none with the status %s, whatever place the answer names', async (status, outcome) => {
    const length = status.startsWith('200') ? SUCCESS.length : 0;
    const elsewhere = `${status}\r\nlocation: https://elsewhere.example/\r\ncontent-length: ${length}`;
    await using server = await serverThatSays(elsewhere);
    using client = clientWith();
    expect(await client.deploy(deploymentTo(server.url), NEVER)).toMatchObject(outcome);
  });

  test.each([300, 399])('with the status %d is one', async (status) => {
    const elsewhere = `${status} x\r\nlocation: https://elsewhere.example/\r\ncontent-length: 0`;
    await using server = await serverThatSays(elsewhere);
    using client = clientWith();
    expect(await client.deploy(deploymentTo(server.url), NEVER)).toMatchObject({
      failure: {
        code: `HTTP-${status}`,
        title: expect.stringContaining('https://elsewhere.example'),
        requestId: 'our-id',
      },
    });
  });

  test('that only adds a slash is followed, and is no change to https', async () => {
    const slash = '308 x\r\nlocation: /a/?branchName=main\r\ncontent-length: 0';
    await using server = await serverThatSays(slash, OK);
    const upgraded: Deployment[] = [];
    using client = clientWith({ onUpgrade: (deployment) => upgraded.push(deployment) });
    expect(await client.deploy(deploymentTo(server.url), NEVER)).toEqual(DEPLOYED);
    expect(server.received()).toContain('POST /a/?branchName=main HTTP/1.1\r\n');
    expect(upgraded).toEqual([]);
  });
});

describe('a connection', () => {
  test('that is cut is reported with the id of the request', async () => {
    await using server = await serverThatSays();
    using client = clientWith();
    expect(await client.deploy(deploymentTo(server.url), NEVER)).toMatchObject({
      failure: { code: 'ECONNRESET', requestId: 'our-id' },
    });
  });

  test('serves the next request; when it is cut then without a word, that one is sent again', async () => {
    await using server = await serverThatSays(OK, '', OK);
    using client = clientWith();
    expect(await client.deploy(deploymentTo(server.url), NEVER)).toEqual(DEPLOYED);
    expect(await client.deploy(deploymentTo(server.url), NEVER)).toEqual(DEPLOYED);
    expect(server.connections()).toBe(2);
  });

  test('over TLS is made after its handshake: when it is cut then, the server may have got the request', async () => {
    const { ca, server: identity } = await certificates();
    const server = createServer({ cert: identity.cert, key: identity.key }, (socket) => {
      socket.on('error', () => undefined).once('data', () => socket.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    using client = clientWith({ tls: { ca } });
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await client.deploy(deploymentTo(url), NEVER)).toMatchObject({
      failure: { code: 'ECONNRESET', outcome: 'not-confirmed' },
    });
    server.close();
  });

  test('in use is ended when the client is closed', async () => {
    const { promise: asked, resolve } = Promise.withResolvers<unknown>();
    await using server = await startRawServer((socket) => socket.once('data', resolve));
    using client = clientWith();
    const outcome = client.deploy(deploymentTo(server.url), NEVER);
    await asked;
    client.close();
    expect(await outcome).toMatchObject({ failure: { code: 'ECONNRESET', outcome: 'not-confirmed' } });
  });
});

describe('a proxy for http', () => {
  test('that does not respond is reported with its variable', async () => {
    using client = clientWith({ proxies: { http: `http://127.0.0.1:${await unusedPort()}` } });
    const outcome = await client.deploy(deploymentTo('http://appsmith.example.com'), NEVER);
    expect(outcome).toMatchObject({ failure: { kind: 'proxy' } });
    expect(JSON.stringify(outcome)).toMatch(/HTTP_PROXY/);
  });

  test('is not asked for a server on loopback by the client that asks it for others', async () => {
    await using proxy = await serverThatSays(OK, OK);
    await using server = await serverThatSays(OK, OK);
    using client = clientWith({ proxies: { http: proxy.url } });
    for (const url of ['http://appsmith.example.com', server.url, 'http://appsmith.example.com', server.url]) {
      expect(await client.deploy(deploymentTo(url), NEVER)).toEqual(DEPLOYED);
    }
    expect(proxy.received().match(/^POST .*/gm)).toEqual(
      new Array(2).fill(expect.stringContaining('http://appsmith.example.com/a?branchName=main')),
    );
    expect(server.received().match(/^POST .*/gm)).toHaveLength(2);
  });
});

test('requests leave no timer behind, and no listener each', async () => {
  await using server = await serverThatSays(OK, OK, OK);
  const timers = new Set<unknown>();
  const real = clock();
  const watched: typeof real = {
    ...real,
    after: (ms, task) => {
      const cancel = real.after(ms, task);
      timers.add(cancel);
      return () => {
        timers.delete(cancel);
        cancel();
      };
    },
  };
  const { signal } = new AbortController();
  using client = clientWith({ clock: watched });
  for (let time = 0; time < 3; time += 1) {
    expect(await client.deploy(deploymentTo(server.url), signal)).toEqual(DEPLOYED);
  }
  expect(timers.size).toBe(0);
  expect(getEventListeners(signal, 'abort').length).toBeLessThanOrEqual(1);
});

test.each<[what: string, reply: Reply, text: string]>([
  [
    'an answer, with the headers that may be shown',
    {
      kind: 'answered',
      reused: false,
      answer: {
        status: 200,
        headers: {
          'content-type': ['application/json'],
          'set-cookie': ['a=secret'],
          location: ['/?session=secret'],
          'x-request-id': ['an-id'],
        },
        body: Buffer.from('{}'),
        end: 'complete',
      },
    },
    'HTTP 200 after 0.3 s; 2 bytes (complete); content-type: application/json; x-request-id: an-id',
  ],
  [
    'an answer that forges a line',
    { kind: 'answered', reused: false, answer: anAnswer(502, '', { headers: { server: 'a\n✔ b' }, end: 'cut' }) },
    'HTTP 502 after 0.3 s; 0 bytes (cut); server: a ✔ b',
  ],
  [
    'no answer',
    { kind: 'failed', error: { code: 'ECONNRESET', sent: true } },
    'No response after 0.3 s: ECONNRESET; the connection was made.',
  ],
  [
    'no connection through a proxy',
    { kind: 'failed', error: { code: 'ENOTFOUND', sent: false, proxy: 'HTTPS_PROXY' } },
    'No response through HTTPS_PROXY after 0.3 s: ENOTFOUND; the connection was not made.',
  ],
])('%s', (_, reply, text) => {
  expect(replyText(reply, 300)).toBe(text);
});
