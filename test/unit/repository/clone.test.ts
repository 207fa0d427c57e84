import * as nodeFs from 'node:fs';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkRepository } from '../../../src/repository/check.ts';
import { readClone } from '../../../src/repository/clone.ts';
import { NAMES, placesOf, repository, writeRepository } from '../../support/appsmith-repository/repository.ts';

const SECRET = 'never read this';
let folder: string;
let clone: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'appsmith-deploy-repository-'));
  clone = join(folder, 'clone');
  writeRepository(clone, repository());
  mkdirSync(join(folder, 'outside'));
  writeFileSync(join(folder, 'outside', 'Orders.json'), SECRET);
});

afterEach(() => rmSync(folder, { recursive: true }));

const path = (name: string) => join(clone, name);
const findings = () => checkRepository(readClone(clone)).findings.map(({ rule, path }) => `${rule} ${path}`);

test('what Appsmith reads is listed, in order, with its text', () => {
  writeRepository(
    clone,
    new Map([
      ['README.md', 'text'],
      ['src/index.js', 'text'],
      ['.git/HEAD', 'ref'],
    ]),
  );
  const files = readClone(clone);
  expect(files.paths).toEqual([...repository().keys()].sort());
  expect(files.unread).toEqual([]);
  for (const [name, text] of repository()) expect(files.text(name)).toBe(text);
});

test('a byte order mark is no part of the text', () => {
  writeFileSync(path('theme.json'), '\uFEFF{}');
  expect(readClone(clone).text('theme.json')).toBe('{}');
});

describe('what is passed over', () => {
  const { query } = placesOf(NAMES);

  test('a file in Git LFS', () => {
    writeFileSync(path(query), 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n');
    expect(findings()).toEqual([]);
  });

  test('a file of more than 10 MB', () => {
    writeFileSync(path(query), '['.repeat(10 * 1024 * 1024 + 1));
    expect(findings()).toEqual([]);
    truncateSync(path(query), 10 * 1024 * 1024);
    expect(findings()).toEqual([`invalid-json ${query}`]);
  });

  test('a folder that cannot be read', () => {
    const readdirSync = ((folder: string, options: { withFileTypes: true }) => {
      if (folder.endsWith('pages')) throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
      return nodeFs.readdirSync(folder, options);
    }) as typeof nodeFs.readdirSync;
    const files = readClone(clone, readdirSync);
    expect(files.unread).toEqual(['pages']);
    expect(checkRepository(files).findings).toEqual([]);
  });

  test('a file that is gone', () => {
    const files = readClone(clone);
    rmSync(path(query));
    expect(files.text(query)).toBeUndefined();
  });

  test('a clone that is gone', () => {
    const nothing = (() => {
      throw new Error('ENOENT');
    }) as unknown as typeof nodeFs.readdirSync;
    expect(readClone(clone, nothing).paths).toEqual([]);
  });
});

describe('links', () => {
  test('one that leaves the clone is not followed, and what it may contain is not reported', () => {
    const { page } = placesOf(NAMES);
    rmSync(path(page));
    symlinkSync(join(folder, 'outside', 'Orders.json'), path(page));
    symlinkSync(join(folder, 'outside'), path('pages/Customer details/widgets/outside'));
    symlinkSync(join(folder, 'outside'), path('pages/outside'));
    symlinkSync(clone, path('pages/root'));
    const files = readClone(clone);
    expect(files.unread.toSorted()).toEqual([
      'pages/Customer details/widgets/outside',
      page,
      'pages/outside',
      'pages/root',
    ]);
    expect(files.paths.map((each) => files.text(each)).join()).not.toContain(SECRET);
    expect(findings()).toEqual([]);
  });

  test('one to a file or a folder of the clone is followed', () => {
    rmSync(path('theme.json'));
    writeFileSync(path('other.json'), '{');
    symlinkSync('other.json', path('theme.json'));
    writeRepository(clone, new Map([['elsewhere/notes.txt', 'text']]));
    symlinkSync('../elsewhere', path('pages/linked'));
    expect(findings()).toEqual(['invalid-json theme.json', 'stray-file pages/linked/notes.txt']);
  });

  test('one that leads nowhere or back to a folder around it ends nothing', () => {
    symlinkSync('nowhere', path('pages/broken'));
    symlinkSync('.', path('pages/circle'));
    symlinkSync('../circle', path('pages/Orders/back'));
    symlinkSync('itself', path('datasources/itself'));
    expect(findings()).toEqual([]);
  });

  test('many that lead to each other are followed once each', () => {
    for (let at = 0; at < 40; at += 1) {
      mkdirSync(path(`elsewhere/${at}`), { recursive: true });
      symlinkSync(`../${at + 1}`, path(`elsewhere/${at}/one`));
      symlinkSync(`../${at + 1}`, path(`elsewhere/${at}/other`));
    }
    mkdirSync(path('elsewhere/40'));
    symlinkSync('../elsewhere/0', path('jslibs/start'));
    expect(findings()).toEqual([]);
  });

  test('all pages behind a link that leaves the clone', () => {
    rmSync(path('pages'), { recursive: true });
    symlinkSync(join(folder, 'outside'), path('pages'));
    expect(findings()).toEqual([]);
  });
});
