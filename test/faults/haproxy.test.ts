import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Answer, answers, type Emulator, startEmulator } from '../../emulator/index.ts';
import { type Certificates, certificates } from '../../scripts/certificates.ts';
import { startProgram } from '../support/lab/program.ts';
import { deploys, type Fault, fails, faultVariables, meet } from './support/fault.ts';
import { unusedPorts } from './support/ports.ts';

const [
  PLAIN,
  HASTY,
  DOWN,
  QUEUE,
  REJECT,
  DROP,
  TARPIT,
  DENY,
  PAGE,
  EMPTY,
  SECURE,
  MUTUAL,
  UPGRADE,
  TUNNEL,
  FORGED,
  NOWHERE,
] = await unusedPorts(16);

const front = (name: string, port: number, lines: string, bind = '') =>
  `frontend ${name}\n  bind 127.0.0.1:${port} ${bind}\n${lines
    .split('; ')
    .map((line) => `  ${line}`)
    .join('\n')}\n`;

const config = (backend: number) => `
global
  maxconn 64
  ssl-default-bind-options ssl-min-ver TLSv1.2
defaults
  mode http
  timeout connect 1s
  timeout client 10s
  timeout server 10s
  timeout queue 300ms
  timeout tarpit 300ms
  retries 0
backend appsmith
  server one 127.0.0.1:${backend}
backend hasty
  timeout server 300ms
  server one 127.0.0.1:${backend}
backend down
  server one 127.0.0.1:${NOWHERE}
backend narrow
  server one 127.0.0.1:${backend} maxconn 1
${front('plain', PLAIN, 'default_backend appsmith')}
${front('hasty', HASTY, 'default_backend hasty')}
${front('down', DOWN, 'default_backend down')}
${front('queue', QUEUE, 'default_backend narrow')}
${front('reject', REJECT, 'tcp-request connection reject')}
${front('drop', DROP, 'http-request silent-drop')}
${front('tarpit', TARPIT, 'http-request tarpit deny_status 429')}
${front('deny', DENY, 'http-request deny deny_status 403')}
${front('page', PAGE, 'http-request return status 200 content-type text/html string "<title>Maintenance</title>"')}
${front('empty', EMPTY, 'http-request return status 200 content-type application/json string "{}"')}
${front(
  'forged',
  FORGED,
  'http-request return status 503 content-type application/json string ' +
    '"{\\"responseMeta\\":{\\"status\\":200,\\"success\\":true}}"',
)}
${front('secure', SECURE, 'default_backend appsmith', 'ssl crt {folder}/server.pem')}
${front(
  'mutual',
  MUTUAL,
  'default_backend appsmith',
  'ssl crt {folder}/server.pem ca-file {folder}/ca.pem verify required',
)}
${front('upgrade', UPGRADE, `http-request redirect code 301 location https://127.0.0.1:${SECURE}%[capture.req.uri]`)}
listen tunnel
  mode tcp
  bind 127.0.0.1:${TUNNEL}
  timeout client 300ms
  timeout server 300ms
  server one 127.0.0.1:${backend}
`;

const running = new AsyncDisposableStack();
let emulator: Emulator;
let made: Certificates;

beforeAll(async () => {
  made = await certificates();
  emulator = running.use(await startEmulator());
  const files = {
    'haproxy.cfg': config(emulator.port),
    'server.pem': `${made.server.cert}\n${made.server.key}\n`,
    'ca.pem': made.ca,
  };
  const command = ['haproxy', '-db', '-f', '{folder}/haproxy.cfg'] as const;
  running.use(await startProgram({ files, command, ports: [PLAIN, TUNNEL] }));
});

afterAll(() => running.disposeAsync());

type Case = Fault & {
  readonly port: number;
  readonly secure?: true;
  readonly variables?: (made: Certificates) => Readonly<Record<string, string>>;
  /** Of Appsmith behind it. */
  readonly answer?: Answer;
};

const client = ({ cert, key }: Certificates['client']) => ({ CLIENT_CERTIFICATE: cert, CLIENT_KEY: key });

const cases: readonly Case[] = [
  { fault: 'None: through haproxy', where: 'haproxy', port: PLAIN, ending: deploys() },
  { fault: 'None: through haproxy with https', where: 'haproxy', port: SECURE, secure: true, ending: deploys() },
  {
    fault: '`timeout server`: 504',
    where: 'haproxy',
    port: HASTY,
    answer: { hang: true },
    ending: fails('HTTP-504', 3),
  },
  { fault: 'No server is up: 503', where: 'haproxy', port: DOWN, ending: fails('HTTP-503', 0) },
  {
    fault: 'Appsmith resets the connection: 502',
    where: 'behind haproxy',
    port: PLAIN,
    answer: { reset: 'before-headers' },
    ending: fails('HTTP-502', 3),
  },
  {
    fault: 'Appsmith cuts its answer',
    where: 'behind haproxy',
    port: PLAIN,
    answer: { ...answers.deployed(), cutAfterBytes: 60 },
    ending: fails('CUT', 3),
  },
  {
    fault: 'Connections are rejected',
    where: 'haproxy',
    port: REJECT,
    secure: true,
    ending: fails('CONNECT-RESET', 0),
  },
  {
    fault: '`silent-drop`: the connection is gone, nobody is told',
    where: 'haproxy',
    port: DROP,
    variables: () => ({ TIMEOUT: '0.4' }),
    ending: fails('TIMEOUT', 0),
  },
  { fault: 'Tarpit with 429', where: 'haproxy', port: TARPIT, ending: fails('HTTP-429', 0) },
  { fault: 'Denied with 403', where: 'haproxy', port: DENY, ending: fails('HTTP-403', 0) },
  {
    fault: '200 with a maintenance page',
    where: 'haproxy',
    port: PAGE,
    ending: fails('HTML', 0, { code: 'HTTP-200' }),
  },
  {
    fault: '200 with an empty object',
    where: 'haproxy',
    port: EMPTY,
    ending: fails('UNCONFIRMED', 0, { code: 'HTTP-200' }),
  },
  { fault: '503 around an envelope of success', where: 'haproxy', port: FORGED, ending: fails('HTTP-503', 0) },
  {
    fault: 'No client certificate: a TLS alert',
    where: 'haproxy',
    port: MUTUAL,
    secure: true,
    ending: fails('TLS-CLIENT', 0, { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }),
  },
  {
    fault: 'A client certificate of another CA: a TLS alert',
    where: 'haproxy',
    port: MUTUAL,
    secure: true,
    variables: ({ foreignClient }) => client(foreignClient),
    ending: fails('TLS-CLIENT', 0, { code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' }),
  },
  {
    fault: 'The right client certificate',
    where: 'haproxy',
    port: MUTUAL,
    secure: true,
    variables: (all) => client(all.client),
    ending: deploys(),
  },
  { fault: 'A permanent redirect from http to https', where: 'haproxy', port: UPGRADE, ending: deploys() },
  {
    fault: 'Idle connections are ended: no answer in time',
    where: 'haproxy, TCP',
    port: TUNNEL,
    answer: { hang: true },
    ending: fails('ECONNRESET', 3),
  },
];

test.each(cases)('$fault ($where)', async ({ port, secure, variables, answer, ...fault }) => {
  emulator.answerAlways(answer);
  const url = `http${secure ? 's' : ''}://127.0.0.1:${port}`;
  await meet('haproxy', fault, emulator, faultVariables(url, { CA_CERTIFICATE: made.ca, ...variables?.(made) }));
});

test('the queue is full for longer than `timeout queue`', async () => {
  emulator.answerAlways({ hang: true });
  const leave = new AbortController();
  const before = emulator.deployRequests.length;
  const other = fetch(`http://127.0.0.1:${QUEUE}/api/v1/git/deploy/app/other`, {
    method: 'POST',
    signal: leave.signal,
  });
  const left = expect(other).rejects.toThrow();
  await emulator.waitForRequest(before + 1);
  const fault = {
    fault: 'The queue is full for longer than `timeout queue`: 503',
    where: 'haproxy',
    ending: fails('HTTP-503', 0),
  };
  await meet('haproxy', fault, emulator, faultVariables(`http://127.0.0.1:${QUEUE}`));
  leave.abort();
  await left;
});
