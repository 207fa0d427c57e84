import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../../emulator/index.ts';
import { certificates } from '../../scripts/certificates.ts';
import { type Program, startProgram } from '../support/lab/program.ts';
import { deploys, type Fault, fails, faultVariables, meet } from './support/fault.ts';
import { unusedPorts } from './support/ports.ts';

/** Not loopback by its name, so the pipe asks the proxy; it leads to this machine all the same. */
const HOST = '0.0.0.0';
const [READING, CHANGING, LOCKED, STRICT, NOWHERE] = await unusedPorts(5);

const running = new AsyncDisposableStack();
let emulator: Emulator;
let reading: Program;
let otherCa: string;

beforeAll(async () => {
  const made = await certificates();
  otherCa = made.ca;
  emulator = running.use(await startEmulator({ tls: made.server }));
  const start = async (port: number, ...more: string[]) =>
    running.use(
      await startProgram({
        files: {},
        command: [
          'mitmdump',
          '-q',
          '--listen-host',
          '127.0.0.1',
          '--listen-port',
          String(port),
          '--set',
          'confdir={folder}',
          ...more,
        ],
        ports: [port],
      }),
    );
  // The authority is made at the first start; the others have one of their own.
  [reading] = await Promise.all([
    start(READING, '--ssl-insecure'),
    start(CHANGING, '--ssl-insecure', '--modify-body', '/~s/"success":true/"success":false'),
    start(LOCKED, '--ssl-insecure', '--proxyauth', 'runner:proxy-pass-word'),
    start(STRICT),
  ]);
});

afterAll(() => running.disposeAsync());

type Case = Fault & { readonly proxy: string; readonly ca?: 'reading' | 'other' | 'none'; readonly port?: number };

const AUTH = fails('PROXY-AUTH', 0, { code: 'PROXY-407' });

const cases: readonly Case[] = [
  {
    fault: 'None: all is read along, and its CA was given',
    where: 'mitmproxy',
    proxy: `127.0.0.1:${READING}`,
    ending: deploys(),
  },
  {
    fault: 'Its CA was not given',
    where: 'mitmproxy',
    proxy: `127.0.0.1:${READING}`,
    ca: 'none',
    ending: fails('TLS-CA', 0, { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
    says: /issuer .*CN=mitmproxy[\s\S]*CA_CERTIFICATE/,
  },
  {
    fault: 'Another CA was given',
    where: 'mitmproxy',
    proxy: `127.0.0.1:${READING}`,
    ca: 'other',
    ending: fails('TLS-CA', 0, { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
  },
  {
    fault: 'Another mitmproxy than the one whose CA was given',
    where: 'mitmproxy',
    proxy: `127.0.0.1:${CHANGING}`,
    ending: fails('TLS-CA', 0, { code: 'CERT_SIGNATURE_FAILURE' }),
  },
  {
    fault: 'CONNECT without credentials: 407',
    where: 'mitmproxy',
    proxy: `127.0.0.1:${LOCKED}`,
    ending: AUTH,
    says: 'HTTPS_PROXY',
  },
  {
    fault: 'CONNECT with wrong credentials: 407',
    where: 'mitmproxy',
    proxy: `runner:wrong-pass-word@127.0.0.1:${LOCKED}`,
    ending: AUTH,
    says: 'HTTPS_PROXY',
  },
  {
    fault: 'CONNECT where nothing listens: 502',
    where: 'mitmproxy',
    proxy: `127.0.0.1:${READING}`,
    port: NOWHERE,
    ending: fails('PROXY', 0, { code: 'PROXY-502' }),
  },
];

test.each(cases)('$fault', async ({ proxy, ca = 'reading', port = emulator.port, ...fault }) => {
  const pem = {
    reading: readFileSync(join(reading.folder, 'mitmproxy-ca-cert.pem'), 'utf8'),
    other: otherCa,
    none: '',
  }[ca];
  const variables = { HTTPS_PROXY: `http://${proxy}`, CA_CERTIFICATE: pem };
  await meet('mitmproxy', fault, emulator, faultVariables(`https://${HOST}:${port}`, variables));
});
