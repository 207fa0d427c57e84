import { spawn } from 'node:child_process';

/** One way to do it, to be measured beside the others. */
export interface Candidate {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The exit code that is right. */
  readonly code: number;
}

/** What was measured of a candidate; times in ms. */
export interface Measured {
  readonly name: string;
  readonly median: number;
  readonly quartiles: readonly [number, number];
  /** Median ÷ that of the first candidate of the same run. */
  readonly ratio: number;
}

/**
 * Measures whole processes, wall time: every round runs each candidate once, so that what else the machine does falls on all alike.
 * @throws Error when a candidate ends otherwise than it should: a fast failure is no result
 */
export async function measure(candidates: readonly Candidate[], rounds: number): Promise<Measured[]> {
  const times = new Map(candidates.map(({ name }): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const candidate of candidates) times.get(candidate.name)?.push(await timed(candidate));
  }
  const base = quantile(times.get(candidates[0]?.name ?? '') ?? [], 0.5);
  return candidates.map(({ name }) => {
    const all = times.get(name) ?? [];
    const median = quantile(all, 0.5);
    return { name, median, quartiles: [quantile(all, 0.25), quantile(all, 0.75)], ratio: median / base };
  });
}

/** Peak memory in MiB and CPU time in ms of a Node process; medians of a few runs. */
export async function usage(candidate: Candidate, rounds: number): Promise<{ memoryMb: number; cpuMs: number }> {
  const all: { memoryMb: number; cpuMs: number }[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await used(candidate));
  const median = (value: (each: { memoryMb: number; cpuMs: number }) => number) => quantile(all.map(value), 0.5);
  return { memoryMb: median(({ memoryMb }) => memoryMb), cpuMs: median(({ cpuMs }) => cpuMs) };
}

async function timed({ name, command, args, env, code }: Candidate): Promise<number> {
  const start = process.hrtime.bigint();
  const ended = await new Promise((resolve, reject) => {
    spawn(command, args, { env, stdio: 'ignore' }).once('exit', resolve).once('error', reject);
  });
  if (ended !== code) throw new Error(`${name} ended with ${String(ended)} instead of ${code}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

async function used({ name, command, args, env, code }: Candidate): Promise<{ memoryMb: number; cpuMs: number }> {
  const child = spawn(command, ['--require', `${import.meta.dirname}/usage.cjs`, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  let report = '';
  child.stdio[3]?.on('data', (chunk) => {
    report += String(chunk);
  });
  const ended = await new Promise((resolve) => child.once('close', resolve));
  if (ended !== code) throw new Error(`${name} ended with ${String(ended)} instead of ${code}`);
  return JSON.parse(report) as { memoryMb: number; cpuMs: number };
}

function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN;
}
