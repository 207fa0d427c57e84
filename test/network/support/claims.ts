import { expect } from '@jest/globals';
import type { EndedProcess } from '../../support/run-pipe.ts';

/** The process may live on for so long after its last line, in ms. */
const END_MS = 1_000;

/** How many attempts a log speaks of. One that succeeds at once is not mentioned. */
export function attemptsIn(log: string, deployments: number): number {
  return deployments + (log.match(/Attempt \d+ of \d+ failed/g)?.length ?? 0);
}

/** A server that responded is not said to be silent. */
export const SILENT_SERVER = /does not respond\.|got no response/;

/** What holds for every run: no stack, and a process that ends when it says so. */
export function expectSound({ log, silentMs }: EndedProcess): void {
  expect(log).not.toMatch(/^\s+at .+:\d+/m);
  expect(silentMs).toBeLessThan(END_MS);
}
