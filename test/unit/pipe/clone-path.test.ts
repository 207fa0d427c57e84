import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { clonePath } from '../../../src/pipe/clone-path.ts';

let clone: string;

beforeAll(() => {
  clone = realpathSync(mkdtempSync(join(tmpdir(), 'clone-path-')));
  mkdirSync(join(clone, 'sub'));
});

afterAll(() => rmSync(clone, { recursive: true }));

test.each([
  ['.', 'sub'],
  ['..', ''],
  ['../reports/x', 'reports/x'],
  ['..x/y', 'sub/..x/y'],
])('%s, from a folder of the clone, lies inside', (path, inside) => {
  expect(clonePath(path, { cwd: join(clone, 'sub'), cloneDir: clone })).toEqual({ value: join(clone, inside) });
});

test.each(['..', '../..', '../x', '/', '/etc'])('%s, from the root of the clone, lies outside', (path) => {
  expect(clonePath(path, { cwd: clone })).toEqual({ problem: expect.stringContaining('outside the clone') });
});

test('what no system takes for a path is none', () => {
  expect(clonePath('a\0b', { cwd: clone })).toEqual({ problem: 'is not a valid path.' });
  expect(clonePath('a'.repeat(4_096), { cwd: clone })).toEqual({ problem: 'is not a valid path.' });
  expect(clonePath('a'.repeat(4_095), { cwd: clone })).toEqual({ value: join(clone, 'a'.repeat(4_095)) });
});
