import { request } from 'node:https';
import { expect, test } from '@jest/globals';
import { tunnelAgent } from '../../../src/http/tunnel-agent.ts';
import { startRawServer } from '../../support/raw-server.ts';

test('a proxy may take longer to open the way than an unused connection is kept', async () => {
  const keptMs = 20;
  await using proxy = await startRawServer((socket) => {
    socket.once('data', () => setTimeout(() => socket.end('HTTP/1.1 407 Who are you\r\n\r\n'), 10 * keptMs));
  });
  const agent = tunnelAgent({ keepAlive: true, timeout: keptMs, proxyEnv: { HTTPS_PROXY: proxy.url } });
  const error = await new Promise((resolve) => {
    request('https://appsmith.example.com', { agent }).once('error', resolve).end();
  });
  expect(error).toMatchObject({ code: 'ERR_PROXY_TUNNEL', statusCode: 407 });
});
