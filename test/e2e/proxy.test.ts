import { expect, test } from '@jest/globals';
import { startEmulator } from '../../emulator/index.ts';
import { certificates } from '../../scripts/certificates.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { variablesFor } from '../support/environment.ts';
import { runPipe } from '../support/run-pipe.ts';

const HOST = 'appsmith.wrong.example';

test('a proxy opens the way, whether it speaks TLS or not', async () => {
  const { ca, server, wrongHost } = await certificates();
  await using emulator = await startEmulator({ tls: wrongHost });
  const hosts = { [HOST]: emulator.port };
  await using plain = await startConnectProxy({ hosts, credentials: 'runner:proxy-pass-word' });
  await using secure = await startConnectProxy({ hosts, tls: server });
  const runs = await Promise.all(
    [plain, secure].map(({ url }) =>
      runPipe(variablesFor({ url: `https://${HOST}` }, { CA_CERTIFICATE: ca, HTTPS_PROXY: url })),
    ),
  );
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  for (const { requests } of [plain, secure]) {
    expect(requests.map(({ method, target }) => `${method} ${target}`)).toEqual([`CONNECT ${HOST}:443`]);
    expect(requests[0]?.headers).not.toHaveProperty('authorization');
  }
});

test('what a proxy answers to CONNECT is never taken for Appsmith', async () => {
  const body = '{"responseMeta":{"status":200,"success":true}}';
  const answers = ['201 Created', '407 Proxy Authentication Required', '502 Bad Gateway'].map(
    (status) => `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  const runs = await Promise.all(
    answers.map(async (connectAnswer) => {
      await using proxy = await startConnectProxy({ connectAnswer });
      const variables = { HTTPS_PROXY: proxy.url, MAX_ATTEMPTS: '1' };
      return await runPipe(variablesFor({ url: `https://${HOST}` }, variables));
    }),
  );
  for (const { exitCode, log } of runs) {
    expect(exitCode).toBe(1);
    expect(log).toContain('HTTPS_PROXY');
    expect(log).not.toContain('✔');
  }
  expect(runs[1]?.log).toContain('credentials');
});
