import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type EndedRun, endedRun } from './ended-run.ts';

type Environment = Readonly<Record<string, string>>;

/** No run of a test takes longer; one that does is ended, and the test fails. In ms. */
const RUN_LIMIT_MS = 30_000;

const BUILT = fileURLToPath(new URL('../../dist/appsmith-deploy.cjs', import.meta.url));

/** PIPE_PROGRAM names another program to test, such as src/index.ts while it is being changed. */
export const PIPE = process.env['PIPE_PROGRAM'] ?? BUILT;
if (!existsSync(PIPE)) throw new Error(`${PIPE} is missing. Build it first: npm run build`);

export interface RunOptions {
  /** Default: the system's folder for temporary files, which is no clone of anything. */
  readonly cwd?: string;
  /** Arguments of Node, before the program. */
  readonly nodeArguments?: readonly string[];
  /** Arguments of the program. */
  readonly args?: readonly string[];
  /** What stdout and stderr are; `closed` has nobody who reads. Default: both are read. */
  readonly closed?: readonly ('stdout' | 'stderr')[];
  /** The command that runs it somewhere else, such as in another network namespace. Default: none. */
  readonly launcher?: readonly string[];
  /** Longest time that it may take, in ms. */
  readonly limitMs?: number;
  /** User and group to run as. Default: those of this process. */
  readonly uid?: number;
  readonly gid?: number;
}

/** A run of the pipe as a process of its own, which is over. */
export interface EndedProcess extends EndedRun {
  /**
   * How long the process still lived after the last that it wrote, in ms, without the time in which somebody waited for
   * a processor.
   */
  readonly silentMs: number;
}

/** A run of the pipe as a process of its own. */
export interface RunningPipe {
  readonly ended: Promise<EndedProcess>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** Runs the built pipe as Bitbucket does, with this environment and nothing of this shell's. */
export function runPipe(environment: Environment, options: RunOptions = {}): Promise<EndedProcess> {
  return startPipe(environment, options).ended;
}

/** Starts the built pipe, for tests that do something to it while it runs. */
export function startPipe(environment: Environment, options: RunOptions = {}): RunningPipe {
  const { cwd = tmpdir(), nodeArguments = [], args = [], closed = [], ...others } = options;
  const { launcher = [], limitMs = RUN_LIMIT_MS, ...user } = others;
  const start = performance.now();
  const [command = '', ...words] = [...launcher, process.execPath, ...nodeArguments, PIPE, ...args];
  const child = spawn(command, words, {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
    killSignal: 'SIGKILL',
    ...user,
  });
  const written = { stdout: '', stderr: '' };
  let lastWords = moment();
  for (const name of ['stdout', 'stderr'] as const) {
    if (closed.includes(name)) {
      child[name].destroy();
      continue;
    }
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
      lastWords = moment();
    });
  }
  const ended = once(child, 'close').then(([code, signal]: (number | string | null)[]) => {
    const exitCode = code ?? signal ?? 'neither exit code nor signal';
    const end = moment();
    const silentMs = end.atMs - lastWords.atMs - (end.waitedMs - lastWords.waitedMs);
    return endedRun(environment, { exitCode, ...written, durationMs: end.atMs - start, silentMs });
  });
  return { ended, kill: (signal) => child.kill(signal) };
}

/**
 * Now, and how long up to now any process of this machine has waited for a processor: Linux counts that where it can.
 * In ms.
 */
function moment(): { readonly atMs: number; readonly waitedMs: number } {
  const pressure = existsSync('/proc/pressure/cpu') ? readFileSync('/proc/pressure/cpu', 'utf8') : '';
  const [, waitedUs = '0'] = /^some .* total=(\d+)/m.exec(pressure) ?? [];
  return { atMs: performance.now(), waitedMs: Number(waitedUs) / 1_000 };
}
