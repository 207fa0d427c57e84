import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { Script } from 'node:vm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startEmulator } from '../../emulator/index.ts';
import { variablesFor } from '../support/environment.ts';

/** A build of its own, since dist/ may hold a plain one. */
const built = mkdtempSync(join(tmpdir(), 'build-caches-'));
let folder: string;

beforeAll(async () => {
  const env = { PATH: process.env['PATH'] ?? '' };
  await promisify(execFile)(process.execPath, ['scripts/build/build.ts', `--outdir=${built}`], { env });
});

afterAll(() => rmSync(built, { recursive: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-caches-'));
  cpSync(built, folder, { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true }));

const caches = () => readdirSync(folder).filter((name) => name.endsWith('.cache'));

/** Changes each cache; without a result it is removed. */
function change(edit: (cache: Buffer, name: string) => Buffer | undefined): void {
  for (const name of caches()) {
    const path = join(folder, name);
    const changed = edit(readFileSync(path), name);
    rmSync(path);
    if (changed !== undefined) writeFileSync(path, changed);
  }
}

/** V8 refuses a cache whose header is not its own: this one seems to come from another version of V8. */
function ofAnotherNode(cache: Buffer): Buffer {
  const changed = Buffer.from(cache);
  changed.writeUInt8(changed.readUInt8(4) ^ 0xff, 4);
  return changed;
}

/** A good cache, but of a script that is not this one. */
function ofAnotherScript(): Buffer {
  return new Script('(function(require,module,exports){ throw new Error("not this program"); })').createCachedData();
}

const STATES: readonly [state: string, prepare: () => void][] = [
  ['as they were built', () => {}],
  ['missing', () => change(() => undefined)],
  ['empty', () => change(() => Buffer.alloc(0))],
  ['cut after a few bytes', () => change((cache) => cache.subarray(0, 10))],
  ['cut in the middle', () => change((cache) => cache.subarray(0, Math.floor(cache.length / 2)))],
  ['of another Node', () => change(ofAnotherNode)],
  ['of another script', () => change(ofAnotherScript)],
  ['noise', () => change((cache) => Buffer.alloc(cache.length, 0x5a))],
];

describe.each(STATES)('the built program, with its code caches %s', (_, prepare) => {
  beforeEach(prepare);

  test('deploys', async () => {
    await using emulator = await startEmulator();
    const { code, stdout } = await run(variablesFor(emulator));
    expect(stdout).toMatch(/✔ Deployed Orders/);
    expect(code).toBe(0);
    expect(emulator.deployRequests).toHaveLength(1);
  });

  test('names a wrong variable', async () => {
    const { code, stdout } = await run({ APP_ID: '', BRANCH: 'main', BEARER_TOKEN: 'f'.repeat(64) });
    expect(stdout).toMatch(/Validation errors:[\s\S]*APP_ID/);
    expect(code).toBe(2);
  });
});

describe('the folder of the built program', () => {
  test('holds what the program needs, a code cache for each of its files, and nothing else', () => {
    expect(readdirSync(folder).toSorted()).toEqual([
      'appsmith-deploy.cjs',
      'carry-out.js',
      'carry-out.js.cache',
      'deployments-file.js',
      'deployments-file.js.cache',
      'http.js',
      'http.js.cache',
      'main.js',
      'main.js.cache',
      'names.js',
      'names.js.cache',
      'reports.js',
      'reports.js.cache',
      'repository.js',
      'repository.js.cache',
    ]);
  });

  test('has caches that this Node takes', () => {
    for (const name of caches()) {
      const filename = join(folder, basename(name, '.cache'));
      const cachedData = readFileSync(join(folder, name));
      expect([name, new Script(readFileSync(filename, 'latin1'), { filename, cachedData }).cachedDataRejected]).toEqual(
        [name, false],
      );
    }
  });

  test('is only read: no run changes or adds a file, not even without caches', async () => {
    change(() => undefined);
    const before = state();
    await using emulator = await startEmulator();
    expect((await run(variablesFor(emulator))).code).toBe(0);
    expect(state()).toEqual(before);
    expect(existsSync(join(folder, 'main.js.cache'))).toBe(false);
  });
});

test('a deployment over http does not wait for TLS and cryptography to be loaded', async () => {
  await using emulator = await startEmulator();
  const list = join(folder, 'list-modules.cjs');
  writeFileSync(list, "process.once('exit', () => console.log(process.moduleLoadList.join('\\n')))");
  const { code, stdout } = await run(variablesFor(emulator), '--require', list);
  expect(code).toBe(0);
  const modules = stdout.split('\n').filter((line) => line.startsWith('NativeModule '));
  expect(modules).toContain('NativeModule http');
  expect(modules).not.toContain('NativeModule https');
  expect(modules).not.toContain('NativeModule crypto');
});

function state() {
  return readdirSync(folder).map((name) => {
    const { mtimeMs, size } = statSync(join(folder, name));
    return { name, mtimeMs, size };
  });
}

function run(env: Readonly<Record<string, string>>, ...flags: string[]): Promise<{ code: number; stdout: string }> {
  const args = [...flags, join(folder, 'appsmith-deploy.cjs')];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: tmpdir(), env }, (error, stdout) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout }),
    );
  });
}
