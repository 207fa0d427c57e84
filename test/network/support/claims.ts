import { expect } from '@jest/globals';
import type { EndedProcess } from '../../support/run-pipe.ts';

/** The process may live on for so long after its last line, in ms. */
const END_MS = 1_000;

/** How many attempts a log speaks of. One that succeeds at once is not mentioned. */
export function attemptsIn(log: string, deployments: number): number {
  return deployments + (log.match(/Attempt \d+ of \d+ failed/g)?.length ?? 0);
}

/** What is never wrong: servers that answered are not said to be silent, and a process ends when it says so. */
export function expectHonest({ log, silentMs }: EndedProcess): void {
  expect(log).not.toMatch(/does not answer/);
  expect(log).not.toMatch(/^\s+at .+:\d+/m);
  expect(silentMs).toBeLessThan(END_MS);
}
