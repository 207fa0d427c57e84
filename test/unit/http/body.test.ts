import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { BODY_LIMIT, readBody } from '../../../src/http/body.ts';

const TEXT = Buffer.from('{"responseMeta":{"success":true}}');

function read(chunks: readonly Buffer[], encoding?: string, error?: Error, stopped = false) {
  const source = async function* () {
    yield* chunks;
    if (error !== undefined) throw error;
  };
  return readBody(Readable.from(source(), { objectMode: true }), encoding, () => stopped);
}

test('a body in pieces is put together', async () => {
  expect(await read([TEXT.subarray(0, 5), TEXT.subarray(5)])).toEqual({ body: TEXT, end: 'complete' });
  expect(await read([])).toEqual({ body: Buffer.alloc(0), end: 'complete' });
});

test.each([
  ['gzip', gzipSync],
  ['X-GZIP', gzipSync],
  [' deflate', deflateSync],
  ['br', brotliCompressSync],
])('%s is decompressed', async (encoding, compress) => {
  expect(await read([compress(TEXT)], encoding)).toEqual({ body: TEXT, end: 'complete' });
  const half = compress(TEXT).subarray(0, -4);
  expect(await read([half], encoding)).toEqual({ body: Buffer.alloc(0), end: 'undecodable' });
  expect((await read([half], encoding, new Error('aborted'))).end).toBe('cut');
  expect(await read([], encoding)).toEqual({ body: Buffer.alloc(0), end: 'complete' });
});

test.each(['identity', ' Identity '])('%s is left as it is', async (encoding) => {
  expect(await read([TEXT], encoding)).toEqual({ body: TEXT, end: 'complete' });
});

test.each(['zstd', 'constructor', '__proto__', 'gzip, br'])(
  '%s, which is not known, is not shown',
  async (encoding) => {
    expect(await read([TEXT], encoding)).toEqual({ body: Buffer.alloc(0), end: 'undecodable' });
  },
);

describe('a body beyond the limit', () => {
  test('is read up to it, however much there is', async () => {
    let given = 0;
    const endless = async function* () {
      for (;;) {
        given += 1;
        yield Buffer.alloc(64 * 1024);
      }
    };
    const { body, end } = await readBody(
      Readable.from(endless(), { objectMode: true, highWaterMark: 1 }),
      undefined,
      () => false,
    );
    expect(end).toBe('too-large');
    expect(body).toHaveLength(BODY_LIMIT);
    expect(given).toBeLessThan(24);
  });

  test('just within it is whole', async () => {
    expect(await read([Buffer.alloc(BODY_LIMIT)])).toMatchObject({ end: 'complete' });
    expect(await read([Buffer.alloc(BODY_LIMIT + 1)])).toMatchObject({ end: 'too-large' });
  });

  test('when it is decompressed fills no memory', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * BODY_LIMIT));
    expect(bomb.length).toBeLessThan(BODY_LIMIT);
    expect(await read([bomb], 'gzip')).toEqual({ body: Buffer.alloc(0), end: 'too-large' });
  });

  test('as it comes, compressed, is too large as well', async () => {
    const noise = gzipSync(randomBytes(2 * BODY_LIMIT));
    expect(await read([noise], 'gzip')).toEqual({ body: Buffer.alloc(0), end: 'too-large' });
    expect(await read([randomBytes(2 * BODY_LIMIT)], 'gzip')).toEqual({ body: Buffer.alloc(0), end: 'too-large' });
  });
});

test('a body that the connection cut is kept as far as it came', async () => {
  expect(await read([TEXT], undefined, new Error('aborted'))).toEqual({ body: TEXT, end: 'cut' });
});

test('a body that a signal cut is no answer', async () => {
  await expect(read([TEXT], undefined, new Error('aborted'), true)).rejects.toThrow('aborted');
});
