import * as fs from 'node:fs';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendOutputs, writeFileSafely } from '../../../src/report/write-file.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** The error of the system when the disk is full. */
function diskFull(): never {
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
}

describe('writing a file', () => {
  test('makes its folders, and leaves only the file', () => {
    const path = join(folder, 'a/b/report.xml');
    expect(writeFileSafely(path, 'text é')).toBeUndefined();
    expect(readFileSync(path, 'utf8')).toBe('text é');
    expect(readdirSync(join(folder, 'a/b'))).toEqual(['report.xml']);
  });

  test('can be read by anyone who collects reports', () => {
    const path = join(folder, 'report.xml');
    writeFileSafely(path, 'text');
    expect(statSync(path).mode & 0o444).toBe(0o444);
  });

  test('replaces an older file whole', () => {
    const path = join(folder, 'report.xml');
    writeFileSync(path, 'a much longer text of an older run');
    expect(writeFileSafely(path, 'new')).toBeUndefined();
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  test('replaces a symbolic link, and never writes through it', () => {
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'mine');
    symlinkSync(victim, join(folder, 'report.xml'));
    expect(writeFileSafely(join(folder, 'report.xml'), 'new')).toBeUndefined();
    expect(readFileSync(victim, 'utf8')).toBe('mine');
    expect(readFileSync(join(folder, 'report.xml'), 'utf8')).toBe('new');
  });

  test.each([
    [
      'a folder is in the way',
      () => mkdirSync(join(folder, 'x/report.xml'), { recursive: true }),
      /EISDIR.*A folder of that name is in the way/,
    ],
    ['a file stands for its folder', () => writeFileSync(join(folder, 'x'), ''), /(EEXIST|ENOTDIR).*in the way/],
  ])('says so when %s, and leaves nothing behind', (_what, prepare, problem) => {
    prepare();
    const before = readdirSync(folder, { recursive: true });
    const path = join(folder, 'x/report.xml');
    const said = writeFileSafely(path, 'text');
    expect(said).toMatch(problem);
    expect(said).toContain(`${path} could not be written: `);
    expect(said).not.toContain('.appsmith-deploy-');
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
  });

  test('says so when the disk is full, and leaves the older file and no other', () => {
    const path = join(folder, 'report.xml');
    writeFileSync(path, 'older');
    const half: typeof fs.writeFileSync = (file, text) => {
      fs.writeFileSync(file, String(text).slice(0, 3));
      diskFull();
    };
    expect(writeFileSafely(path, 'newer', half)).toBe(
      `${path} could not be written: no space left on device (ENOSPC). Free some space on the disk.`,
    );
    expect(readFileSync(path, 'utf8')).toBe('older');
    expect(readdirSync(folder)).toEqual(['report.xml']);
  });

  // Node's recursive mkdir would go on for ever at the first two.
  test.each([
    ['/proc/missing/report.xml'],
    ['/proc/missing/folder/report.xml'],
    ['/dev/null/report.xml'],
    ['/dev/null/folder/report.xml'],
    ['/sys/report.xml'],
  ])('%s takes no files: a problem, not a crash', (path) => {
    expect(writeFileSafely(path, 'text')).toMatch(new RegExp(`^${path} could not be written: `));
  });
});

describe('adding output variables', () => {
  const path = () => join(folder, 'variables');

  test.each([
    ['a missing file', undefined, 'A=1\nB=2\n'],
    ['an empty file', '', 'A=1\nB=2\n'],
    ['lines of others', 'X=0\n', 'X=0\nA=1\nB=2\n'],
    ['a last line without its end', 'X=0', 'X=0\nA=1\nB=2\n'],
  ])('to %s', (_what, before, after) => {
    if (before !== undefined) writeFileSync(path(), before);
    expect(appendOutputs(path(), () => ['A=1', 'B=2'])).toBeUndefined();
    expect(readFileSync(path(), 'utf8')).toBe(after);
  });

  test.each([
    ['a missing file', undefined, 0],
    ['lines of others', 'X=é\n', 5],
    ['a last line without its end', 'X=0', 4],
  ])('to %s says how many bytes come before', (_what, before, bytes) => {
    if (before !== undefined) writeFileSync(path(), before);
    expect(appendOutputs(path(), (used) => [`USED=${used}`])).toBeUndefined();
    expect(readFileSync(path(), 'utf8')).toContain(`USED=${bytes}\n`);
  });

  test('takes back the half that a full disk let through', () => {
    writeFileSync(path(), 'X=0\n');
    const half: typeof fs.writeFileSync = (file, text) => {
      fs.writeFileSync(file, String(text).slice(0, 2));
      diskFull();
    };
    const said = appendOutputs(path(), () => ['A=1', 'B=2'], half);
    expect(said).toBe(`${path()} could not be written: no space left on device (ENOSPC). Free some space on the disk.`);
    expect(readFileSync(path(), 'utf8')).toBe('X=0\n');
  });

  test('does not follow a symbolic link', () => {
    writeFileSync(join(folder, 'victim'), 'mine\n');
    symlinkSync(join(folder, 'victim'), path());
    expect(appendOutputs(path(), () => ['A=1'])).toMatch(/\(ELOOP\)\. It is a symbolic link/);
    expect(readFileSync(join(folder, 'victim'), 'utf8')).toBe('mine\n');
  });

  test.each([
    ['a device', () => '/dev/null', /not a plain file/],
    ['a folder', () => folder, /\(EISDIR\)/],
    ['a folder that is missing', () => join(folder, 'missing/variables'), /no such file or directory \(ENOENT\)/],
  ])('%s is a problem, not a crash', (_what, place, problem) => {
    expect(appendOutputs(place(), () => ['A=1'])).toMatch(problem);
  });
});
