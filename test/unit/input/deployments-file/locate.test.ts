import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Folders } from '../../../../src/input/clone-path.ts';
import * as locate from '../../../../src/input/deployments-file/locate.ts';
import { reading } from '../../../support/findings.ts';

const readDeploymentsText = (path: string, folders: Folders) =>
  reading((remarks) => locate.readDeploymentsText(path, folders, remarks));

const TEXT = 'deployments: []\n';

let root = '';
let clone = '';
let cwd = '';

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'locate-')));
  clone = join(root, 'clone');
  cwd = join(clone, 'sub');
  mkdirSync(cwd, { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function problemOf(path: string): string {
  const read = readDeploymentsText(path, { cwd, cloneDir: clone });
  if (!('problem' in read)) throw new Error('The file was read.');
  return read.problem;
}

describe('where the file is', () => {
  test.each([
    ['in the working directory', 'sub/f.yml', 'f.yml'],
    ['in a folder of it', 'sub/config/f.yml', 'config/f.yml'],
    ['above it, in the clone', 'f.yml', '../f.yml'],
    ['with a detour', 'f.yml', './config/../../f.yml'],
  ])('%s', (_, file, path) => {
    mkdirSync(join(cwd, 'config'));
    writeFileSync(join(clone, file), TEXT);
    expect(readDeploymentsText(path, { cwd, cloneDir: clone })).toEqual({ value: TEXT });
    expect(readDeploymentsText(join(clone, file), { cwd, cloneDir: clone })).toEqual({ value: TEXT });
  });

  test('without a clone, the working directory takes its place', () => {
    writeFileSync(join(cwd, 'f.yml'), TEXT);
    writeFileSync(join(clone, 'f.yml'), TEXT);
    expect(readDeploymentsText('f.yml', { cwd })).toEqual({ value: TEXT });
    expect(readDeploymentsText('../f.yml', { cwd })).toEqual({ problem: expect.stringContaining('outside the clone') });
  });

  test('a link inside the clone is followed, one that leads out is refused', () => {
    writeFileSync(join(clone, 'f.yml'), TEXT);
    symlinkSync('../f.yml', join(cwd, 'inside.yml'));
    expect(readDeploymentsText('inside.yml', { cwd, cloneDir: clone })).toEqual({ value: TEXT });
    writeFileSync(join(root, 'f.yml'), TEXT);
    symlinkSync('../../f.yml', join(cwd, 'outside.yml'));
    expect(problemOf('outside.yml')).toContain('outside the clone');
    symlinkSync(root, join(cwd, 'folder'));
    expect(problemOf('folder/f.yml')).toContain('outside the clone');
    expect(problemOf('../../f.yml')).toContain('outside the clone');
    expect(problemOf('/etc/passwd')).toContain('outside the clone');
  });

  test('a clone that is reached through a link is the clone', () => {
    writeFileSync(join(cwd, 'f.yml'), TEXT);
    symlinkSync(clone, join(root, 'alias'));
    expect(readDeploymentsText('f.yml', { cwd, cloneDir: join(root, 'alias') })).toEqual({ value: TEXT });
  });
});

describe('what cannot be read', () => {
  test('a file that does not exist: from where it was looked for', () => {
    expect(problemOf('no.yml')).toBe(
      `names no.yml, which does not exist in the working directory ${cwd}. Use a path relative to it, and ` +
        'check that the file is committed on this branch.',
    );
    writeFileSync(join(cwd, 'file'), '');
    expect(problemOf('file/f.yml')).toContain('names file/f.yml, which does not exist');
  });

  test.each([
    ['f.yml', 'f.yaml'],
    ['f.yaml', 'f.yml'],
    ['d.yml.d/f.yml', 'd.yml.d/f.yaml'],
    ['d.yaml.d/f.yaml', 'd.yaml.d/f.yml'],
  ])('%s, where there is %s', (path, other) => {
    mkdirSync(join(cwd, dirname(other)), { recursive: true });
    writeFileSync(join(cwd, other), TEXT);
    expect(problemOf(path)).toContain(`Did you mean ${other}?`);
  });

  test('a file without the ending of YAML that does not exist', () => {
    expect(problemOf('deployments')).toContain('Use a path relative to it');
  });

  test('a folder', () => {
    expect(problemOf('.')).toBe(
      'names ., which is a folder. Name the file in it, customarily appsmith-deployments.yml.',
    );
  });

  test('a pipe, without waiting for it', () => {
    execFileSync('mkfifo', [join(cwd, 'fifo.yml')]);
    expect(problemOf('fifo.yml')).toBe(
      'names fifo.yml, which is not a regular file. Name a YAML file of the repository.',
    );
  });

  test('a link that leads to itself', () => {
    symlinkSync('loop.yml', join(cwd, 'loop.yml'));
    expect(problemOf('loop.yml')).toBe('contains a symlink loop, or too many symlinks. Use a path without them.');
  });

  test('a file without permission', () => {
    writeFileSync(join(cwd, 'f.yml'), TEXT);
    chmodSync(join(cwd, 'f.yml'), 0);
    const read = readDeploymentsText('f.yml', { cwd, cloneDir: clone });
    // root may read every file
    if (process.getuid?.() === 0) expect(read).toEqual({ value: TEXT });
    else expect(read).toEqual({ problem: expect.stringContaining('cannot be read (EACCES)') });
  });

  test('a file that is too large', () => {
    writeFileSync(join(cwd, 'f.yml'), '#'.repeat(4 * 1024 * 1024 + 1));
    expect(problemOf('f.yml')).toBe(
      'names f.yml, which is larger than 4 MB. Split it into several files, each with a step of its own.',
    );
    writeFileSync(join(cwd, 'f.yml'), '#'.repeat(4 * 1024 * 1024));
    expect(readDeploymentsText('f.yml', { cwd, cloneDir: clone })).toEqual({ value: '#'.repeat(4 * 1024 * 1024) });
  });

  test('a path that is none', () => {
    expect(problemOf('a\0b')).toContain('not a valid path');
    expect(problemOf(`${'x'.repeat(300)}.yml`)).toContain('(ENAMETOOLONG)');
  });
});

/** Where Linux lists what this process has open. */
const DESCRIPTORS = '/proc/self/fd';

(existsSync(DESCRIPTORS) ? test : test.skip)('a file is closed again, whatever came of it', () => {
  writeFileSync(join(cwd, 'f.yml'), TEXT);
  const before = readdirSync(DESCRIPTORS).length;
  for (let time = 0; time < 10; time += 1) {
    readDeploymentsText('f.yml', { cwd });
    readDeploymentsText('.', { cwd });
  }
  expect(readdirSync(DESCRIPTORS).length).toBeLessThan(before + 10);
});

describe('the text of the file', () => {
  test.each([
    ['a byte order mark is dropped', Buffer.from(`\ufeff${TEXT}`), TEXT],
    ['line ends stay as they are', Buffer.from('a: b\r\nc: d\r\n'), 'a: b\r\nc: d\r\n'],
    ['all of Unicode', Buffer.from('name: Größe 🚀\n'), 'name: Größe 🚀\n'],
    ['a byte order mark inside stays', Buffer.from('a: x\ufeffy\n'), 'a: x\ufeffy\n'],
    ['an empty file', Buffer.from(''), ''],
    ['a file of one letter', Buffer.from('a'), 'a'],
  ])('%s', (_, bytes, value) => {
    writeFileSync(join(cwd, 'f.yml'), bytes);
    expect(readDeploymentsText('f.yml', { cwd, cloneDir: clone })).toEqual({ value });
  });

  test.each([
    ['UTF-16 with a mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), 'UTF-16'],
    ['UTF-16 without', Buffer.from(TEXT, 'utf16le'), 'UTF-16'],
    ['UTF-16, big end first', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16(), 'UTF-16'],
    ['Latin-1', Buffer.from('name: Größe\n', 'latin1'), 'not UTF-8 text'],
    ...['ÿa', 'þa', 'aÿ', 'aþ'].map((text): [string, Buffer, string] => [
      `Latin-1 that has something of UTF-16, ${text},`,
      Buffer.from(text, 'latin1'),
      'not UTF-8 text',
    ]),
    ['half a letter', Buffer.from([0x61, 0xc3]), 'not UTF-8 text'],
  ])('%s is refused', (_, bytes, problem) => {
    writeFileSync(join(cwd, 'f.yml'), bytes);
    expect(problemOf('f.yml')).toMatch(new RegExp(`^names a file .*${problem}.* Save it as UTF-8\\.$`));
  });
});
