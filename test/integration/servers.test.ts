import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { DEFAULT_APP, emulatedApp, startEmulator } from '../../emulator/index.ts';
import { certificateFor, certificates } from '../../scripts/certificates.ts';
import { makeClone } from '../support/clone.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { startRawServer, unusedPort } from '../support/raw-server.ts';
import { runMain } from '../support/run-main.ts';

const STOCK = emulatedApp({ name: 'Stock' });
/** Names that no DNS knows: only the proxies do. The test certificates have one for each. */
const [ONE, TWO] = ['appsmith.wrong.example', 'bitbucket.org'];

/** Runs the pipe with a deployments file, and variables of the file's own. */
async function run(file: string, variables: Readonly<Record<string, string>>) {
  await using clone = await makeClone();
  writeFileSync(join(clone.path, 'deployments.yml'), file);
  const environment = { ...clone.variables, DEPLOYMENTS_FILE: 'deployments.yml', MAX_ATTEMPTS: '1', ...variables };
  return await runMain({ ...environment, A_TOKEN: DEFAULT_APP.token, B_TOKEN: STOCK.token }, { cwd: clone.path });
}

const deployments = (urls: readonly (string | undefined)[], more: readonly string[] = []) => `
deployments:
  - { name: One, url: '${urls[0]}', app: '${DEFAULT_APP.id}', branch: main, token: $A_TOKEN${more[0] ?? ''} }
  - { name: Two, url: '${urls[1]}', app: '${STOCK.id}', branch: main, token: $B_TOKEN${more[1] ?? ''} }
`;

test('two servers in one run: each has its own CA, proxy, client certificate and headers', async () => {
  const { ca, wrongHost, otherCa, client, foreignClient } = await certificates();
  const another = await certificateFor(TWO);
  await using first = await startEmulator({ tls: { ...wrongHost, requestClientCertificate: ca } });
  await using second = await startEmulator({ apps: [STOCK], tls: { ...another, requestClientCertificate: otherCa } });
  await using firstProxy = await startConnectProxy({ hosts: { [ONE]: first.port } });
  await using secondProxy = await startConnectProxy({
    hosts: { [TWO]: second.port },
    credentials: 'user:pass-word-2',
  });
  const servers = `
servers:
  https://${ONE}/:
    headers: { X-Access: $ONE_ACCESS, User-Agent: $ONE_AGENT }
    ca: $ONE_CA
    proxy: ${firstProxy.url}
    client-certificate: $ONE_CERTIFICATE
    client-key: $ONE_KEY
  HTTPS://${TWO.toUpperCase()}:
    headers: { X-Access: $TWO_ACCESS }
    ca: $TWO_CA
    proxy: $TWO_PROXY
    client-certificate: $TWO_CERTIFICATE
    client-key: \${TWO_KEY}
`;
  const file = servers + deployments([`https://${ONE}`, `https://${TWO}`]);
  const variables = {
    EXTRA_HEADERS: 'X-Common: common-value-1',
    ONE_ACCESS: 'access-value-one',
    ONE_AGENT: 'acme-agent/2',
    ONE_CA: ca.replaceAll('\n', ' '),
    ONE_CERTIFICATE: client.cert,
    ONE_KEY: client.key,
    TWO_ACCESS: 'access-value-two',
    TWO_CA: another.ca,
    TWO_PROXY: secondProxy.url,
    TWO_CERTIFICATE: foreignClient.cert,
    TWO_KEY: foreignClient.key,
  };
  const { exitCode, log } = await run(file, variables);
  expect({ exitCode, log }).toEqual({ exitCode: 0, log });
  expect(first.requests.map(({ headers }) => headers['x-access'])).toEqual(['access-value-one']);
  expect(second.requests.map(({ headers }) => headers['x-access'])).toEqual(['access-value-two']);
  expect(first.requests[0]?.headers['user-agent']).toMatch(/^acme-agent\/2 appsmith-deploy\//);
  expect(second.requests[0]?.headers['user-agent']).toMatch(/^appsmith-deploy\//);
  for (const { headers } of [...first.requests, ...second.requests]) expect(headers).not.toHaveProperty('x-common');
  expect(firstProxy.requests.map(({ target }) => target)).toEqual([`${ONE}:443`]);
  expect(new Set(secondProxy.requests.map(({ target }) => target))).toEqual(new Set([`${TWO}:443`]));
  expect(log).not.toMatch(/access-value|common-value|pass-word-2/);

  const swapped = await run(file, { ...variables, ONE_CA: another.ca, TWO_CA: ca });
  expect(swapped.log.match(/not deployed: The server's certificate is from a CA that is not trusted/g)).toHaveLength(2);
  expect(swapped.log).toContain('The CA that you gave: CN=Acme Test CA, valid');
  expect([first.requests.length, second.requests.length]).toEqual([1, 1]);
});

test('a proxy that the file names is called by its key, for https and http', async () => {
  const port = await unusedPort();
  await using answering = await startRawServer((socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n')),
  );
  const servers = `
servers:
  https://one.example: { proxy: 'http://127.0.0.1:${port}' }
  http://two.example: { proxy: '${answering.url}' }
`;
  const { log } = await run(servers + deployments(['https://one.example', 'http://two.example']), {});
  expect(log).toContain(`The proxy in \`proxy\` is http://127.0.0.1:${port}.`);
  expect(log).toContain('Check host and port in `proxy`, and whether the proxy is running.');
  expect(log).toContain("Set `proxy` to the proxy's address with the right credentials");
  expect(log).not.toContain('HTTPS_PROXY');
});

test('the variables are the default; EXTRA_HEADERS with several servers name those that get them', async () => {
  await using first = await startEmulator();
  await using second = await startEmulator({ apps: [STOCK] });
  const servers = `servers:\n  ${first.url}:\n    headers: {}\n`;
  const headers = { EXTRA_HEADERS: 'X-Common: common-value-1' };
  const { exitCode, log } = await run(servers + deployments([first.url, second.url]), headers);
  expect(exitCode).toBe(0);
  expect(first.requests[0]?.headers).not.toHaveProperty('x-common');
  expect(second.requests[0]?.headers['x-common']).toBe('common-value-1');
  expect(log).toContain(`WARNING: EXTRA_HEADERS go to ${second.url}. To set headers for one server`);
  const both = await run(deployments([first.url, second.url]), headers);
  expect(both.log).toContain(`EXTRA_HEADERS go to ${first.url}, ${second.url}.`);
});

test('server: of a deployment is for its server, repeated by an anchor or not', async () => {
  await using first = await startEmulator();
  await using second = await startEmulator({ apps: [STOCK] });
  const common = 'x-access: &access\n  headers:\n    X-Access: $ACCESS\n';
  const file = common + deployments([first.url, second.url], [', server: *access', '']);
  const { exitCode } = await run(file, { ACCESS: 'access-value-one' });
  expect(exitCode).toBe(0);
  const both = await run(common + deployments([first.url, first.url], [', server: *access', ', server: *access']), {
    ACCESS: 'access-value-one',
  });
  expect(both.log).toContain('1 failed, 0 skipped, 1 deployed'); // the emulator knows one of the applications
  expect(first.requests[0]?.headers['x-access']).toBe('access-value-one');
  expect(second.requests[0]?.headers).not.toHaveProperty('x-access');
});

test('settings of a server that no deployment has give a warning', async () => {
  await using first = await startEmulator();
  await using second = await startEmulator({ apps: [STOCK] });
  const file = `servers:\n  https://other.example: { proxy: none }\n${deployments([first.url, second.url])}`;
  const { exitCode, log } = await run(file, {});
  expect(exitCode).toBe(0);
  expect(log).toContain('WARNING: servers has settings for https://other.example, which no deployment has as its url.');
});

describe('what is wrong with a server', () => {
  const secret = 'zq9Xw7Kv3Rt5';
  test.each([
    ['a header that is written out', `headers: { X-Access: ${secret} }`, /headers must hold .* reference/],
    ['a key that is written out', `client-key: ${secret}`, /client-key must be a reference/],
    ['a passphrase that is written out', `client-key-passphrase: ${secret}`, /client-key-passphrase must be/],
    ['a proxy with a password', `proxy: 'http://jane:${secret}@proxy.example'`, /proxy must be .* without a password/],
    ['an unknown key', `heathers: {}`, /Unknown key "heathers" in a server\. Did you mean headers\?/],
    ['no settings', '', /A server must hold keys/],
    ['a list of headers', `headers: [X-Access]`, /headers must hold/],
    ['a list of CAs', `ca: [a.pem, b.pem]`, /ca must be the path/],
    ['headers by an alias to nothing', `headers: *nothing`, /There is no anchor/],
    ['a CA by an alias to nothing', `ca: *nothing`, /There is no anchor/],
    ['a variable that is not there', `ca: $NO_CA`, /The variable NO_CA is not set[\s\S]*NO_CA: \$NO_CA/],
    ['a variable of the pipe', `headers: { X-Access: $CLIENT_KEY }`, /CLIENT_KEY is a variable of the pipe itself/],
    ['a variable of the machine', `headers: { X-Access: $BITBUCKET_STEP_OIDC_TOKEN }`, /is set by Bitbucket/],
    [
      'a certificate alone',
      `client-certificate: $CERTIFICATE`,
      /client-key is needed, since client-certificate is set\./,
    ],
    ['a path that is not there', `ca: certs/no.pem`, /ca names the file certs\/no\.pem, which does not exist/],
    ['a header that is ours', `headers: { Authorization: $ACCESS }`, /may not set Authorization/],
    [
      'an address that is none',
      `proxy: 'socks5://x'`,
      /proxy is a SOCKS proxy, which is not supported\. Set an HTTP proxy/,
    ],
  ])('%s is shown at its place, and no secret with it', async (_, settings, message) => {
    const { client } = await certificates();
    const file =
      'servers:\n  https://one.example:\n    ' +
      `${settings}\n${deployments(['https://one.example', 'https://two.example'])}`;
    const { exitCode, log } = await run(file, { ACCESS: 'access-value-one', CERTIFICATE: client.cert });
    expect({ exitCode, log }).toEqual({ exitCode: 2, log });
    expect(log.replaceAll(/\n\s+(?=\S)/g, ' ')).toMatch(message);
    expect(log).toMatch(/deployments\.yml:\d+:\d+/);
    expect(log).not.toContain(secret);
  });

  test.each([
    ['servers is no mapping', 'servers: [a]\n', /servers must hold the address/],
    ['an address is none', 'servers: { one.example: { proxy: none } }\n', /has no scheme/],
    [
      'two settings for one server',
      'servers:\n  https://one.example: { proxy: none }\n  https://ONE.example/: { proxy: none }\n',
      /settings for the server https:\/\/one\.example already/,
    ],
  ])('%s', async (_, servers, message) => {
    const { exitCode, log } = await run(servers + deployments(['https://one.example', 'https://two.example']), {});
    expect(exitCode).toBe(2);
    expect(log.replaceAll(/\n\s+(?=\S)/g, ' ')).toMatch(message);
  });
});

describe('enabled: false', () => {
  test('leaves a deployment out, and what comes after it is deployed after what it would have waited for', async () => {
    await using emulator = await startEmulator({ apps: [DEFAULT_APP, STOCK] });
    const file = `
deployments:
  - { name: One, url: ${emulator.url}, app: '${DEFAULT_APP.id}', branch: main, token: $A_TOKEN }
  - { name: Off, url: ${emulator.url}, app: off, branch: main, token: $NO_TOKEN, enabled: false, after: One }
  - { name: Two, url: ${emulator.url}, app: '${STOCK.id}', branch: main, token: $B_TOKEN, after: Off }
`;
    const { exitCode, log } = await run(file, {});
    expect({ exitCode, log }).toEqual({ exitCode: 0, log });
    expect(log).toContain('INFO: Disabled, so not deployed: Off.');
    expect(log).not.toMatch(/skipped/i);
    expect(emulator.requests.map(({ path }) => path.split('/').at(-1))).toEqual([DEFAULT_APP.id, STOCK.id]);
    const dry = await run(file, { DRY_RUN: 'true' });
    expect(dry.log).toContain(`application ${STOCK.id}, branch main, to ${emulator.url}, after One.`);
  });

  test('of every deployment is a success', async () => {
    const file = 'deployments: [{ app: a, branch: main, url: https://h.example, token: $A_TOKEN, enabled: false }]\n';
    const { exitCode, log } = await run(file, {});
    expect(exitCode).toBe(0);
    expect(log).toContain('✔ Every deployment is disabled: nothing was deployed.');
  });

  test('asks for no variable of a server that has only disabled deployments, without a warning', async () => {
    await using emulator = await startEmulator();
    const file = `
servers:
  https://gone.example.com: { ca: $GONE_CA, headers: { X-A: $GONE } }
deployments:
  - { name: One, url: ${emulator.url}, app: '${DEFAULT_APP.id}', branch: main, token: $A_TOKEN }
  - { name: Off, url: https://gone.example.com, app: off, branch: main, token: $NO_TOKEN, enabled: false }
`;
    const { exitCode, log } = await run(file, {});
    expect({ exitCode, log }).toEqual({ exitCode: 0, log });
    expect(log).not.toContain('WARNING');
  });

  test.each(['no', '"false"', '0', 'null'])('takes true or false, not %s', async (value) => {
    const file = `deployments: [{ app: a, branch: b, url: https://h.test, token: $A_TOKEN, enabled: ${value} }]\n`;
    const { exitCode, log } = await run(file, {});
    expect(exitCode).toBe(2);
    expect(log).toMatch(/enabled (must be true or false|is empty)/);
  });
});
