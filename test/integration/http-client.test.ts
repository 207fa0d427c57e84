import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { startEmulator } from '../../emulator/index.ts';
import { certificates } from '../../scripts/certificates.ts';
import { HttpClient, type HttpClientOptions } from '../../src/http/http-client.ts';
import { httpClientOptions } from '../support/http-client-options.ts';
import { startRawServer } from '../support/raw-server.ts';
import { clock } from '../support/run-main.ts';

function clientWith(options: Partial<HttpClientOptions> = {}): HttpClient & Disposable {
  const client = new HttpClient(httpClientOptions(options));
  return Object.assign(client, { [Symbol.dispose]: () => client.close() });
}

/** A request within ten seconds. */
function post(client: HttpClient, url: string, interrupted = new AbortController().signal) {
  return client.send(url, { method: 'POST', headers: {}, interrupted, deadline: performance.now() + 10_000 });
}

test.each([true, false])(
  'a request that is interrupted before it begins is not sent (keepAlive %s)',
  async (keepAlive) => {
    await using emulator = await startEmulator();
    using client = clientWith({ keepAlive });
    expect(await post(client, emulator.url, AbortSignal.abort('SIGTERM'))).toEqual({
      kind: 'failed',
      error: { code: 'INTERRUPTED', sent: false },
    });
    expect(emulator.requests).toEqual([]);
  },
);

test.each([
  [true, 1, 'keep-alive'],
  [false, 2, 'close'],
])('with keepAlive %s two requests take connections: %i', async (keepAlive, connections, header) => {
  await using server = await startRawServer((socket) => {
    socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nOK'));
  });
  using client = clientWith({ keepAlive });
  for (const _ of [1, 2]) {
    expect(await post(client, server.url)).toMatchObject({ answer: { status: 200, end: 'complete' } });
  }
  expect(server.connections()).toBe(connections);
  expect(server.received().match(/^connection: .*$/gim)).toEqual([`Connection: ${header}`, `Connection: ${header}`]);
});

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nOK';

test.each([
  ['at once, without a byte: it was closed already, and is replaced', '', 0.1, { answer: { status: 200 } }, 2],
  ['after a byte: that is a failure', 'HTTP/1.1 2', 0.1, { error: { code: 'ECONNRESET', sent: true } }, 1],
  ['after a while: that is a failure', '', 100, { error: { code: 'ECONNRESET', sent: true } }, 1],
])('a connection from an earlier request ends %s', async (_, said, speed, reply, connections) => {
  await using server = await startRawServer((socket) => {
    socket.once('data', () => {
      socket.write(OK);
      socket.once('data', () => {
        socket.write(said);
        setTimeout(() => socket.resetAndDestroy(), 20);
      });
    });
  });
  const time = clock(speed);
  using client = clientWith({ clock: time });
  const events: string[] = [];
  const send = () =>
    client.send(server.url, {
      method: 'POST',
      headers: {},
      interrupted: new AbortController().signal,
      deadline: time.now() + 1_000_000,
      onEvent: (text) => events.push(text),
    });
  expect(await send()).toMatchObject({ answer: { status: 200 } });
  expect(await send()).toMatchObject(reply);
  expect(server.connections()).toBe(connections);
  expect(events.some((text) => text.includes('within 100 ms'))).toBe(connections === 2);
});

test('a new connection that is cut is a failure at once', async () => {
  await using server = await startRawServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
  using client = clientWith();
  expect(await post(client, server.url)).toMatchObject({ error: { code: 'ECONNRESET', sent: true } });
  expect(server.connections()).toBe(1);
});

test('where a single request goes through a proxy, a closed connection is not used again', async () => {
  await using proxy = await startRawServer((socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nOK'));
  });
  using client = clientWith({ keepAlive: false, proxies: { http: proxy.url } });
  for (const _ of [1, 2, 3])
    expect(await post(client, 'http://appsmith.test')).toMatchObject({ answer: { status: 200 } });
  expect(proxy.connections()).toBe(3);
});

test.each([true, false])(
  'a connection that cannot even be tried has sent nothing (keepAlive %s)',
  async (keepAlive) => {
    using client = clientWith({ keepAlive });
    // No system opens a connection to a group of machines: Node fails before it has a socket.
    expect(await post(client, 'http://224.0.0.1')).toMatchObject({ error: { code: 'ENETUNREACH', sent: false } });
  },
);

describe('a bug on the way of a request is no failure of the network', () => {
  test.each([true, false])('in the code that opens it (keepAlive %s)', async (keepAlive) => {
    const slip = new TypeError('a slip');
    const tls = {
      get key(): string {
        throw slip;
      },
    };
    using client = clientWith({ keepAlive, tls });
    await expect(post(client, 'https://127.0.0.1:1')).rejects.toBe(slip);
  });

  test("in what it is given: the error is Node's, without the request's options", async () => {
    using client = clientWith({ extraHeaders: [['x-access', 'hunter\n22']] });
    const error = await post(client, 'http://127.0.0.1:1').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'ERR_INVALID_CHAR', message: expect.stringContaining('"x-access"') });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hunter');
  });
});

describe('over https', () => {
  test.each([
    [true, 'localhost', 'localhost'],
    [false, 'localhost', 'localhost'],
    [true, '127.0.0.1', undefined],
    [false, '127.0.0.1', undefined],
  ])('with keepAlive %s the server is asked for its name: %s', async (keepAlive, host, name) => {
    const { ca, server } = await certificates();
    const asked: unknown[] = [];
    await using https = createServer(server, (_, response) => response.end('OK'));
    https.on('secureConnection', ({ servername }) => asked.push(servername || undefined));
    await new Promise<void>((resolve) => https.listen(0, resolve));
    using client = clientWith({ keepAlive, tls: { ca } });
    const { port } = https.address() as AddressInfo;
    expect(await post(client, `https://${host}:${port}`)).toMatchObject({ answer: { status: 200 } });
    expect(asked).toEqual([name]);
  });
});
