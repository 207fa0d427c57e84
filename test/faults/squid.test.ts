import { afterAll, beforeAll, test } from '@jest/globals';
import { type Answer, answers, type Emulator, startEmulator } from '../../emulator/index.ts';
import { certificates } from '../../scripts/certificates.ts';
import { startProgram } from '../support/lab/program.ts';
import { startTcpProxy, type TcpProxyOptions } from '../support/tcp-proxy.ts';
import { deploys, type Fault, fails, faultVariables, meet } from './support/fault.ts';
import { unusedPorts } from './support/ports.ts';

/** A name that no DNS knows: only the proxy does. The test certificates have one for it. */
const HOST = 'appsmith.wrong.example';
const [OPEN, LOCKED, NOWHERE, DEAD] = await unusedPorts(4);

const config = (forbidden: number) => `
http_port 127.0.0.1:${OPEN} name=open
http_port 127.0.0.1:${LOCKED} name=locked
pid_filename none
cache deny all
cache_mem 1 MB
access_log none
cache_log {folder}/cache.log
cache_store_log none
netdb_filename none
coredump_dir none
hosts_file {folder}/hosts
shutdown_lifetime 0 seconds
connect_timeout 1 second
connect_retries 0
forward_timeout 1 second
via off
auth_param basic program {folder}/check.sh
auth_param basic children 1 startup=1 idle=1
acl is_locked myportname locked
acl known proxy_auth REQUIRED
acl forbidden port ${forbidden}
http_access deny forbidden
http_access deny is_locked !known
http_access allow all
`;

const CHECK = `#!/bin/sh
while read -r user password; do
  case "$user $password" in "runner proxy-pass-word") echo OK ;; *) echo ERR ;; esac
done
`;

const running = new AsyncDisposableStack();
let plain: Emulator;
let secure: Emulator;
let forbidden: Emulator;
let ca: string;

beforeAll(async () => {
  const made = await certificates();
  ca = made.ca;
  plain = running.use(await startEmulator());
  secure = running.use(await startEmulator({ tls: made.wrongHost }));
  forbidden = running.use(await startEmulator({ tls: made.wrongHost }));
  const files = { 'squid.conf': config(forbidden.port), hosts: `127.0.0.1 ${HOST}\n`, 'check.sh': CHECK };
  // Its shared memory has the name of the service: one that was killed leaves it behind.
  const command = ['squid', '-n', `lab${forbidden.port}`, '-N', '-d', '1', '-f', '{folder}/squid.conf'] as const;
  running.use(await startProgram({ files, command, ports: [OPEN, LOCKED] }));
});

afterAll(() => running.disposeAsync());

type Case = Fault & {
  readonly variables: () => Readonly<Record<string, string>>;
  /** Address of Appsmith. Default: https. */
  readonly url?: () => string;
  /** Of Appsmith behind it. */
  readonly answer?: Answer;
};

const http = () => `http://${HOST}:${plain.port}`;
const https = (port: number) => `https://${HOST}:${port}`;
const via = (address: string) => () => ({ HTTPS_PROXY: `http://${address}` });
const viaHttp = (address: string) => () => ({ HTTP_PROXY: `http://${address}` });
const PROXY = (status: number, more = {}) => fails('PROXY', 0, { code: `PROXY-${status}`, ...more });

// Each has a user of its own: squid mixes up one user's right and wrong passwords.
const cases: readonly Case[] = [
  { fault: 'None: CONNECT', where: 'squid', variables: via(`127.0.0.1:${OPEN}`), ending: deploys() },
  {
    fault: 'None: CONNECT with credentials',
    where: 'squid',
    variables: via(`runner:proxy-pass-word@127.0.0.1:${LOCKED}`),
    ending: deploys(),
  },
  {
    fault: 'CONNECT without credentials: 407',
    where: 'squid',
    variables: via(`127.0.0.1:${LOCKED}`),
    ending: fails('PROXY-AUTH', 0, { code: 'PROXY-407' }),
    says: 'HTTPS_PROXY',
  },
  {
    fault: 'CONNECT with wrong credentials: 407',
    where: 'squid',
    variables: via(`other:wrong-pass-word@127.0.0.1:${LOCKED}`),
    ending: fails('PROXY-AUTH', 0, { code: 'PROXY-407' }),
    says: 'HTTPS_PROXY',
  },
  {
    fault: 'CONNECT to a forbidden port: 403',
    where: 'squid',
    variables: via(`127.0.0.1:${OPEN}`),
    url: () => https(forbidden.port),
    ending: PROXY(403, { attempts: 1 }),
    says: 'HTTPS_PROXY',
  },
  {
    fault: 'CONNECT where nothing listens: 503',
    where: 'squid',
    variables: via(`127.0.0.1:${OPEN}`),
    url: () => https(NOWHERE),
    ending: PROXY(503),
  },
  {
    fault: 'CONNECT to a name that the proxy does not know: 500',
    where: 'squid',
    variables: via(`127.0.0.1:${OPEN}`),
    url: () => 'https://appsmith.invalid',
    ending: PROXY(500),
  },
  {
    fault: 'The proxy is down',
    where: 'squid',
    variables: via(`127.0.0.1:${DEAD}`),
    ending: fails('PROXY-DOWN', 0, { code: 'ECONNREFUSED' }),
    says: 'HTTPS_PROXY',
  },
  {
    fault: 'Appsmith resets the tunnel',
    where: 'behind squid',
    variables: via(`127.0.0.1:${OPEN}`),
    answer: { reset: 'before-headers' },
    ending: fails('ECONNRESET', 3),
  },
  {
    fault: 'Appsmith cuts its answer in the tunnel',
    where: 'behind squid',
    variables: via(`127.0.0.1:${OPEN}`),
    answer: { ...answers.deployed(), cutAfterBytes: 60 },
    ending: fails('CUT', 3),
  },
  {
    fault: 'A private CA behind the proxy was not given',
    where: 'behind squid',
    variables: () => ({ ...via(`127.0.0.1:${OPEN}`)(), CA_CERTIFICATE: '' }),
    ending: fails('TLS-CA', 0, { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
    says: 'issuer CN=Acme Test CA',
  },
  { fault: 'None: http', where: 'squid', variables: viaHttp(`127.0.0.1:${OPEN}`), url: http, ending: deploys() },
  {
    fault: 'None: http with credentials',
    where: 'squid',
    variables: viaHttp(`runner:proxy-pass-word@127.0.0.1:${LOCKED}`),
    url: http,
    ending: deploys(),
  },
  {
    fault: 'http without credentials: 407',
    where: 'squid',
    variables: viaHttp(`127.0.0.1:${LOCKED}`),
    url: http,
    ending: fails('PROXY-AUTH', 0, { code: 'HTTP-407' }),
    says: 'HTTP_PROXY',
  },
  {
    fault: 'http where nothing listens: 503 in HTML',
    where: 'squid',
    variables: viaHttp(`127.0.0.1:${OPEN}`),
    url: () => `http://${HOST}:${NOWHERE}`,
    ending: fails('HTTP-503', 0),
  },
  {
    fault: 'NO_PROXY leads past a proxy that is down',
    where: 'squid',
    variables: () => ({ ...viaHttp(`127.0.0.1:${DEAD}`)(), NO_PROXY: '0.0.0.0/8' }),
    url: () => `http://0.0.0.0:${plain.port}`,
    ending: deploys(),
  },
];

test.each(cases)('$fault', async ({ variables, url = () => https(secure.port), answer, ...fault }) => {
  for (const emulator of [plain, secure]) emulator.answerAlways(answer);
  const target = url().startsWith('http:') ? plain : secure;
  await meet('squid', fault, target, faultVariables(url(), { CA_CERTIFICATE: ca, ...variables() }));
});

const CUT_ON_THE_WAY = fails('PROXY', 0, {
  code: 'ECONNRESET',
  title: 'The connection was cut on its way through the proxy',
});
const ESTABLISHED = '200 Connection established';

test.each<Fault & { damage: Omit<TcpProxyOptions, 'target'>; timeout?: string }>([
  {
    fault: 'Reset before the answer to CONNECT',
    where: 'between pipe and squid',
    damage: { toClient: { resetAfter: 0 } },
    ending: CUT_ON_THE_WAY,
  },
  {
    fault: 'Closed in the middle of the answer to CONNECT',
    where: 'between pipe and squid',
    damage: { toClient: { endAfter: 12 } },
    ending: fails('PROXY', 0, { code: 'ECONNRESET', title: 'The connection was cut on its way through the proxy' }),
  },
  {
    fault: 'A black hole before the answer to CONNECT',
    where: 'between pipe and squid',
    timeout: '0.4',
    damage: { toClient: { dropAfter: 0 } },
    ending: fails('PROXY', 0, { code: 'CONNECT-TIMEOUT', title: 'No connection through the proxy in time' }),
  },
  {
    fault: 'Reset right after the tunnel stands',
    where: 'between pipe and squid',
    damage: { toClient: { resetAfter: ESTABLISHED } },
    ending: CUT_ON_THE_WAY,
  },
  {
    fault: 'Reset once before the answer to CONNECT, then well',
    where: 'between pipe and squid',
    damage: { toClient: { resetAfter: 0 }, faultyConnections: 1 },
    ending: deploys(2, 1),
  },
  {
    fault: 'All one byte at a time, CONNECT too',
    where: 'between pipe and squid',
    timeout: '20',
    damage: { toClient: { pieceBytes: 7, pauseMs: 1 } },
    ending: deploys(),
  },
])('$fault', async ({ damage, timeout = '5', ...fault }) => {
  secure.answerAlways(undefined);
  await using proxy = await startTcpProxy({ target: OPEN, ...damage });
  const variables = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, CA_CERTIFICATE: ca, TIMEOUT: timeout };
  await meet('squid', fault, secure, faultVariables(https(secure.port), variables));
});
