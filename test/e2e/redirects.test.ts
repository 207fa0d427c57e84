import { expect, test } from '@jest/globals';
import { redirectTo, startEmulator } from '../../emulator/index.ts';
import { certificates } from '../../scripts/certificates.ts';
import { variablesFor } from '../support/environment.ts';
import { runPipe } from '../support/run-pipe.ts';

test('http to https on the same host keeps method, path and query', async () => {
  const { ca, server } = await certificates();
  await using emulator = await startEmulator({ tls: server, redirectFromHttp: true });
  const { exitCode, log } = await runPipe(
    variablesFor({ url: emulator.httpUrl }, { CA_CERTIFICATE: ca, BRANCH: 'feature/a&b' }),
  );
  expect(exitCode).toBe(0);
  expect(new Set(emulator.requests.map(({ method, url }) => `${method} ${url}`)).size).toBe(1);
  expect(log).toContain('redirects to https. Use the https address in APPSMITH_URL');
});

test('another server is refused by name, and never contacted', async () => {
  await using elsewhere = await startEmulator();
  await using emulator = await startEmulator();
  emulator.answerAlways((request) => redirectTo(elsewhere.url + request.url, 307));
  const { exitCode, log } = await runPipe(variablesFor(emulator));
  expect(exitCode).toBe(1);
  expect(log).toContain(elsewhere.url);
  expect(elsewhere.requests).toEqual([]);
});
