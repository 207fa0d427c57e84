import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Row, Sample } from './measure.ts';

/** One way to do it: a process to be measured beside others. */
export interface Candidate {
  readonly name: string;
  readonly about: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment: an inherited NODE_EXTRA_CA_CERTS would falsify https. */
  readonly env: Readonly<Record<string, string>>;
  /** The exit code that is right. */
  readonly code: number;
  /** Arguments before the others with which it reports CPU time and memory to file descriptor 3. */
  readonly reporting?: readonly string[];
}

export function node(name: string, about: string, args: readonly string[], env: Candidate['env'] = {}): Candidate {
  const reporting = ['--require', join(import.meta.dirname, 'usage.cjs')];
  return { name, about, command: process.execPath, args, env, code: 0, reporting };
}

/** @param interpreter Python of the environment that has what the script imports */
export function python(
  { name, about, interpreter }: { name: string; about: string; interpreter: string },
  args: readonly string[],
  env: Candidate['env'],
): Candidate {
  const reporting = [join(import.meta.dirname, 'usage.py')];
  return { name, about, command: interpreter, args, env, code: 0, reporting };
}

/** How long a process took, and what it has written to file descriptor 3. */
export interface Timed {
  readonly wallMs: number;
  readonly report: string;
}

export interface Timer {
  readonly name: string;
  /** @throws Error when the candidate ends with another code than it should: a fast failure is no result */
  readonly time: (candidate: Candidate) => Promise<Timed>;
}

/**
 * hyperfine, where Debian's package is, asked for one run at a time: on its own it runs one candidate after the other,
 * so that what else the machine does falls on one of them. Node's clock adds a millisecond to each process.
 */
export function timer(folder: string, hyperfine = '/usr/bin/hyperfine'): Timer {
  const { status, stdout } = spawnSync(hyperfine, ['--version'], { env: {}, encoding: 'utf8' });
  const file = join(folder, 'hyperfine.json');
  return status === 0
    ? { name: stdout.trim(), time: (candidate) => withHyperfine(candidate, hyperfine, file) }
    : { name: "Node's clock, which adds 1 ms (Debian's package hyperfine would not)", time: withNode };
}

async function withHyperfine(candidate: Candidate, command: string, file: string): Promise<Timed> {
  const words = [candidate.command, ...candidate.args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  const flags = ['--shell=none', '--runs=1', '--ignore-failure', '--style=none', `--export-json=${file}`];
  const { report } = await withNode({ ...candidate, command, args: [...flags, words.join(' ')], code: 0 });
  const { results } = JSON.parse(readFileSync(file, 'utf8')) as {
    results: [{ times: [number]; exit_codes: [number | null] }];
  };
  const { times, exit_codes: exitCodes } = results[0];
  expectCode(candidate, exitCodes[0]);
  return { wallMs: times[0] * 1_000, report };
}

async function withNode(candidate: Candidate): Promise<Timed> {
  const start = process.hrtime.bigint();
  const child = spawn(candidate.command, candidate.args, {
    env: candidate.env,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<{ code: number | string | null; wallMs: number }>((resolve, reject) => {
    child.once('error', reject).once('exit', (code, signal) => {
      resolve({ code: code ?? signal, wallMs: Number(process.hrtime.bigint() - start) / 1e6 });
    });
  });
  const [{ code, wallMs }, report] = await Promise.all([ended, text(child.stdio[3] as NodeJS.ReadableStream)]);
  expectCode(candidate, code);
  return { wallMs, report };
}

function expectCode({ name, code }: Candidate, actual: number | string | null): void {
  if (actual !== code) throw new Error(`${name} ended with ${actual} instead of ${code}`);
}

/** Wall time only: of whatever is no Node. */
export function timed(candidate: Candidate, { time }: Timer): Row {
  return row(candidate, async () => ({ wallMs: (await time(candidate)).wallMs }));
}

/** CPU and memory come from a run of their own: what reports them takes a millisecond. */
export function timedAndUsed(candidate: Candidate, timer: Timer): Row {
  return row(candidate, async () => ({
    ...(await usage(candidate, timer)),
    ...(await timed(candidate, timer).sample()),
  }));
}

/** One run for all, of what takes so long that a millisecond is nothing. */
export function used(candidate: Candidate, timer: Timer): Row {
  return row(candidate, () => usage(candidate, timer));
}

function row({ name, about }: Candidate, sample: Row['sample']): Row {
  return { name, about, sample };
}

async function usage(candidate: Candidate, { time }: Timer): Promise<Sample> {
  const args = [...(candidate.reporting ?? []), ...candidate.args];
  const { wallMs, report } = await time({ ...candidate, args });
  return { wallMs, ...(JSON.parse(report) as { memoryMb: number; cpuMs: number }) };
}
