import 'reflect-metadata';
import { webcrypto, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, Socket } from 'node:net';
import { getCACertificates } from 'node:tls';
import { describe, expect, jest, test } from '@jest/globals';
import { PemConverter, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import { certificates } from '../../../scripts/certificates.ts';
import { HttpClient, type HttpClientOptions } from '../../../src/http/http-client.ts';
import { Names } from '../../../src/http/names.ts';
import { startConnectProxy } from '../../support/connect-proxy.ts';
import { startDnsServer } from '../../support/dns-server.ts';
import { httpClientOptions } from '../../support/http-client-options.ts';
import { startRawServer, unusedPort } from '../../support/raw-server.ts';
import { clock } from '../../support/run-main.ts';

/** One request; what came of it, and what happened to its connection. */
async function send(url: string, changes: Partial<HttpClientOptions> = {}) {
  const client = new HttpClient(httpClientOptions(changes));
  const events: string[] = [];
  const time = changes.clock ?? clock();
  const interrupted = new AbortController().signal;
  const deadline = time.now() + 300_000;
  const onEvent = (text: string) => events.push(text);
  const reply = await client.send(url, { method: 'POST', headers: {}, interrupted, deadline, onEvent });
  client.close();
  return { reply, events };
}

function namesFrom(nameServer: string): { names: Names } {
  return { names: new Names({ hostsFile: '/nowhere', resolvConf: '/nowhere', nameServers: [nameServer] }) };
}

/** Listens for TLS at the addresses of loopback; notes the names that it is asked for, and the protocols. */
async function startSecureServer(given: 'server' | 'wrongHost' | { readonly cert: string; readonly key: string }) {
  const made = await certificates();
  const pair = typeof given === 'string' ? made[given] : given;
  const asked: string[] = [];
  const server = createHttpsServer({ ...pair, ALPNProtocols: ['http/1.1'] }, (_, response) => response.end('OK'));
  server.on('secureConnection', ({ servername, alpnProtocol }) => asked.push(`${servername} ${alpnProtocol}`));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.close().closeAllConnections();
    await once(server, 'close');
  };
  return { port, asked, ca: made.ca, otherCa: made.otherCa, [Symbol.asyncDispose]: close };
}

describe('a server is asked for by its name, and for HTTP/1.1,', () => {
  test.each([
    ['directly', 'localhost', 'localhost'],
    ['without the dot that ends it', 'localhost.', 'localhost'],
    ['unless it has none', '127.0.0.1', 'false'],
  ])('%s', async (_, host, name) => {
    await using server = await startSecureServer('server');
    const { reply } = await send(`https://${host}:${server.port}`, { tls: { ca: server.ca } });
    expect(reply).toMatchObject({ answer: { status: 200 } });
    expect(server.asked).toEqual([`${name} http/1.1`]);
  });

  test.each([undefined, 'server'] as const)('through a proxy, and so is a proxy that speaks TLS: %s', async (tls) => {
    const made = await certificates();
    await using server = await startSecureServer('wrongHost');
    await using proxy = await startConnectProxy({
      hosts: { 'appsmith.wrong.example': server.port },
      ...(tls === undefined ? {} : { tls: made[tls] }),
    });
    const https = proxy.url.replace('127.0.0.1', 'localhost');
    const { reply } = await send('https://appsmith.wrong.example', { tls: { ca: server.ca }, proxies: { https } });
    expect(reply).toMatchObject({ answer: { status: 200 } });
    expect(server.asked).toEqual(['appsmith.wrong.example http/1.1']);
    expect(proxy.names).toEqual(tls === undefined ? [] : ['localhost']);
  });
});

describe('a server with several addresses', () => {
  test('is reached at the one that works', async () => {
    await using server = await startRawServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 204 No Content\r\n\r\n')),
    );
    using dns = await startDnsServer({ 'a.example': ['127.0.0.2', '127.0.0.1'] });
    const names = namesFrom(dns.address);
    const url = `http://a.example:${server.port}`;
    const { reply, events } = await send(url, names);
    expect(reply).toMatchObject({ answer: { status: 204 } });
    expect(events).toEqual([`127.0.0.2:${server.port}: ECONNREFUSED`, `Connected to 127.0.0.1:${server.port}.`]);
    expect((await send(url, names)).events).toEqual([`Connected to 127.0.0.1:${server.port}.`]);
  });

  test('says what happened to each address', async () => {
    using dns = await startDnsServer({ 'a.example': ['127.0.0.2', '224.0.0.1'] });
    const port = await unusedPort();
    const { reply } = await send(`http://a.example:${port}`, namesFrom(dns.address));
    expect(reply).toEqual({
      kind: 'failed',
      error: {
        code: 'ECONNREFUSED',
        sent: false,
        target: `a.example:${port}`,
        attempts: [
          { address: `127.0.0.2:${port}`, code: 'ECONNREFUSED' },
          { address: `224.0.0.1:${port}`, code: 'ENETUNREACH' },
        ],
      },
    });
  });
});

describe('what is not ready in time', () => {
  const fast = () => ({ clock: clock(1_000) });

  test('is a name', async () => {
    using dns = await startDnsServer({ 'a.example': 'SILENCE' });
    const { reply } = await send('https://a.example', { ...fast(), ...namesFrom(dns.address) });
    expect(reply).toMatchObject({ error: { code: 'CONNECT-TIMEOUT', sent: false, target: 'a.example:443' } });
  });

  test('is a TLS handshake', async () => {
    await using server = await startRawServer(() => undefined);
    const { reply } = await send(server.url.replace('http:', 'https:'), fast());
    expect(reply).toMatchObject({ error: { code: 'TLS-TIMEOUT', sent: false, attempts: [] } });
  });

  test.each([
    ['https', { code: 'TLS-TIMEOUT' }, {}],
    ['http', { code: 'TIMEOUT', atProxy: true }, { https: true }],
  ])('is known when the time of the request is over: with %s %j', async (scheme, known, through) => {
    await using server = await startRawServer(() => undefined);
    const proxies = 'https' in through ? { https: server.url } : {};
    const client = new HttpClient(httpClientOptions({ proxies }));
    const interrupted = new AbortController().signal;
    const url = scheme === 'https' ? server.url.replace('http:', 'https:') : 'https://a.example';
    const reply = await client.send(url, {
      method: 'GET',
      headers: {},
      interrupted,
      deadline: performance.now() + 200,
    });
    expect(reply).toMatchObject({ error: { sent: false, ...known } });
  });

  test.each([
    ['http://a.example', 'a.example:80'],
    ['https://a.example', 'a.example:443'],
    ['https://a.example:8443', 'a.example:8443'],
  ])('is a name when the time of the request is over: %s', async (url, target) => {
    using dns = await startDnsServer({ 'a.example': 'SILENCE' });
    const client = new HttpClient(httpClientOptions(namesFrom(dns.address)));
    const interrupted = new AbortController().signal;
    const reply = await client.send(url, { method: 'GET', headers: {}, interrupted, deadline: performance.now() + 20 });
    expect(reply).toEqual({ kind: 'failed', error: { code: 'CONNECT-TIMEOUT', sent: false, target, attempts: [] } });
  });

  test('is a TLS handshake in a tunnel', async () => {
    await using proxy = await startRawServer((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    });
    const { reply } = await send('https://a.example', { ...fast(), proxies: { https: proxy.url } });
    expect(reply).toMatchObject({ error: { code: 'TLS-TIMEOUT', sent: false, target: 'a.example:443' } });
  });
});

test('a connection that is being made ends when the run is interrupted', async () => {
  const interruption = new AbortController();
  const closed = Promise.withResolvers<void>();
  await using server = await startRawServer((socket) => {
    socket.once('close', () => closed.resolve());
    socket.once('data', () => interruption.abort('SIGTERM'));
  });
  const client = new HttpClient(httpClientOptions());
  const url = server.url.replace('http:', 'https:');
  const request = { method: 'GET' as const, headers: {}, interrupted: interruption.signal };
  const reply = await client.send(url, { ...request, deadline: performance.now() + 10_000 });
  expect(reply).toEqual({ kind: 'failed', error: { code: 'INTERRUPTED', sent: false } });
  await closed.promise;
});

describe('a proxy', () => {
  test.each([
    ['Proxy-Authenticate: NTLM\r\nProxy-Authenticate: Negotiate\r\n', ['NTLM', 'Negotiate']],
    ['Proxy-Authenticate: Negotiate, Basic realm="NTLM, or so"\r\n', ['Negotiate', 'Basic']],
    ['Proxy-Authenticate: Basic realm="x", charset="UTF-8", Digest nonce="y"\r\n', ['Basic', 'Digest']],
  ])('that wants credentials says in which schemes: %j', async (header, proxySchemes) => {
    await using proxy = await startRawServer((socket) => {
      socket.once('data', () => socket.end(`HTTP/1.1 407 Who are you\r\n${header}\r\n`));
    });
    const { reply } = await send('https://a.example', { proxies: { https: proxy.url } });
    expect(reply).toMatchObject({ error: { code: 'ERR_PROXY_TUNNEL', proxyStatus: 407, proxySchemes, atProxy: true } });
  });

  test('may take long to open the way', async () => {
    await using proxy = await startRawServer((socket) => {
      socket.once('data', () => setTimeout(() => socket.end('HTTP/1.1 403 No\r\n\r\n'), 200));
    });
    const { reply } = await send('https://a.example', { clock: clock(200), proxies: { https: proxy.url } });
    expect(reply).toMatchObject({ error: { proxyStatus: 403 } });
  });

  test('whose first bytes come with its answer does not lose them', async () => {
    await using proxy = await startRawServer((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\nSSH-2.0-OpenSSH\r\n'));
    });
    const { reply } = await send('https://a.example', { proxies: { https: proxy.url } });
    expect(reply).toMatchObject({ error: { reason: 'wrong version number' } });
  });
});

test.each(['http', 'https'])(
  'the probes of TCP are those of the pipe for each request, also on a connection that was used before: %s',
  async (scheme) => {
    const set = jest.spyOn(Socket.prototype, 'setKeepAlive');
    const inForce: unknown[] = [];
    await using server = await startSecureServer('server');
    await using plain = await startRawServer((socket) => {
      socket.on('data', () => socket.write('HTTP/1.1 204 No Content\r\n\r\n'));
    });
    const client = new HttpClient(httpClientOptions({ tls: { ca: server.ca } }));
    const request = { method: 'GET' as const, headers: {}, interrupted: new AbortController().signal };
    const url = `${scheme}://127.0.0.1:${scheme === 'http' ? plain.port : server.port}`;
    const replies: unknown[] = [];
    for (const _ of [1, 2]) {
      const onSent = () => inForce.push(set.mock.lastCall);
      replies.push(await client.send(url, { ...request, onSent, deadline: performance.now() + 10_000 }));
    }
    client.close();
    set.mockRestore();
    expect(replies).toMatchObject([{ reused: false }, { reused: true }]);
    expect(inForce).toEqual(new Array(2).fill([true, 2_000, 3_000, 20]));
  },
);

describe('with a CA of its own, a client', () => {
  test('does not look a second time at a certificate that no public authority can have issued', async () => {
    await using server = await startSecureServer('server');
    const { reply, events } = await send(`https://localhost:${server.port}`, { tls: { ca: server.otherCa } });
    expect(reply).toMatchObject({ error: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } });
    expect(events).toHaveLength(1);
  });

  test('asks the public authorities about one that bears their name, and is not deceived', async () => {
    const { ca } = await certificates();
    const authority = getCACertificates('bundled').map((pem) => new X509Certificate(pem).subject);
    const issuer = String(authority.find((name) => /ISRG Root X1/.test(name))).replaceAll('\n', ', ');
    await using server = await startSecureServer(await forged(issuer));
    const { reply, events } = await send(`https://localhost:${server.port}`, { tls: { ca } });
    expect(reply).toMatchObject({ error: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } });
    expect(events).toHaveLength(2);
  });
});

/** A certificate for localhost that says who has issued it, which is not true. */
async function forged(issuer: string) {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await X509CertificateGenerator.create(
    {
      subject: 'CN=localhost',
      issuer,
      publicKey: keys.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: algorithm,
      notBefore: new Date(Date.now() - 3_600_000),
      notAfter: new Date(Date.now() + 3_600_000),
      extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }])],
    },
    webcrypto,
  );
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { cert: made.toString('pem'), key: PemConverter.encode(key, 'PRIVATE KEY') };
}
