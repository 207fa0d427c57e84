import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { main } from '../../src/main.ts';
import type { Clock } from '../../src/process/clock.ts';
import { after, wait } from '../../src/process/clock.ts';
import type { Host } from '../../src/process/host.ts';
import { type EndedRun, endedRun } from './ended-run.ts';

/** Runs main in this process: all of the pipe but `src/index.ts`. What is not given is as in a real process. */
export async function runMain(
  environment: Readonly<Record<string, string>>,
  host: Partial<Pick<Host, 'args' | 'cwd' | 'clock' | 'random' | 'signal' | 'bug' | 'uuid'>> & {
    /** Told of each piece of the log as it is written. */
    readonly onWrite?: (text: string) => void;
  } = {},
): Promise<EndedRun> {
  let stdout = '';
  const start = performance.now();
  const exitCode = await main({
    environment,
    args: [],
    cwd: tmpdir(),
    write: (text) => {
      stdout += text;
      host.onWrite?.(text);
    },
    clock: clock(),
    random: Math.random,
    uuid: randomUUID,
    signal: new AbortController().signal,
    bug: new Promise<never>(() => undefined),
    ...host,
  });
  return endedRun(environment, { exitCode, stdout, stderr: '', durationMs: performance.now() - start });
}

/** A clock that may run faster than others do; it notes the waits. */
export interface TestClock extends Clock {
  /** The waits between attempts that went to their end, in ms of this clock. */
  readonly waits: readonly number[];
}

/** @param speed ms of this clock in one ms: 1,000 lets a second pass in a millisecond */
export function clock(speed = 1): TestClock {
  const waits: number[] = [];
  return {
    waits,
    now: () => performance.now() * speed,
    date: () => new Date(),
    after: (ms, task) => after(ms / speed, task),
    wait: async (ms, ending) => {
      await wait(ms / speed, ending);
      if (!ending.aborted) waits.push(ms);
    },
  };
}
