import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, test } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };

const folder = mkdtempSync(join(tmpdir(), 'scripts-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

function node(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }));
  });
}

/** `scripts/run.cjs` as another Node sees it. */
function onAnotherNode(process: object, ...args: string[]): Promise<Ended> {
  const preload = join(folder, 'another-node.cjs');
  const lines = Object.entries(process).map(
    ([name, value]) => `Object.defineProperty(process, '${name}', { value: ${JSON.stringify(value)} });`,
  );
  writeFileSync(preload, lines.join('\n'));
  return node('--require', preload, 'scripts/run.cjs', ...args);
}

describe('npm scripts', () => {
  test('are the tasks of scripts/run.cjs, in its order', async () => {
    const { code, stderr } = await node('scripts/run.cjs', 'nothing');
    const [, tasks = ''] = /^There is no task nothing\. Tasks: (.*)\.\n$/.exec(stderr) ?? [];
    expect(Object.entries(packageJson.scripts)).toEqual(
      tasks.split(', ').map((name) => [name, `node scripts/run.cjs ${name}`]),
    );
    expect(code).toBe(1);
  });

  test('hand arguments on, and end as their last command does', async () => {
    const { code, stderr } = await node('scripts/run.cjs', 'bench', '--rounds', 'none');
    expect(stderr).toContain('--rounds none: how often each row is run, 1 or more');
    expect(code).toBe(1);
  });

  test.each([
    ['macOS', { platform: 'darwin', arch: 'arm64' }, 'install it from nodejs.org.'],
    [
      'an unknown system',
      { platform: 'aix', arch: 'ppc64' },
      'run `npm ci`, which brings it along for Linux and Windows.',
    ],
  ])('end with one line on an old Node of %s', async (_, system, help) => {
    const ended = await onAnotherNode({ versions: { node: '20.20.2' }, ...system }, 'jest', '--version');
    expect(ended).toEqual({
      code: 1,
      stdout: '',
      stderr: `appsmith-deploy needs Node 24 or newer, this is 20.20.2: ${help}\n`,
    });
  });

  test('take the Node that npm ci brings where the first one is too old', async () => {
    const { code, stdout } = await onAnotherNode({ versions: { node: '20.20.2' } }, 'jest', '--version');
    expect(stdout).toMatch(/^30\./);
    expect(code).toBe(0);
  });

  test('that run until they are stopped leave nothing behind', async () => {
    const launcher = spawn(process.execPath, ['scripts/run.cjs', 'emulator'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const url = await announcedUrl(launcher);
    expect((await fetch(url)).status).toBeLessThan(500);
    launcher.kill('SIGTERM');
    await once(launcher, 'exit');
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});

async function announcedUrl({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('no stdout');
  for await (const line of createInterface(stdout)) {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error('The emulator did not say where it listens.');
}
