import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { takeWrites } from '../../support/file-descriptors.ts';
import { holds } from '../../support/property.ts';

/**
 * What stdout, or stderr where stdout fails, does next: takes so many bytes, or fails with a code; then it takes
 * everything.
 */
let behaviours: (number | string)[] = [];
let taken = { stdout: '', stderr: '' };

beforeAll(() => {
  takeWrites((fd, bytes) => {
    const behaviour = behaviours.shift() ?? bytes.length;
    if (typeof behaviour === 'string') throw Object.assign(new Error(behaviour), { code: behaviour });
    taken[fd === 1 ? 'stdout' : 'stderr'] += bytes.subarray(0, behaviour).toString('latin1');
    return behaviour;
  });
});

afterAll(() => {
  jest.restoreAllMocks();
});

async function written(text: string, ...next: readonly (number | string)[]): Promise<typeof taken> {
  behaviours = [...next];
  taken = { stdout: '', stderr: '' };
  const { writeAll } = await import('../../../src/process/host.ts');
  writeAll(text);
  const [stdout = '', stderr = ''] = [taken.stdout, taken.stderr].map((bytes) =>
    Buffer.from(bytes, 'latin1').toString(),
  );
  return { stdout, stderr };
}

test.each<[string, (number | string)[]]>([
  ['at once', []],
  ['in pieces, in the middle of a character', [3, 1, 1]],
  ['when the reader is slow', ['EAGAIN', 2, 'EAGAIN', 'EAGAIN']],
])('all of a text is written to stdout %s', async (_, next) => {
  expect(await written('✔ Über alles\n', ...next)).toEqual({ stdout: '✔ Über alles\n', stderr: '' });
});

describe.each(['EPIPE', 'EBADF', 'EIO', 'ENOSPC'])('after %s of stdout', (code) => {
  test('what it did not take goes to stderr, once', async () => {
    expect(await written('a long text', 4, code)).toEqual({ stdout: 'a lo', stderr: 'ng text' });
    expect(await written('a long text', code, 3, 'EAGAIN')).toEqual({ stdout: '', stderr: 'a long text' });
  });

  test('and of stderr nothing more is written, and nothing is thrown', async () => {
    expect(await written('a long text', 4, code, 3, code)).toEqual({ stdout: 'a lo', stderr: 'ng ' });
  });
});

test('whatever the random numbers, a UUID is one of version 4', async () => {
  const { randomUuid } = await import('../../../src/process/host.ts');
  holds(fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })), (stream) => {
    const uuid = randomUuid(() => stream.next().value as number);
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

test('no two UUIDs are the same', async () => {
  const { randomUuid } = await import('../../../src/process/host.ts');
  expect(new Set(Array.from({ length: 1_000 }, () => randomUuid(Math.random))).size).toBe(1_000);
});
