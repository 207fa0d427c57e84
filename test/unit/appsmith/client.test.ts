import { describe, expect, test } from '@jest/globals';
import { AppsmithClient } from '../../../src/appsmith/client.ts';
import type { Deployment } from '../../../src/deployment/deployment.ts';
import { aDeployment } from '../../support/builders.ts';
import { startRawServer } from '../../support/raw-server.ts';
import { clock } from '../../support/run-main.ts';

/** Deploys to a server that answers each request with the next of the given heads; an empty one cuts the connection. */
async function deployTo(...heads: readonly string[]) {
  const left = [...heads];
  await using server = await startRawServer((socket) => {
    socket.on('data', () => {
      const head = left.shift() ?? '';
      if (head === '') socket.destroy();
      else socket.write(`HTTP/1.1 ${head}\r\n\r\n${head.startsWith('200') ? SUCCESS : ''}`);
    });
  });
  const upgraded: Deployment[] = [];
  const client = clientThat((deployment) => upgraded.push(deployment));
  try {
    const outcome = await client.deploy(deploymentTo(server.url), new AbortController().signal);
    return { outcome, upgraded, received: server.received() };
  } finally {
    client.close();
  }
}

function clientThat(onUpgrade: (deployment: Deployment) => void): AppsmithClient {
  return new AppsmithClient({
    userAgent: 'test',
    clock: clock(),
    tls: {},
    proxies: {},
    extraHeaders: [],
    newRequestId: () => 'our-id',
    onUpgrade,
  });
}

function deploymentTo(url: string): Deployment {
  return aDeployment({ url, endpoint: `${url}/a?branchName=main` });
}

const SUCCESS = '{"responseMeta":{"success":true}}';
const OK = `200 OK\r\ncontent-length: ${SUCCESS.length}`;

describe('a redirect', () => {
  test.each([300, 399])('with the status %d is one', async (status) => {
    const { outcome } = await deployTo(`${status} x\r\nlocation: https://elsewhere.example/\r\ncontent-length: 0`);
    expect(outcome).toMatchObject({
      failure: {
        code: `HTTP-${status}`,
        title: expect.stringContaining('https://elsewhere.example'),
        requestId: 'our-id',
      },
    });
  });

  test('that only adds a slash is followed, and is no change to https', async () => {
    const { outcome, upgraded, received } = await deployTo(
      '308 x\r\nlocation: /a/?branchName=main\r\ncontent-length: 0',
      OK,
    );
    expect(outcome).toEqual({ deployed: true, receipt: {}, warnings: [] });
    expect(received).toContain('POST /a/?branchName=main HTTP/1.1\r\n');
    expect(upgraded).toEqual([]);
  });
});

test('a connection that is cut is told with the id of the request', async () => {
  expect((await deployTo('')).outcome).toMatchObject({ failure: { code: 'ECONNRESET', requestId: 'our-id' } });
});

test('a client that is closed ends the connections in use', async () => {
  const { promise: asked, resolve } = Promise.withResolvers<unknown>();
  await using server = await startRawServer((socket) => socket.once('data', resolve));
  const client = clientThat(() => undefined);
  const outcome = client.deploy(deploymentTo(server.url), new AbortController().signal);
  await asked;
  client.close();
  expect(await outcome).toMatchObject({ failure: { code: 'ECONNRESET', outcomeUnknown: true } });
});
