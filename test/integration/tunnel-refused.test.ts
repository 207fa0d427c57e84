import { once } from 'node:events';
import type { Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { variablesFor } from '../support/environment.ts';
import { startRawServer } from '../support/raw-server.ts';
import { runMain } from '../support/run-main.ts';

test('a proxy that refuses the tunnel and keeps the connection open does not hold up the end', async () => {
  const closed: Promise<unknown>[] = [];
  await using proxy = await startRawServer((socket: Socket) => {
    closed.push(once(socket, 'close'));
    socket.once('data', () => socket.write('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n'));
  });
  const { exitCode } = await runMain(
    variablesFor({ url: 'https://appsmith.wrong.example' }, { HTTPS_PROXY: proxy.url, MAX_ATTEMPTS: '2' }),
  );
  expect(exitCode).toBe(1);
  expect(closed.length).toBeGreaterThanOrEqual(2);
  await Promise.all(closed);
});
