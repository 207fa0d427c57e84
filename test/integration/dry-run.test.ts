import { describe, expect, test } from '@jest/globals';
import { DEFAULT_APP, startEmulator } from '../../emulator/index.ts';
import { certificates } from '../../scripts/certificates.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { variablesFor } from '../support/environment.ts';
import { startRawServer, unusedPort } from '../support/raw-server.ts';
import { runMain } from '../support/run-main.ts';

describe('DRY_RUN', () => {
  test('says what would be deployed, shows the version of the server, and deploys nothing', async () => {
    await using emulator = await startEmulator({ version: 'v1.70' });
    const { exitCode, log, stdout } = await runMain(variablesFor(emulator, { DRY_RUN: 'true' }));
    expect(exitCode).toBe(0);
    expect(log).toMatch(/^INFO: appsmith-deploy 1\.\d+\.\d+: dry run, nothing will be deployed\.\n/);
    expect(log).toContain(`INFO: Would deploy application ${DEFAULT_APP.id}, branch main, to ${emulator.url}.`);
    expect(log).toContain(`INFO: ${emulator.url} is up and runs Appsmith v1.70.`);
    expect(stdout).toMatch(
      /\n\x1b\[32m✔ Dry run: nothing was deployed\. The server responded\. The token was not checked: [^\n]+\n$/,
    );
    expect(emulator.requests.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /api/v1/health',
      'GET /info',
    ]);
    for (const { headers } of emulator.requests) expect(headers).not.toHaveProperty('authorization');
  });

  test('asks below the path prefix', async () => {
    await using emulator = await startEmulator({ pathPrefix: '/tools' });
    await runMain(variablesFor(emulator, { DRY_RUN: 'TRUE' }));
    expect(emulator.requests.map(({ path }) => path).sort()).toEqual(['/tools/api/v1/health', '/tools/info']);
  });

  test('ends well where nothing listens, since Appsmith may be restarting, and says so in its last line, too', async () => {
    const port = await unusedPort();
    const { exitCode, log } = await runMain(variablesFor({ url: `http://127.0.0.1:${port}` }, { DRY_RUN: 'true' }));
    expect(exitCode).toBe(0);
    expect(log).toContain(
      `WARNING: http://127.0.0.1:${port}: Connection refused (ECONNREFUSED). Tried 127.0.0.1:${port} (refused). ` +
        'Nothing listens at ',
    );
    expect(
      log.endsWith(`
✔ Dry run: nothing was deployed. The server did not respond: nothing listens there. \
The token was not checked: Appsmith offers no way to do that without deploying.
`),
    ).toBe(true);
  });

  test('fails where the certificate makes a deployment impossible, and says what to do', async () => {
    const { server } = await certificates();
    await using emulator = await startEmulator({ tls: server });
    const { exitCode, log } = await runMain(variablesFor(emulator, { DRY_RUN: 'true' }));
    expect(exitCode).toBe(1);
    expect(log).toMatch(/ERROR: .* not trusted \(TLS-CA: \w+\)\. .*Certificate: CN=localhost.* Set CA_CERTIFICATE /);
    expect(log).toMatch(/\n✖ Dry run: a deployment is impossible, for the reason above\. Nothing was deployed\.\n$/);
  });

  test('fails where there is no server of that name', async () => {
    const nowhere = { url: 'http://appsmith.invalid' };
    const { exitCode, log } = await runMain(variablesFor(nowhere, { DRY_RUN: 'true' }));
    expect({ exitCode, log }).toMatchObject({ exitCode: 1, log: expect.stringContaining('(ENOTFOUND)') });
    expect(log).toMatch(/\n✖ Dry run: a deployment is impossible/);
  });

  test.each([
    [407, 1, 'ERROR: '],
    [403, 1, 'ERROR: '],
    [503, 0, 'WARNING: '],
  ])('where the proxy answers %d, ends with %d', async (status, exitCode, level) => {
    await using proxy = await startConnectProxy({ connectAnswer: `HTTP/1.1 ${status} No\r\n\r\n` });
    const variables = { DRY_RUN: 'true', HTTPS_PROXY: proxy.url };
    const run = await runMain(variablesFor({ url: 'https://appsmith.example.com' }, variables));
    expect({ exitCode: run.exitCode, log: run.log }).toMatchObject({
      exitCode,
      log: expect.stringMatching(new RegExp(`${level}.*\\(PROXY(?:-AUTH)?: PROXY-${status}\\)`)),
    });
  });

  test('of several servers says how many did not answer, and how many cannot be deployed to', async () => {
    await using well = await startEmulator();
    const silent = `http://127.0.0.1:${await unusedPort()}`;
    const verdictOf = async (...urls: string[]) => {
      const { log, exitCode } = await runMain(variablesFor(well, { DRY_RUN: 'true', APPSMITH_URL: urls.join('\n') }));
      return `${exitCode} ${log.trimEnd().split('\n').at(-1)}`;
    };
    expect(await verdictOf(well.url, silent)).toMatch(
      /^0 ✔ Dry run: nothing was deployed\. 1 of 2 servers did not respond: nothing listens there\. The token /,
    );
    expect(await verdictOf(well.url, silent, 'http://appsmith.invalid')).toMatch(
      /^1 ✖ Dry run: a deployment to 1 of 3 servers is impossible, for the reason above\. Nothing was deployed\.$/,
    );
  });

  test.each([200, 404, 405, 410])('fails where what answers, with HTTP %d, is no Appsmith', async (status) => {
    const { exitCode, log } = await dryRunAgainst(status);
    expect(exitCode).toBe(1);
    expect(log).toMatch(
      new RegExp(
        `\\nERROR: http://127.0.0.1:\\d+ responds, but not as Appsmith does \\(HTTP ${status}\\). Check ` +
          'APPSMITH_URL, with its path prefix if it has one.\n' +
          '✖ Dry run: what responds is not Appsmith. Nothing was deployed.\n$',
      ),
    );
  });

  test.each([302, 401, 403, 429, 502, 503])(
    'warns where something in front of Appsmith answers with HTTP %d, for it may let a deployment through',
    async (status) => {
      const { exitCode, log } = await dryRunAgainst(status);
      expect(exitCode).toBe(0);
      expect(log).toMatch(new RegExp(`\nWARNING: .* not as Appsmith does \\(HTTP ${status}\\)\\. Check APPSMITH_URL,`));
      expect(log).toMatch(
        /\n✔ Dry run: nothing was deployed\. The server responded, but not as Appsmith does\. The token was [^\n]+\n$/,
      );
    },
  );

  test('of a server that does not speak TLS does not say that it does not respond', async () => {
    await using emulator = await startEmulator();
    const url = emulator.url.replace('http:', 'https:');
    const { exitCode, log } = await runMain(variablesFor({ url }, { DRY_RUN: 'true' }));
    expect(exitCode).toBe(1);
    expect(log).toMatch(
      /\nERROR: https:\/\/127\.0\.0\.1:\d+: The server does not speak TLS on this port \(TLS-PLAIN: \w+\)\. /,
    );
    expect(log).not.toContain('does not respond');
  });

  test('says of no deployment that it may be running, since none is', async () => {
    await using server = await startRawServer((socket) => socket.on('data', () => socket.destroy()));
    const { log } = await runMain(variablesFor(server, { DRY_RUN: 'true' }));
    expect(log).toMatch(
      /WARNING: http:\/\/127\.0\.0\.1:\d+: The connection was cut before a response came \(ECONNRESET\)\. Run /,
    );
    expect(log).not.toContain('may be live');
  });

  test('says so where only the health check is silent', async () => {
    await using emulator = await startEmulator({ health: 'html' });
    const { log } = await runMain(variablesFor(emulator, { DRY_RUN: 'true' }));
    expect(log).toMatch(/WARNING: .* runs Appsmith v1\.66, but its health check failed\./);
  });

  test('says so where only /info is answered', async () => {
    const body = '{"version":"v1.70"}';
    const information = `HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    await using server = await startRawServer((socket) =>
      socket.once('data', (asked) => {
        if (asked.includes(' /info ')) socket.end(information);
        else socket.destroy();
      }),
    );
    const { exitCode, log } = await runMain(variablesFor(server, { DRY_RUN: 'true' }));
    expect(exitCode).toBe(0);
    expect(log).toMatch(/WARNING: .* runs Appsmith v1\.70, but its health check got no response\./);
  });

  test('follows to https as a deployment would', async () => {
    const { ca, server } = await certificates();
    await using secure = await startEmulator({ tls: server });
    await using plain = await startRawServer((socket) =>
      socket.once('data', (asked) => {
        const [, path] = asked.toString('latin1').split(' ');
        socket.end(
          `HTTP/1.1 302 Found\r\nLocation: ${secure.url}${path}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
        );
      }),
    );
    const { log } = await runMain(variablesFor(plain, { DRY_RUN: 'true', CA_CERTIFICATE: ca }));
    expect(log).toMatch(/INFO: http:.* is up and runs Appsmith v[\d.]+\./);
  });

  test('still refuses wrong variables', async () => {
    await using emulator = await startEmulator();
    const { exitCode } = await runMain(variablesFor(emulator, { DRY_RUN: 'true', APP_ID: undefined }));
    expect(exitCode).toBe(2);
    expect(emulator.requests).toEqual([]);
  });

  test('shows many deployments, each server asked once', async () => {
    await using emulator = await startEmulator();
    const { log } = await runMain(
      variablesFor(emulator, {
        DRY_RUN: 'true',
        BRANCH: undefined,
        BRANCH_COUNT: '2',
        BRANCH_0: 'main',
        BRANCH_1: 'release',
      }),
    );
    expect(log.match(/Would deploy .*branch (main|release), to/g)).toHaveLength(2);
    expect(emulator.requests).toHaveLength(2);
  });
});

/** A dry run against a web server that answers everything with this status and a page. */
async function dryRunAgainst(status: number) {
  const page =
    `HTTP/1.1 ${status} X\r\nLocation: https://login.example.com/\r\nContent-Length: 6\r\nConnection: ` +
    'close\r\n\r\n<html>';
  await using server = await startRawServer((socket) => socket.once('data', () => socket.end(page)));
  return await runMain(variablesFor(server, { DRY_RUN: 'true' }));
}
