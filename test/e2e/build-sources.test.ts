import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

/** The program as it is built for users, and once more with source maps. */
const folder = mkdtempSync(join(tmpdir(), 'build-sources-'));
const read = (build: string, name: string) => readFileSync(join(folder, build, name), 'latin1');
const programs = (build: string) => readdirSync(join(folder, build)).filter((name) => /\.c?js$/.test(name));

beforeAll(async () => {
  const env = { PATH: process.env['PATH'] ?? '' };
  for (const options of ['--outdir=users', '--outdir=mapped --sourcemap']) {
    const args = options.replace('=', `=${folder}/`).split(' ');
    await promisify(execFile)(process.execPath, ['scripts/build/build.ts', ...args], { env });
  }
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

test('two builds of the same sources give the same program', () => {
  const files = [
    'appsmith-deploy.cjs',
    'carry-out.js',
    'deployments-file.js',
    'http.js',
    'main.js',
    'names.js',
    'reports.js',
    'repository.js',
  ];
  expect(programs('users')).toEqual(files);
  expect(programs('mapped')).toEqual(files);
  for (const name of files) expect(read('mapped', name)).toBe(read('users', name));
});

describe('what was bundled of dependencies', () => {
  interface Bundled {
    /** From the project's folder. */
    readonly path: string;
    readonly text: string;
  }

  function bundled(): Bundled[] {
    const maps = readdirSync(join(folder, 'mapped')).filter((name) => name.endsWith('.map'));
    return maps.flatMap((name) => {
      const { sources, sourcesContent } = JSON.parse(readFileSync(join(folder, 'mapped', name), 'utf8')) as {
        sources: string[];
        sourcesContent: string[];
      };
      const path = (source: string) => relative('.', resolve(folder, 'mapped', source)).replaceAll('\\', '/');
      return sources.map((source, at) => ({ path: path(source), text: sourcesContent[at] as string }));
    });
  }

  const published = () => bundled().filter(({ path }) => path.startsWith('node_modules/'));

  test('is what their packages publish, to the letter', () => {
    const changed = published().filter(({ path, text }) => readFileSync(path, 'utf8') !== text);
    expect(changed.map(({ path }) => path)).toEqual([]);
  });

  test('is got with its core, and what reads YAML', () => {
    expect(published().map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'node_modules/got/dist/source/core/index.js',
        'node_modules/got/dist/source/core/options.js',
        'node_modules/@sindresorhus/is/distribution/index.js',
        expect.stringMatching(/^node_modules\/yaml\//),
      ]),
    );
  });

  test('apart from the stand-ins, each in the place of a module that is not there', () => {
    const paths = bundled().map(({ path }) => path);
    const standIns = paths.filter((path) => path.startsWith('scripts/build/stand-ins/'));
    expect(standIns.toSorted()).toEqual(
      readdirSync('scripts/build/stand-ins').map((name) => `scripts/build/stand-ins/${name}`),
    );
    expect(
      paths.filter((path) =>
        /node_modules\/.*(cacheable-request|http2-client|dns-cache|decompress-response|diagnostics-channel)/.test(path),
      ),
    ).toEqual([]);
  });
});
