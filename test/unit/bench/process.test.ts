import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { node, timer } from '../../../scripts/bench/process.ts';

const folder = mkdtempSync(join(tmpdir(), 'timer-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A candidate that writes to file descriptor 3. */
const reporting = (expression: string, args: string[] = [], env = {}) =>
  node('x', '', ['--eval', `require('node:fs').writeSync(3, JSON.stringify(${expression}))`, '--', ...args], env);

describe.each([
  ["Debian's hyperfine, where it is", timer(folder)],
  ["Node's clock", timer(folder, '/missing')],
])('%s', (_, { time }) => {
  test('a candidate gets its arguments as they are', async () => {
    const args = ['two words', "it's", '"', '$HOME', 'a\nb', '\\'];
    const { report } = await time(reporting('process.argv.slice(1)', args));
    expect(JSON.parse(report)).toEqual(args);
  });

  test("a candidate gets its own environment, and nothing of this shell's", async () => {
    const { report } = await time(reporting('process.env', [], { GREETING: 'good\nday' }));
    const { HYPERFINE_RANDOMIZED_ENVIRONMENT_OFFSET: _, ...env } = JSON.parse(report) as Record<string, string>;
    expect(env).toEqual({ GREETING: 'good\nday' });
  });

  test('an exit code that is right may be any', async () => {
    const { wallMs } = await time({ ...node('x', '', ['--eval', 'process.exit(2)']), code: 2 });
    expect(wallMs).toBeGreaterThan(0);
  });

  test('a candidate that ends otherwise than it should is no result', async () => {
    await expect(time(node('the pipe', '', ['--eval', 'process.exit(3)']))).rejects.toThrow(
      'the pipe ended with 3 instead of 0',
    );
  });
});
