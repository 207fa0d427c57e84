import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { takeWrites } from '../../support/file-descriptors.ts';

/** What the stream does next: takes so many bytes, or fails with a code; then it takes everything. */
let behaviours: (number | string)[] = [];
let taken = '';

beforeAll(() => {
  takeWrites((_, bytes) => {
    const behaviour = behaviours.shift() ?? bytes.length;
    if (typeof behaviour === 'string') throw Object.assign(new Error(behaviour), { code: behaviour });
    taken += bytes.subarray(0, behaviour).toString('latin1');
    return behaviour;
  });
});

afterAll(() => {
  jest.restoreAllMocks();
});

async function written(text: string, ...next: readonly (number | string)[]): Promise<string> {
  behaviours = [...next];
  taken = '';
  const { writeAll } = await import('../../../src/process/write-all.ts');
  writeAll(1, text);
  return Buffer.from(taken, 'latin1').toString();
}

test.each<[string, (number | string)[]]>([
  ['at once', []],
  ['in pieces, in the middle of a character', [3, 1, 1]],
  ['when the reader is slow', ['EAGAIN', 2, 'EAGAIN', 'EAGAIN']],
])('all of a text is written %s', async (_, next) => {
  expect(await written('✔ Über alles\n', ...next)).toBe('✔ Über alles\n');
});

test.each(['EPIPE', 'EBADF', 'EIO', 'ENOSPC'])(
  'nothing more is written after %s, and nothing is thrown',
  async (code) => {
    expect(await written('a long text', 4, code)).toBe('a lo');
  },
);
