import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ProgramOptions {
  /** Files that it reads, by their name in its folder. Scripts end in `.sh`. */
  readonly files: Readonly<Record<string, string>>;
  /** Name and arguments. `{folder}` stands for its folder, here and in the files. */
  readonly command: readonly [string, ...string[]];
  /** TCP ports that it listens on once it is ready; with an IPv4 address where others listen on the same port. */
  readonly ports: readonly (number | `${string}:${number}`)[];
  /** The command that runs it somewhere else, such as in another network namespace. */
  readonly launcher?: readonly string[];
}

/** A server that runs, from Debian. */
export interface Program {
  readonly folder: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Longest that a server may take to start, in ms. mitmproxy makes its certificates first. */
const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 3_000;

/**
 * Starts a server in the foreground, in a folder of its own, and waits until it listens.
 * @throws an error with its last words when it does not
 */
export async function startProgram({ files, command, ports, launcher = [] }: ProgramOptions): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), `appsmith-deploy-${basename(command[0])}-`));
  chmodSync(folder, 0o777); // some of them change to a user of their own
  const here = (text: string) => text.replaceAll('{folder}', folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), here(text), { mode: name.endsWith('.sh') ? 0o755 : 0o644 });
  }
  const [name = '', ...args] = [...launcher, ...command];
  const child = spawn(name, args.map(here), {
    cwd: folder,
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-2_000);
    });
  }
  const exited = once(child, 'exit');
  const stop = async () => {
    await end(child, exited);
    rmSync(folder, { recursive: true, force: true });
  };
  const limit = performance.now() + START_LIMIT_MS;
  for (const port of ports) {
    while (!listens(child, port)) {
      if (child.exitCode !== null || performance.now() > limit) {
        await stop();
        throw new Error(`${command[0]} does not start: ${words}`);
      }
      await sleep(50);
    }
  }
  return { folder, [Symbol.asyncDispose]: stop };
}

async function end(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await Promise.race([exited, sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
  child.kill('SIGKILL');
  await exited;
}

/** Linux lists a process's sockets as its network namespace has them: `0A` is one that listens. */
function listens({ pid }: ChildProcess, port: number | string): boolean {
  const [number = '', address = ''] = String(port).split(':').reverse();
  const hex = (text: string) => Number(text).toString(16).toUpperCase();
  const bytes = address
    .split('.')
    .reverse()
    .map((byte) => hex(byte).padStart(2, '0'));
  const local = `${address === '' ? '' : bytes.join('')}:${hex(number).padStart(4, '0')} `;
  return ['tcp', 'tcp6']
    .map((family) => `/proc/${pid}/net/${family}`)
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .some((line) => line.includes(local) && line.includes(' 0A '));
}
