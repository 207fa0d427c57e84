import { afterAll, beforeAll, test } from '@jest/globals';
import { type Answer, answers, type Emulator, startEmulator } from '../../emulator/index.ts';
import { certificates } from '../../scripts/certificates.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { startProgram } from '../support/lab/program.ts';
import { deploys, type Fault, fails, faultVariables, meet } from './support/fault.ts';
import { unusedPorts } from './support/ports.ts';

/** A name that no DNS knows; tinyproxy hands it on to a proxy that does. */
const HOST = 'appsmith.wrong.example';
const [OPEN, LOCKED] = await unusedPorts(2);

const config = (port: number, upstream: number, more = '') => `
Port ${port}
Listen 127.0.0.1
Timeout 10
LogFile "{folder}/${port}.log"
LogLevel Error
MaxClients 20
Upstream http 127.0.0.1:${upstream} ".wrong.example"
${more}
`;

const running = new AsyncDisposableStack();
let plain: Emulator;
let secure: Emulator;
let ca: string;

beforeAll(async () => {
  const made = await certificates();
  ca = made.ca;
  plain = running.use(await startEmulator());
  secure = running.use(await startEmulator({ tls: made.wrongHost }));
  const hosts = { [HOST]: secure.port };
  const next = running.use(await startConnectProxy({ hosts }));
  for (const [port, more] of [
    [OPEN, 'ConnectPort 443'],
    [LOCKED, 'BasicAuth runner proxy-pass-word'],
  ] as const) {
    const files = { 'tinyproxy.conf': config(port, next.port, more) };
    running.use(
      await startProgram({ files, command: ['tinyproxy', '-d', '-c', '{folder}/tinyproxy.conf'], ports: [port] }),
    );
  }
});

afterAll(() => running.disposeAsync());

type Case = Fault & {
  readonly proxy: string;
  readonly url?: () => string;
  /** Of Appsmith behind it. */
  readonly answer?: Answer;
};

/** Not loopback by its name, so the pipe asks the proxy; it leads to this machine all the same. */
const local = (port: number) => `http://0.0.0.0:${port}`;
const AUTH = (code: string) => fails('PROXY-AUTH', 0, { code });

const cases: readonly Case[] = [
  { fault: 'None: CONNECT', where: 'tinyproxy', proxy: `127.0.0.1:${OPEN}`, ending: deploys() },
  {
    fault: 'None: CONNECT with credentials',
    where: 'tinyproxy',
    proxy: `runner:proxy-pass-word@127.0.0.1:${LOCKED}`,
    ending: deploys(),
  },
  {
    fault: 'CONNECT without credentials: 407',
    where: 'tinyproxy',
    proxy: `127.0.0.1:${LOCKED}`,
    ending: AUTH('PROXY-407'),
    says: 'HTTPS_PROXY',
  },
  {
    fault: 'CONNECT with wrong credentials: 401, as from Appsmith',
    where: 'tinyproxy',
    proxy: `runner:wrong-pass-word@127.0.0.1:${LOCKED}`,
    ending: AUTH('PROXY-401'),
    says: 'HTTPS_PROXY',
  },
  {
    fault: 'CONNECT to a forbidden port: 403',
    where: 'tinyproxy',
    proxy: `127.0.0.1:${OPEN}`,
    url: () => `https://${HOST}:8443`,
    ending: fails('PROXY', 0, { code: 'PROXY-403', attempts: 1 }),
    says: 'HTTPS_PROXY',
  },
  {
    fault: 'CONNECT to a name that nobody knows',
    where: 'tinyproxy',
    proxy: `127.0.0.1:${OPEN}`,
    url: () => 'https://appsmith.invalid',
    ending: fails('PROXY', 0, { code: 'PROXY-500' }),
  },
  {
    fault: 'Appsmith cuts its answer in the tunnel',
    where: 'behind tinyproxy',
    proxy: `127.0.0.1:${OPEN}`,
    answer: { ...answers.deployed(), cutAfterBytes: 60 },
    ending: fails('CUT', 3),
  },
  {
    fault: 'Git lock in use, through a tunnel',
    where: 'behind tinyproxy',
    proxy: `127.0.0.1:${OPEN}`,
    answer: answers['AE-GIT-5020'](),
    ending: fails('AE-GIT-5020', 3),
  },
  {
    fault: 'None: http',
    where: 'tinyproxy',
    proxy: `127.0.0.1:${OPEN}`,
    url: () => local(plain.port),
    ending: deploys(),
  },
  {
    fault: 'http without credentials: 407',
    where: 'tinyproxy',
    proxy: `127.0.0.1:${LOCKED}`,
    url: () => local(plain.port),
    ending: AUTH('HTTP-407'),
    says: 'HTTP_PROXY',
  },
  {
    fault: 'http where nothing listens',
    where: 'tinyproxy',
    proxy: `127.0.0.1:${OPEN}`,
    url: () => local(1),
    ending: fails('HTTP-500', 0),
  },
];

test.each(cases)('$fault ($where)', async ({ proxy, url, answer, ...fault }) => {
  for (const emulator of [plain, secure]) emulator.answerAlways(answer);
  const address = url?.() ?? `https://${HOST}`;
  const isPlain = address.startsWith('http:');
  const variables = { CA_CERTIFICATE: ca, [isPlain ? 'HTTP_PROXY' : 'HTTPS_PROXY']: `http://${proxy}` };
  await meet('tinyproxy', fault, isPlain ? plain : secure, faultVariables(address, variables));
});
