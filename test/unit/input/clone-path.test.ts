import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Folders, clonePath as readPath } from '../../../src/input/clone-path.ts';
import { reading } from '../../support/findings.ts';

const clonePath = (path: string, folders: Folders) => reading((remarks) => readPath(path, folders, remarks));

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

test.each([
  ['a link to nowhere', '../nowhere'],
  ['an absolute link to nowhere', '/nowhere/at/all'],
  ['a link to a link to nowhere', 'far'],
  ['a link to a folder of nowhere', 'far/reports'],
])('%s outside the clone leads outside, though nothing is there', (_, target) => {
  link(target);
  expect(clonePath('link', { cwd: clone })).toEqual({ problem: expect.stringContaining('outside the clone') });
  expect(clonePath('link/reports/x', { cwd: clone })).toEqual({
    problem: expect.stringContaining('outside the clone'),
  });
});

test('a link to nowhere inside the clone leads there', () => {
  link('near');
  expect(clonePath('link/x', { cwd: clone })).toEqual({ value: join(clone, 'sub/new/x') });
});

test('a symlink loop is no path', () => {
  link('link');
  for (const path of ['link', 'link/x', 'sub/../link/link/x'])
    expect(clonePath(path, { cwd: clone })).toEqual({
      problem: 'contains a symlink loop, or too many symlinks. Use a path without them.',
    });
});

/** Lets `link` lead somewhere; `far` leads out of the clone, `near` to another place in it. */
function link(target: string): void {
  for (const [name, to] of Object.entries({ link: target, far: '/nowhere', near: 'sub/new' })) {
    rmSync(join(clone, name), { force: true });
    symlinkSync(to, join(clone, name));
  }
}
