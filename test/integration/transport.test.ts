import { once } from 'node:events';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { type Answer, answers, DEFAULT_APP, startEmulator } from '../../emulator/index.ts';
import { variablesFor } from '../support/environment.ts';
import { startRawServer, unusedPort } from '../support/raw-server.ts';
import { clock, runMain } from '../support/run-main.ts';

const FAST = { MAX_ATTEMPTS: '3', RETRY_DELAY: '0.001' };

async function runAgainst(answer: Answer, changes: Readonly<Record<string, string>> = {}) {
  await using emulator = await startEmulator();
  emulator.answerAlways(answer);
  const run = await runMain(variablesFor(emulator, { ...FAST, ...changes }));
  return { ...run, requests: emulator.deployRequests.length };
}

describe('a server that is not there', () => {
  test('refuses the connection: each attempt is reported, and the address', async () => {
    const port = await unusedPort();
    const { exitCode, log } = await runMain(variablesFor({ url: `http://127.0.0.1:${port}` }, FAST));
    expect(exitCode).toBe(1);
    expect(log).toMatch(/Attempt 2 of 3 failed: Connection refused \(ECONNREFUSED\)/);
    expect(log).toContain(`Nothing listens at http://127.0.0.1:${port}`);
    expect(log).toContain(`http://127.0.0.1:${port} does not respond.`);
  });

  test('has an unknown name', async () => {
    const { exitCode, log } = await runMain(variablesFor({ url: 'https://appsmith.invalid' }, FAST));
    expect(exitCode).toBe(1);
    expect(log).toMatch(/✖ Not deployed: The name of the server .* \((ENOTFOUND|DNS: DNS-[A-Z]+)\)\./);
  });
});

describe('a server that changes the protocol, which was not requested', () => {
  test.each([
    ['and waits', false],
    ['and closes', true],
  ])('%s: the attempt ends at once, with what it answered', async (_, closes) => {
    let ended: Promise<unknown> | undefined;
    await using server = await startRawServer((socket) => {
      ended = once(socket, 'close');
      socket.once('data', () => {
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
        if (closes) socket.end();
      });
    });
    const { exitCode, log } = await runMain(variablesFor(server, FAST));
    expect(exitCode).toBe(1);
    expect(log).toContain('✖ Not confirmed: The response does not confirm a deployment (UNCONFIRMED: HTTP-101).');
    await ended;
  });
});

test('a connection that a server closes together with its answer is not used again', async () => {
  const body = '{"responseMeta":{"status":200,"success":true}}';
  await using server = await startRawServer((socket) => {
    socket.on('data', () => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`));
  });
  const apps = { APP_ID: "['a', 'b', 'c', 'd']", BEARER_TOKEN: 'a-token-0123456789', CONCURRENCY: '1' };
  const { exitCode, log } = await runMain(variablesFor(server, { ...FAST, ...apps }));
  expect({ exitCode, log }).toMatchObject({ exitCode: 0, log: expect.not.stringContaining('WARNING: a') });
  expect(log).not.toContain('ECONNRESET');
  expect(server.received().match(/POST /g)).toHaveLength(4);
});

test.each([
  ['once', 1],
  ['twice, as a gateway and the server may', 2],
])('an answer that gives the id of another request back proves nothing: %s', async (_, times) => {
  const body = '{"responseMeta":{"status":200,"success":true}}';
  let first: string | undefined;
  await using server = await startRawServer((socket) => {
    socket.on('data', (data) => {
      first ??= /x-request-id: (\S+)/i.exec(data.toString())?.[1];
      const ids = `X-Request-Id: ${first}\r\n`.repeat(times);
      socket.write(`HTTP/1.1 200 OK\r\n${ids}Content-Length: ${body.length}\r\n\r\n${body}`);
    });
  });
  const apps = { APP_ID: "['a', 'b']", BEARER_TOKEN: 'a-token-0123456789', CONCURRENCY: '1' };
  const { exitCode, log } = await runMain(variablesFor(server, { ...FAST, ...apps }));
  expect(exitCode).toBe(1);
  expect(log).toContain('a: deployed in');
  expect(log).toContain('b: not confirmed: The response belongs to another request (UNCONFIRMED).');
  expect(log).toContain('b: Attempt 2 of 3 failed');
  expect(log).toMatch(/X-Request-Id [0-9a-f-]{36}/);
});

test.each([
  ['that has given ids back proves nothing', true, 1],
  ['that never gave any back is a success', false, 0],
])('an answer without an id, of a server %s', async (_, givesBack, expected) => {
  const body = '{"responseMeta":{"status":200,"success":true}}';
  let answered = 0;
  await using server = await startRawServer((socket) => {
    socket.on('data', (data) => {
      const id = /x-request-id: \S+\r\n/i.exec(data.toString())?.[0];
      const given = givesBack && answered === 0 ? id : '';
      answered += 1;
      socket.write(`HTTP/1.1 200 OK\r\n${given}Content-Length: ${body.length}\r\n\r\n${body}`);
    });
  });
  const apps = { APP_ID: "['a', 'b']", BEARER_TOKEN: 'a-token-0123456789', CONCURRENCY: '1' };
  const { exitCode, log } = await runMain(variablesFor(server, { ...FAST, ...apps }));
  expect(exitCode).toBe(expected);
  expect(log).toContain('a: deployed in');
  expect(log.includes('b: not confirmed: The response belongs to another request (UNCONFIRMED).')).toBe(givesBack);
});

test('a refusal with the id of another request is not taken for the answer to this one', async () => {
  let first: string | undefined;
  await using server = await startRawServer((socket) => {
    socket.on('data', (data) => {
      const id = /x-request-id: (\S+)/i.exec(data.toString())?.[1];
      const answer = first === undefined ? '{"responseMeta":{"status":200,"success":true}}' : 'Unauthorized';
      const status = first === undefined ? '200 OK' : '401 Unauthorized';
      first ??= id;
      socket.write(`HTTP/1.1 ${status}\r\nX-Request-Id: ${first}\r\nContent-Length: ${answer.length}\r\n\r\n${answer}`);
    });
  });
  const apps = { APP_ID: "['a', 'b']", BEARER_TOKEN: 'a-token-0123456789', CONCURRENCY: '1' };
  const { log } = await runMain(variablesFor(server, { ...FAST, ...apps }));
  expect(log).toContain('b: not confirmed: The response belongs to another request (UNCONFIRMED).');
});

test('a refusal without an id is reported as what it is, also from a server that returned ids before', async () => {
  await using emulator = await startEmulator();
  emulator.answerWith({}, { status: 502, headers: { 'X-Request-Id': '' }, body: 'Bad Gateway' });
  const apps = { APP_ID: `['${DEFAULT_APP.id}', 'b']`, CONCURRENCY: '1' };
  const { log } = await runMain(variablesFor(emulator, { ...FAST, ...apps }));
  expect(log).toContain('b: Attempt 1 of 3 failed: Appsmith did not respond');
});

describe('a connection that breaks', () => {
  test.each([
    ['before the answer', { reset: 'before-headers' }, 'ECONNRESET'],
    ['in the middle of the answer', { ...answers.deployed(), reset: 'mid-body' }, 'CUT'],
    ['after some bytes of the answer', { ...answers.deployed(), cutAfterBytes: 12 }, 'CUT'],
    ['after the headers of the answer', { ...answers.deployed(), cutAfterBytes: 0 }, 'CUT'],
  ] as const)('%s leaves the outcome open: it is tried again, and never a success', async (_, answer, code) => {
    const { exitCode, log, requests } = await runAgainst(answer);
    expect(exitCode).toBe(1);
    expect(requests).toBe(3);
    expect(log).toContain(` (${code}).\n`);
    expect(log).toMatch(/The new version may be live, or still being deployed/);
  });

  test('once is made good by the next attempt', async () => {
    await using emulator = await startEmulator();
    emulator.answerWith({ reset: 'before-headers' }, { ...answers.deployed(), reset: 'mid-body' });
    const { exitCode } = await runMain(variablesFor(emulator, FAST));
    expect(exitCode).toBe(0);
    expect(emulator.deployRequests).toHaveLength(3);
  });

  test('in the TLS handshake is reported as one before anything was sent', async () => {
    await using server = await startRawServer((socket) => socket.once('data', () => socket.end()));
    const url = server.url.replace('http:', 'https:');
    const { exitCode, log } = await runMain(variablesFor({ url }, FAST));
    expect(exitCode).toBe(1);
    expect(server.connections()).toBe(3);
    expect(log).toContain('✖ Not deployed: The connection was cut before the request was sent (CONNECT-RESET).\n');
    expect(log).toContain(`check scheme and port of ${url} in APPSMITH_URL.`);
    expect(log).not.toContain('may be live');
  });

  test('before the request is read is reported as one without an answer', async () => {
    await using server = await startRawServer((socket) => socket.destroy());
    const { exitCode, log } = await runMain(variablesFor(server, FAST));
    expect(exitCode).toBe(1);
    expect(log).toContain(' (ECONNRESET).\n');
    expect(log).toContain(`check scheme and port of ${server.url} in APPSMITH_URL.`); // an https port does so, too
  });
});

describe('TIMEOUT', () => {
  test.each([
    ['a server that never answers', { hang: true }],
    ['an answer that comes byte by byte', { ...answers.deployed(), trickleMs: 20 }],
    ['an answer that comes too late', { ...answers.deployed(), delayMs: 5_000 }],
  ] as const)('ends the wait for %s', async (_, answer) => {
    const { exitCode, log, requests, durationMs } = await runAgainst(answer, { TIMEOUT: '0.2', MAX_ATTEMPTS: '2' });
    expect(exitCode).toBe(1);
    expect(requests).toBe(2);
    expect(durationMs).toBeLessThan(10_000);
    expect(log).toContain('✖ Not confirmed: No complete response in time (TIMEOUT).');
    expect(log).toContain('raise TIMEOUT (now 0.2 s)');
  });

  test('is not touched by a slow answer within it', async () => {
    await using emulator = await startEmulator({ apps: [{ ...DEFAULT_APP, pullMs: 300 }] });
    const { exitCode, log } = await runMain(variablesFor(emulator, { TIMEOUT: '20' }));
    expect(exitCode).toBe(0);
    expect(log).toMatch(/✔ Deployed .* in 0\.[3-9] s/);
  });
});

describe('an attempt that takes long', () => {
  const log = async (url: string) => (await runMain(variablesFor({ url }, FAST), { clock: clock(200) })).log;

  test('is said to be deploying when there is a connection', async () => {
    await using emulator = await startEmulator({ apps: [{ ...DEFAULT_APP, pullMs: 200 }] });
    expect(await log(emulator.url)).toMatch(/INFO: Still deploying, \d+ s so far/);
  });

  test('is said to be connecting before', async () => {
    await using server = await startRawServer(() => undefined);
    const url = server.url.replace('http:', 'https:');
    expect(await log(url)).toContain(`INFO: Still connecting to ${url}, 15 s so far`);
  });
});

describe('what is not HTTP', () => {
  test.each([
    ['a greeting of SSH', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['noise', '\x00\x01\x02\x03\r\n\r\n'],
    ['a status line without a status', 'HTTP/1.1 OK\r\n\r\n'],
  ])('%s is no success, and not tried again', async (_, text) => {
    await using server = await startRawServer((socket) => socket.once('data', () => socket.end(text)));
    const { exitCode, log } = await runMain(variablesFor(server, FAST));
    expect(exitCode).toBe(1);
    expect(log).toMatch(/✖ Not confirmed: The response is not valid HTTP \(PROTOCOL: HPE_/);
    expect(server.received().match(/POST /g)).toHaveLength(1);
  });

  test.each([
    ['a header with a line break inside', 'HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n'],
    ['more headers than anyone sends', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
    ['a bad chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n'],
    ['an answer that only begins', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ])('%s is no success', async (_, text) => {
    await using server = await startRawServer((socket) => socket.once('data', () => socket.end(text)));
    const { exitCode, log } = await runMain(variablesFor(server, FAST));
    expect(exitCode).toBe(1);
    expect(log).toMatch(/✖ Not (deployed|confirmed): /);
  });

  test('an early 100 Continue before the answer does no harm', async () => {
    const body = '{"responseMeta":{"success":true}}';
    const text = `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    await using server = await startRawServer((socket) => socket.once('data', () => socket.end(text)));
    const { exitCode } = await runMain(variablesFor(server, FAST));
    expect(exitCode).toBe(0);
  });

  test('a TLS port behind an http address is reported as such', async () => {
    await using server = await startRawServer((socket) =>
      socket.once('data', () => socket.end('\x15\x03\x01\x00\x02\x02\x46')),
    );
    const { exitCode, log } = await runMain(variablesFor(server, FAST));
    expect(exitCode).toBe(1);
    expect(log).toContain(`Check scheme and port of ${server.url} in APPSMITH_URL`);
  });

  test('an http port behind an https address is reported as such', async () => {
    await using emulator = await startEmulator();
    const { exitCode, log } = await runMain(variablesFor({ url: emulator.url.replace('http:', 'https:') }, FAST));
    expect(exitCode).toBe(1);
    expect(log).toMatch(
      /The server does not speak TLS on this port \(TLS-PLAIN: \w+\)\.[\s\S]*an http port does not speak TLS/,
    );
  });
});

describe('an answer of many bytes', () => {
  const large = `{"responseMeta":{"status":200,"success":true},"data":{"applicationName":"${'x'.repeat(10_000_000)}"}}`;
  const json = { 'Content-Type': 'application/json' };

  test.each([
    ['of 10 MB', { headers: json, body: large }],
    ['of 10 MB, compressed', { headers: json, body: large, gzip: true }],
    ['of 10 MB as a page', { headers: { 'Content-Type': 'text/html' }, body: large }],
    ['of 10 MB with HTTP 404', { status: 404, headers: json, body: large }],
  ])('%s is cut off, and no success', async (_, answer) => {
    const { exitCode, log, requests } = await runAgainst(answer);
    expect(exitCode).toBe(1);
    expect(requests).toBe(1);
    expect(log.length).toBeLessThan(5_000);
  });

  test.each<[string, (text: Buffer) => Buffer, number]>([
    ['gzip', gzipSync, 0],
    ['X-Gzip', gzipSync, 0],
    ['deflate', deflateSync, 0],
    ['br', brotliCompressSync, 0],
    ['zstd', zstdCompressSync, 1],
    ['identity', (text) => text, 0],
  ])('compressed with %s, which nobody asked for, ends as it should', async (encoding, compress, code) => {
    const body = compress(Buffer.from('{"responseMeta":{"status":200,"success":true}}'));
    const { exitCode } = await runAgainst({ headers: { ...json, 'Content-Encoding': encoding }, body });
    expect(exitCode).toBe(code);
  });

  test('that is large even when compressed is cut off', async () => {
    const noise = Buffer.from(Array.from({ length: 3_000_000 }, (_, at) => (at * 7_919 + (at >> 3) * 104_729) % 251));
    const { exitCode, log } = await runAgainst({ headers: json, body: noise, gzip: true });
    expect(exitCode).toBe(1);
    expect(log).toMatch(/✖ Not (deployed|confirmed): /);
  });

  test('below 1 MB is read whole', async () => {
    const { exitCode } = await runAgainst({ headers: json, body: large.replace('x'.repeat(9_900_000), '') });
    expect(exitCode).toBe(0);
  });
});
