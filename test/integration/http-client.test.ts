import { expect, test } from '@jest/globals';
import { HttpClient } from '../../src/appsmith/http-client.ts';
import { startEmulator } from '../support/emulator/index.ts';
import { clock } from '../support/run-main.ts';

test('a request that is interrupted before it begins is not sent', async () => {
  await using emulator = await startEmulator();
  const client = new HttpClient({ userAgent: 'test', clock: clock(), tls: {}, proxies: {}, extraHeaders: [] });
  const reply = await client.send(emulator.url, {
    method: 'GET',
    headers: {},
    interrupted: AbortSignal.abort('SIGTERM'),
    deadline: performance.now() + 10_000,
  });
  expect(reply).toEqual({ error: { code: 'INTERRUPTED', sent: false } });
  expect(emulator.requests).toEqual([]);
  client.close();
});
