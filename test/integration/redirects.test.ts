import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { DEFAULT_APP, DEFAULT_TOKEN, redirectTo, startEmulator } from '../../emulator/index.ts';
import { certificates } from '../../scripts/certificates.ts';
import { makeClone } from '../support/clone.ts';
import { variablesFor } from '../support/environment.ts';
import { startRawServer } from '../support/raw-server.ts';
import { runMain } from '../support/run-main.ts';

const PATH = `/api/v1/git/deploy/app/${DEFAULT_APP.id}?branchName=main`;

describe('a redirect from http to https on the same host', () => {
  test('is followed with method, path, query, headers and token, and a warning names the https address', async () => {
    const { ca, server } = await certificates();
    await using emulator = await startEmulator({ tls: server, redirectFromHttp: true });
    const { exitCode, log } = await runMain(
      variablesFor({ url: emulator.httpUrl }, { CA_CERTIFICATE: ca, BRANCH: 'feature/a&b' }),
    );
    expect(exitCode).toBe(0);
    expect(emulator.requests).toHaveLength(2);
    const [plain, secure] = emulator.requests;
    expect(secure).toMatchObject({ method: 'POST', url: plain?.url, body: '' });
    expect(secure?.url).toContain('branchName=feature%2Fa%26b');
    expect(secure?.headers).toMatchObject({ authorization: `Bearer ${DEFAULT_TOKEN}`, 'x-requested-by': 'Appsmith' });
    expect(log).toMatch(
      /^WARNING: http:\/\/127\.0\.0\.1:\d+ redirects to https\. Use the https address in APPSMITH_URL/m,
    );
  });

  test('is warned of once for a server, however many deployments and attempts it meets', async () => {
    const { ca, server } = await certificates();
    await using emulator = await startEmulator({ tls: server, redirectFromHttp: true });
    const { log } = await runMain(
      variablesFor({ url: emulator.httpUrl }, { CA_CERTIFICATE: ca, BRANCH: "['main', 'other']", MAX_ATTEMPTS: '2' }),
    );
    expect(log.match(/ redirects to https\. /g)).toHaveLength(1);
  });

  test('is warned of by DEPLOY_ENDPOINT where that names the server', async () => {
    const { ca, server } = await certificates();
    await using emulator = await startEmulator({ tls: server, redirectFromHttp: true });
    const { log } = await runMain(
      variablesFor(emulator, {
        APPSMITH_URL: undefined,
        APP_ID: undefined,
        DEPLOY_ENDPOINT: emulator.httpUrl + PATH,
        CA_CERTIFICATE: ca,
      }),
    );
    expect(log).toMatch(/ redirects to https\. Use the https address in DEPLOY_ENDPOINT, so that /);
  });

  test.each([
    ['url', (url: string) => `url: '${url}', app: ${DEFAULT_APP.id}, branch: main`],
    ['endpoint', (url: string) => `endpoint: '${url}${PATH}'`],
  ])('is warned of by the key %s of a deployments file', async (key, target) => {
    const { ca, server } = await certificates();
    await using emulator = await startEmulator({ tls: server, redirectFromHttp: true });
    await using clone = await makeClone();
    const file = `deployments: [{ ${target(emulator.httpUrl)}, token: $ORDERS_TOKEN }]`;
    writeFileSync(join(clone.path, 'appsmith-deployments.yml'), file);
    const { log } = await runMain(
      {
        ...clone.variables,
        DEPLOYMENTS_FILE: 'appsmith-deployments.yml',
        ORDERS_TOKEN: DEFAULT_TOKEN,
        CA_CERTIFICATE: ca,
      },
      { cwd: clone.path },
    );
    expect(log).toContain(` redirects to https. Use the https address in \`${key}\`, so that the token is never sent `);
  });

  test.each([301, 303, 307, 308])('is followed for HTTP %d, too', async (status) => {
    const { ca, server } = await certificates();
    await using secure = await startEmulator({ tls: server });
    await using plain = await startEmulator();
    plain.answerAlways((request) => redirectTo(`${secure.url}${request.url}`, status));
    const { exitCode } = await runMain(variablesFor(plain, { CA_CERTIFICATE: ca }));
    expect(exitCode).toBe(0);
    expect(secure.deployRequests.map(({ method }) => method)).toEqual(['POST']);
  });

  test('to a server that is not trusted ends at its certificate', async () => {
    const { server } = await certificates();
    await using emulator = await startEmulator({ tls: server, redirectFromHttp: true });
    const { exitCode, log } = await runMain(variablesFor({ url: emulator.httpUrl }));
    expect(exitCode).toBe(1);
    expect(log).toContain('CA_CERTIFICATE');
    expect(emulator.deployRequests).toEqual([]);
  });
});

test('a slash added on the same server is followed', async () => {
  await using emulator = await startEmulator();
  emulator.answerAlways(({ path }) => (path.endsWith('/') ? undefined : redirectTo(`${path}/?branchName=main`, 308)));
  await runMain(variablesFor(emulator, { MAX_ATTEMPTS: '1' }));
  expect(emulator.requests.map(({ method, url }) => `${method} ${url}`).slice(0, 2)).toEqual([
    `POST ${PATH}`,
    `POST ${PATH.replace('?', '/?')}`,
  ]);
});

describe('a redirect to elsewhere', () => {
  test('is refused, its origin named, and that server never contacted', async () => {
    await using elsewhere = await startEmulator();
    await using emulator = await startEmulator();
    emulator.answerAlways(redirectTo(elsewhere.url + PATH));
    const { exitCode, log } = await runMain(variablesFor(emulator));
    expect(exitCode).toBe(1);
    expect(log).toContain(
      `✖ Not confirmed: The server redirects the request to ${elsewhere.url} (REDIRECT: HTTP-302).`,
    );
    expect(elsewhere.requests).toEqual([]);
    expect(emulator.deployRequests).toHaveLength(1);
  });

  test.each([
    ['user and password', `http://user:password@127.0.0.1${PATH}`],
    ['a scheme that is no server', 'javascript:alert(1)'],
    ['what is no address', 'https://[oops'],
    ['another host of the same name’s end', `https://evil-127.0.0.1.example.com${PATH}`],
  ])('%s is refused', async (_, location) => {
    await using emulator = await startEmulator();
    emulator.answerAlways(redirectTo(location));
    const { exitCode, log } = await runMain(variablesFor(emulator));
    expect(exitCode).toBe(1);
    expect(log).toContain('✖ Not confirmed: The server redirects the request to ');
    expect(log).not.toContain('user:password');
    expect(emulator.deployRequests).toHaveLength(1);
  });

  test.each([
    ['another path', '/login'],
    ['the same address', PATH],
    ['another query', PATH.replace('main', 'other')],
    ['no query', PATH.replace(/\?.*/, '')],
  ])('%s of the same server is refused, with a word about login pages', async (_, location) => {
    await using emulator = await startEmulator();
    emulator.answerAlways(redirectTo(location));
    const { exitCode, log } = await runMain(variablesFor(emulator));
    expect(exitCode).toBe(1);
    expect(log).toContain(
      '✖ Not confirmed: The server redirects the request to another page on the same server (HTML: HTTP-302).',
    );
    expect(log).toContain('- A login page comes from an access proxy: set EXTRA_HEADERS to its service token.');
    expect(log).not.toContain('If that address is Appsmith');
    expect(emulator.deployRequests).toHaveLength(1);
  });

  test('without a place to go to it is an answer like any other', async () => {
    await using emulator = await startEmulator();
    emulator.answerAlways({ status: 304, body: '' });
    const { exitCode, log } = await runMain(variablesFor(emulator));
    expect(exitCode).toBe(1);
    expect(log).toContain('✖ Not confirmed: The response does not confirm a deployment (UNCONFIRMED: HTTP-304).');
  });

  test('from https to http is refused', async () => {
    const { ca, server } = await certificates();
    await using plain = await startEmulator();
    await using emulator = await startEmulator({ tls: server });
    emulator.answerAlways(redirectTo(plain.url + PATH));
    const { exitCode, log } = await runMain(variablesFor(emulator, { CA_CERTIFICATE: ca }));
    expect(exitCode).toBe(1);
    expect(log).toMatch(
      /✖ Not confirmed: The server redirects from https to plain http, .* \(REDIRECT-TO-HTTP: HTTP-302\)/,
    );
    expect(log).not.toMatch(/http:\/\/|put it into/);
    expect(plain.requests).toEqual([]);
  });

  test('from https to another port of https is refused', async () => {
    const { ca, server } = await certificates();
    await using other = await startEmulator({ tls: server });
    await using emulator = await startEmulator({ tls: server });
    emulator.answerAlways(redirectTo(other.url + PATH));
    const { exitCode } = await runMain(variablesFor(emulator, { CA_CERTIFICATE: ca }));
    expect(exitCode).toBe(1);
    expect(other.requests).toEqual([]);
  });

  test('by one slash after the other ends', async () => {
    await using server = await startRawServer((socket) =>
      socket.on('data', (asked) => {
        const path = /^POST ([^?]+)/.exec(asked.toString())?.[1];
        socket.write(`HTTP/1.1 308 Away\r\nLocation: ${path}/?branchName=main\r\nContent-Length: 0\r\n\r\n`);
      }),
    );
    const { exitCode, log } = await runMain(variablesFor(server));
    expect(exitCode).toBe(1);
    expect(log).toContain('The server redirects the request in a cycle (REDIRECT: HTTP-308)');
    expect(server.received().match(/POST /g)).toHaveLength(3);
  });
});
