import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import type { Got, OptionsInit } from 'got';
import { standIns } from '../../../scripts/build/stand-ins.ts';

async function bundled<T>(contents: string, { plugin } = standIns()): Promise<T> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    write: false,
    plugins: [plugin],
  });
  const module = { exports: {} };
  new Function('module', 'require', outputFiles[0]?.text ?? '')(module, createRequire(import.meta.url));
  return module.exports as T;
}

describe('got with the stand-ins', () => {
  let got: Got;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    ({ got } = await bundled<{ got: Got }>("export { default as got } from 'got';"));
    server = createServer((_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('{}')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => void server.close());

  const send = async (options: OptionsInit, address = url) =>
    got(address, { decompress: false, retry: { limit: 0 }, ...options });

  test('sends requests', async () => {
    expect(await send({})).toMatchObject({ statusCode: 200 });
  });

  test.each<[name: string, options: OptionsInit]>([
    ['cache', { cache: new Map() }],
    ['dnsCache', { dnsCache: true }],
    ['decompress', { decompress: true }],
  ])('says that the option %s is left out when it is used', async (name, options) => {
    await expect(send(options)).rejects.toThrow(`got's option ${name} is left out of this build`);
  });

  test('says so of the option http2, which is for https', async () => {
    await expect(send({ http2: true }, 'https://127.0.0.1:9')).rejects.toThrow("got's option http2 is left out");
  });

  test('leaves credentials out of the address of an answer, and has no timings', async () => {
    const response = await send({}, url.replace('127', 'user:password@127'));
    expect(response).toMatchObject({ statusCode: 200, url: `${url}/` });
    expect(response).not.toHaveProperty('timings');
  });

  test('says that the diagnostics channels are left out when somebody listens', async () => {
    const listener = () => undefined;
    subscribe('got:request:create', listener);
    try {
      await expect(send({})).rejects.toThrow('The diagnostics channel got:request:create is left out of this build');
    } finally {
      unsubscribe('got:request:create', listener);
    }
  });
});

describe('the stand-ins', () => {
  test('replace what got imports, and nothing of that name elsewhere', async () => {
    const program = "export { default as decompressResponse } from 'decompress-response';";
    const { decompressResponse } = await bundled<{ decompressResponse: (response: object) => unknown }>(program);
    const response = { headers: {} };
    expect(decompressResponse(response)).toBe(response);
  });

  test('fail the build when got no longer imports what one of them replaces', async () => {
    const used = standIns();
    await bundled("export { default } from 'got';", used);
    expect(() => used.check()).not.toThrow();
    const unused = standIns();
    await bundled('export const nothing = 1;', unused);
    expect(() => unused.check()).toThrow('got no longer imports what these stand-ins replace: cacheable-request.js, ');
  });
});
