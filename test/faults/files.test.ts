import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../../emulator/index.ts';
import { type Clone, makeClone } from '../support/clone.ts';
import { ALL_OUTPUTS } from '../support/output-names.ts';
import { runPipe } from '../support/run-pipe.ts';
import { faultVariables } from './support/fault.ts';
import { writeDown } from './support/seen.ts';

const running = new AsyncDisposableStack();
let emulator: Emulator;

beforeAll(async () => {
  emulator = running.use(await startEmulator());
});

afterAll(() => running.disposeAsync());

/** Every file that the pipe writes, by its path from the clone. */
const FILES = {
  outputs: '.bitbucket/pipelines/generated/variables',
  stored: '.bitbucket/pipelines/generated/pipe/appsmith-deploy.json',
  junit: 'test-reports/appsmith-deploy.xml',
  html: 'test-reports/appsmith-deploy.html',
  json: 'test-reports/appsmith-deploy.json',
  env: 'test-reports/appsmith-deploy.env',
} as const;

type Name = keyof typeof FILES;
const names = Object.keys(FILES) as Name[];

function variablesIn(clone: Clone) {
  return faultVariables(emulator.url, {
    ...clone.variables,
    REPORTS: 'junit\nhtml\njson\nenv',
    OUTPUT_VARIABLES: ALL_OUTPUTS,
    CHECK_FOR_NEWER_VERSION: 'false',
    DEBUG: 'true',
  });
}

/** Deploys with everything written that can be, and checks that nothing of it changes how the run ends. */
async function deploy(clone: Clone) {
  const before = emulator.deployments.length;
  const run = await runPipe(variablesIn(clone), { cwd: clone.path });
  expect([run.exitCode, run.log]).toEqual([0, run.log]);
  expect(run.stdout).toContain('✔ Deployed');
  expect(run.log).not.toMatch(/^\s+at /m);
  expect(emulator.deployments.length - before).toBe(1);
  return run;
}

function row(fault: string, where: string, warned: boolean, durationMs: number): void {
  const told = `Deployed, exit code 0${warned ? ', a warning' : ''}`;
  writeDown({ chapter: 'Files', fault, where, expected: told, seen: told, attempts: '1', reached: '1', durationMs });
}

/** The files that were written, and whole. */
function whole(clone: Clone): Name[] {
  return names.filter((name) => {
    const path = join(clone.path, FILES[name]);
    if (!existsSync(path) || !lstatSync(path).isFile()) return false;
    const text = readFileSync(path, 'utf8');
    if (FILES[name].endsWith('.json')) return JSON.parse(text) !== null;
    return {
      outputs: /\n$/,
      stored: /\}\n$/,
      json: /\}\n$/,
      env: /'\n$/,
      junit: /<\/testsuites?>\s*$/,
      html: /<\/html>\s*$/,
    }[name].test(text);
  });
}

test('nothing in the way: every file is written', async () => {
  await using clone = await makeClone();
  const { durationMs, log } = await deploy(clone);
  expect(whole(clone)).toEqual(names);
  expect(log).not.toContain('WARNING: /');
  row('None: every file is written', 'clone', false, durationMs);
});

/** Nobody asked for the file in the storage folder, so nobody is warned. */
const levelOf = (name: Name) => (name === 'stored' ? 'DEBUG' : 'WARNING');

const others = (name: Name) => names.filter((each) => each !== name);

describe.each(names)('%s', (name) => {
  test('a folder is in its place: a warning, the others are written', async () => {
    await using clone = await makeClone();
    mkdirSync(join(clone.path, FILES[name], 'full'), { recursive: true });
    const { log, durationMs } = await deploy(clone);
    expect(log).toMatch(
      new RegExp(`${levelOf(name)}: .*${FILES[name]} could not be written: .* A folder of that name is in the way`),
    );
    expect(whole(clone)).toEqual(others(name));
    row('A folder is in its place', FILES[name], levelOf(name) === 'WARNING', durationMs);
  });

  test('a symbolic link is in its place: never followed', async () => {
    await using clone = await makeClone();
    const [path, target] = [join(clone.path, FILES[name]), join(clone.path, 'precious')];
    writeFileSync(target, 'precious\n');
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(target, path);
    const { log, durationMs } = await deploy(clone);
    expect(readFileSync(target, 'utf8')).toBe('precious\n');
    // A report takes the place of the link; the output variables belong to Bitbucket, so the link stays and a warning
    // tells.
    const refused = name === 'outputs';
    expect(whole(clone)).toEqual(refused ? others(name) : names);
    expect(log.includes('could not be written: ')).toBe(refused);
    row('A symbolic link is in its place', FILES[name], refused, durationMs);
  });
});

/** Mounts something over a folder of the clone. Needs root, and a kernel that lets it. */
function mounted(folder: string, ...options: string[]): Disposable {
  mkdirSync(folder, { recursive: true });
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', ...options, 'tmpfs', folder], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`This test mounts a small file system, which needs root: ${stderr}`);
  return { [Symbol.dispose]: () => void spawnSync('umount', [folder]) };
}

const FOLDERS = [
  ['test-reports', ['junit', 'html', 'json', 'env']],
  ['.bitbucket/pipelines/generated', ['outputs', 'stored']],
] as const;

describe.each(FOLDERS)('%s', (folder, inside) => {
  test('is on a full disk of 64 kB: warnings, nothing by halves', async () => {
    await using clone = await makeClone();
    const path = join(clone.path, folder);
    using _ = mounted(path, '-o', 'size=64k');
    mkdirSync(clone.storage, { recursive: true });
    fill(path);
    const { log, durationMs } = await deploy(clone);
    expect(log.match(/could not be written: no space left on device \(ENOSPC\)\. Free some space/g)).toHaveLength(
      inside.length,
    );
    expect(whole(clone)).toEqual(names.filter((name) => !(inside as readonly Name[]).includes(name)));
    expect(clone.files().filter((file) => file.includes('.appsmith-deploy-'))).toEqual([]);
    row('A full disk of 64 kB', folder, true, durationMs);
  });

  test('is read-only: warnings', async () => {
    await using clone = await makeClone();
    const path = join(clone.path, folder);
    using _ = mounted(path, '-o', 'size=64k');
    mkdirSync(clone.storage, { recursive: true });
    expect(spawnSync('mount', ['-o', 'remount,ro', path]).status).toBe(0);
    const { log, durationMs } = await deploy(clone);
    expect(log.match(/could not be written: read-only file system \(EROFS\)\. Choose a place/g)).toHaveLength(
      inside.length,
    );
    row('A read-only file system', folder, true, durationMs);
  });

  // Of the folder for reports that is found before anything is sent.
  if (folder !== 'test-reports')
    test('is a file: warnings', async () => {
      await using clone = await makeClone();
      const path = join(clone.path, folder);
      rmSync(path, { recursive: true, force: true });
      writeFileSync(path, 'a file\n');
      const { log, durationMs } = await deploy(clone);
      expect(log.match(/could not be written: .*A file is in the way/g)).toHaveLength(inside.length);
      expect(readFileSync(path, 'utf8')).toBe('a file\n');
      row('A file is in place of its folder', folder, true, durationMs);
    });
});

test('the folder for reports is a file: nothing is sent', async () => {
  await using clone = await makeClone();
  const [path, before] = [join(clone.path, 'test-reports'), emulator.deployments.length];
  rmSync(path, { recursive: true, force: true });
  writeFileSync(path, 'a file\n');
  const { exitCode, log } = await runPipe(variablesIn(clone), { cwd: clone.path });
  expect([exitCode, log]).toEqual([2, expect.stringContaining('REPORT_DIR:\n- is a file. Use a folder')]);
  expect(readFileSync(path, 'utf8')).toBe('a file\n');
  expect(emulator.deployments).toHaveLength(before);
});

/** Leaves no room, not for a byte. What has to be there is a file that holds its last block by itself. */
function fill(folder: string): void {
  const free = () => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  for (let at = 0; free() > 0; at += 1) writeFileSync(join(folder, `filler-${at}`), Buffer.alloc(4_096));
}

test('output variables on a disk that has room for half of them: none is added, what was there stays', async () => {
  await using clone = await makeClone();
  const folder = dirname(clone.outputs);
  using _ = mounted(folder, '-o', 'size=64k');
  mkdirSync(clone.storage, { recursive: true });
  const old = `OTHER=${'x'.repeat(4_000)}\n`; // its block has room for some bytes more
  writeFileSync(clone.outputs, old);
  fill(folder);
  const { log, durationMs } = await deploy(clone);
  expect(readFileSync(clone.outputs, 'utf8')).toBe(old);
  expect(log).toMatch(/variables could not be written: no space left on device/);
  row('Room for half of the output variables', FILES.outputs, true, durationMs);
});

test('folders of somebody else: warnings, as a user without rights', async () => {
  await using clone = await makeClone();
  chmodSync(clone.path, 0o755);
  const limited = { uid: 65_534, gid: 65_534 };
  expect(limited.uid).not.toBe(process.getuid?.());
  const run = await runPipe(variablesIn(clone), { cwd: clone.path, ...limited });
  expect([run.exitCode, run.log]).toEqual([0, run.log]);
  expect(run.log.match(/could not be written: permission denied \(EACCES\)\. Make it writable/g)).toHaveLength(
    names.length,
  );
  row('Folders of another user', 'clone', true, run.durationMs);
});
