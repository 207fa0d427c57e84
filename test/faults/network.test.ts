import { afterAll, beforeAll, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../../emulator/index.ts';
import { certificates } from '../../scripts/certificates.ts';
import { startRawServer, unusedPort } from '../support/raw-server.ts';
import { startTcpProxy, type TcpProxyOptions } from '../support/tcp-proxy.ts';
import { deploys, type Fault, fails, faultVariables, meet } from './support/fault.ts';

type Damage = Omit<TcpProxyOptions, 'target'>;

const running = new AsyncDisposableStack();
let plain: Emulator;
let secure: Emulator;
let ca: string;

beforeAll(async () => {
  const made = await certificates();
  ca = made.ca;
  plain = running.use(await startEmulator());
  secure = running.use(await startEmulator({ tls: made.server }));
});

afterAll(() => running.disposeAsync());

const SLOW = { pieceBytes: 1, pauseMs: 1 };
const PIECES = { pieceBytes: 7, pauseMs: 1 };
const IN_BODY = '"success":true';

const http: readonly (Omit<Fault, 'where'> & { readonly damage: Damage; readonly timeout?: string })[] = [
  {
    fault: 'Each packet takes 0.2 s',
    ending: deploys(),
    damage: { toServer: { latencyMs: 200 }, toClient: { latencyMs: 200 } },
  },
  { fault: 'An answer at 2 kB/s', ending: deploys(), damage: { toClient: { pieceBytes: 200, pauseMs: 100 } } },
  {
    fault: 'An answer that is too slow for TIMEOUT',
    ending: fails('TIMEOUT', 3),
    timeout: '1',
    damage: { toClient: { pieceBytes: 10, pauseMs: 100 } },
  },
  { fault: 'An answer one byte at a time', ending: deploys(), damage: { toClient: SLOW } },
  { fault: 'A request one byte at a time', ending: deploys(), damage: { toServer: SLOW } },
  { fault: 'Closed as soon as the connection stands', ending: fails('ECONNRESET', 0), damage: { onConnection: 'end' } },
  {
    fault: 'Reset in the middle of the request',
    ending: fails('ECONNRESET', 0),
    damage: { toServer: { resetAfter: 100 } },
  },
  { fault: 'Reset when the request was sent', ending: fails('ECONNRESET', 3), damage: { toClient: { resetAfter: 0 } } },
  { fault: 'Reset in the status line', ending: fails('ECONNRESET', 3), damage: { toClient: { resetAfter: 10 } } },
  {
    fault: 'Reset in the headers of the answer',
    ending: fails('ECONNRESET', 3),
    damage: { toClient: { resetAfter: 'Content-Type' } },
  },
  {
    fault: 'Reset between headers and body',
    ending: fails('CUT', 3),
    damage: { toClient: { resetAfter: '\r\n\r\n' } },
  },
  {
    fault: 'Reset right after `"success":true`',
    ending: fails('CUT', 3),
    damage: { toClient: { resetAfter: IN_BODY } },
  },
  {
    fault: 'Reset before the last byte of the answer',
    ending: fails('CUT', 3),
    damage: { toClient: { resetAfter: '"errorDisplay":""' } },
  },
  { fault: 'Closed when the request was sent', ending: fails('ECONNRESET', 3), damage: { toClient: { endAfter: 0 } } },
  {
    fault: 'Closed in the headers of the answer',
    ending: fails('ECONNRESET', 3),
    damage: { toClient: { endAfter: 'Content-Type' } },
  },
  {
    fault: 'Closed right after `"success":true`',
    ending: fails('CUT', 3),
    damage: { toClient: { endAfter: IN_BODY } },
  },
  { fault: 'Half closed after the request', ending: deploys(), damage: { toServer: { endAfter: '\r\n\r\n' } } },
  {
    fault: 'Half closed in the middle of the request',
    ending: fails('PROTOCOL', 0, { code: 'HTTP-400', title: 'The server rejected the request over plain http' }),
    damage: { toServer: { endAfter: 100 } },
  },
  {
    fault: 'A black hole that takes connections',
    ending: fails('TIMEOUT', 0),
    timeout: '0.3',
    damage: { onConnection: 'silence' },
  },
  {
    fault: 'A black hole in the middle of the request',
    ending: fails('TIMEOUT', 0),
    timeout: '0.3',
    damage: { toServer: { dropAfter: 100 } },
  },
  {
    fault: 'A black hole before the answer',
    ending: fails('TIMEOUT', 3),
    timeout: '1',
    damage: { toClient: { dropAfter: 0 } },
  },
  {
    fault: 'A black hole in the headers of the answer',
    ending: fails('TIMEOUT', 3),
    timeout: '1',
    damage: { toClient: { dropAfter: 'Content-Type' } },
  },
  {
    fault: 'A black hole right after `"success":true`',
    ending: fails('TIMEOUT', 3),
    timeout: '1',
    damage: { toClient: { dropAfter: IN_BODY } },
  },
  { fault: 'Reset once, then well', ending: deploys(2, 1), damage: { onConnection: 'reset', faultyConnections: 1 } },
  {
    fault: 'Reset when the request was sent, once',
    ending: deploys(2),
    damage: { toClient: { resetAfter: 0 }, faultyConnections: 1 },
  },
  {
    fault: 'Cut in the middle of the answer, twice',
    ending: deploys(3),
    damage: { toClient: { endAfter: IN_BODY }, faultyConnections: 2 },
  },
  {
    fault: 'A black hole, once',
    ending: deploys(2, 1),
    timeout: '1',
    damage: { onConnection: 'silence', faultyConnections: 1 },
  },
];

test.each(http)('$fault', async ({ damage, timeout = '5', ...fault }) => {
  await using proxy = await startTcpProxy({ target: plain.port, ...damage });
  const where = 'TCP proxy, http';
  await meet(
    'Network',
    { ...fault, where },
    plain,
    faultVariables(`http://127.0.0.1:${proxy.port}`, { TIMEOUT: timeout }),
  );
});

const https: typeof http = [
  {
    fault: 'Both ways in pieces of seven bytes',
    ending: deploys(),
    timeout: '20',
    damage: { toServer: PIECES, toClient: PIECES },
  },
  {
    fault: 'Silence in place of the TLS handshake',
    ending: fails('TLS-TIMEOUT', 0),
    timeout: '0.3',
    damage: { onConnection: 'silence' },
  },
  // With http it depends on who is quicker whether the request was sent.
  {
    fault: 'Reset as soon as the connection stands',
    ending: fails('CONNECT-RESET', 0),
    damage: { onConnection: 'reset' },
  },
  { fault: 'Reset in the TLS handshake', ending: fails('CONNECT-RESET', 0), damage: { toClient: { resetAfter: 100 } } },
  { fault: 'Closed in the TLS handshake', ending: fails('CONNECT-RESET', 0), damage: { toClient: { endAfter: 100 } } },
  {
    fault: 'A black hole in the TLS handshake',
    ending: fails('TLS-TIMEOUT', 0),
    timeout: '0.3',
    damage: { toClient: { dropAfter: 100 } },
  },
  {
    fault: 'Reset in the TLS handshake, once',
    ending: deploys(2, 1),
    damage: { toClient: { resetAfter: 100 }, faultyConnections: 1 },
  },
];

test.each(https)('$fault', async ({ damage, timeout = '5', ...fault }) => {
  await using proxy = await startTcpProxy({ target: secure.port, ...damage });
  const variables = faultVariables(`https://127.0.0.1:${proxy.port}`, { TIMEOUT: timeout, CA_CERTIFICATE: ca });
  await meet('Network', { ...fault, where: 'TCP proxy, https' }, secure, variables);
});

test('Nothing listens', async () => {
  const url = `http://127.0.0.1:${await unusedPort()}`;
  await meet(
    'Network',
    { fault: 'Nothing listens', where: 'port', ending: fails('ECONNREFUSED', 0) },
    plain,
    faultVariables(url),
  );
});

test('https to an http port', async () => {
  const fault = {
    fault: 'https to an http port',
    where: 'port',
    ending: fails('TLS-PLAIN', 0, { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }),
  };
  await meet('Network', fault, plain, faultVariables(plain.url.replace('http:', 'https:')));
});

test('http to an https port', async () => {
  const fault = { fault: 'http to an https port', where: 'port', ending: fails('ECONNRESET', 0) };
  await meet('Network', fault, secure, faultVariables(secure.url.replace('https:', 'http:')));
});

test.each([
  ['An SSH server', 'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'],
  ['A mail server', '220 mail.example.com ESMTP\r\n'],
  ['HTTP/0.9: a bare envelope', '{"responseMeta":{"status":200,"success":true}}'],
])('%s', async (fault, greeting) => {
  await using server = await startRawServer((socket) => socket.end(greeting));
  const ending = fails('PROTOCOL', 0, { code: 'HPE_INVALID_CONSTANT' });
  await meet('Network', { fault, where: 'port', ending }, plain, faultVariables(server.url));
});
