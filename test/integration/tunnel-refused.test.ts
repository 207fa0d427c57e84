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

test('a proxy whose answer comes to no end is not listened to', async () => {
  const piece = 'X-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n'.repeat(1_000);
  await using proxy = await startRawServer((socket: Socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\n');
      for (let written = 0; written < 32 * 1024 * 1024; written += piece.length) socket.write(piece);
    });
  });
  const { exitCode, log } = await runMain(
    variablesFor(
      { url: 'https://appsmith.wrong.example' },
      { HTTPS_PROXY: proxy.url, MAX_ATTEMPTS: '1', TIMEOUT: '5' },
    ),
  );
  expect(exitCode).toBe(1);
  expect(log).toContain('✖ Not deployed: The proxy responded without a status (PROXY)');
});
