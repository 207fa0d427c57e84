import { expect } from '@jest/globals';
import type { Emulator } from '../../../emulator/index.ts';
import { type CatalogueEntry, catalogue, type FailureKey } from '../../../src/appsmith/failures/catalogue.ts';
import type { EndedRun } from '../../support/ended-run.ts';
import { variablesFor } from '../../support/environment.ts';
import { runPipe } from '../../support/run-pipe.ts';
import { writeDown } from './seen.ts';

/** How a run is to end. */
export interface Ending {
  /** Entry of the catalogue; absent: it deploys. */
  readonly key?: FailureKey;
  /** As the log shows it. Default: the key. */
  readonly code?: string;
  /** Beginning of the title, where it is not that of the catalogue. */
  readonly title?: string;
  readonly attempts: number;
  /** Requests to deploy that reach Appsmith. */
  readonly reached: number;
}

/** Something that is broken, and what the pipe is to make of it. */
export interface Fault {
  readonly fault: string;
  readonly where: string;
  readonly ending: Ending;
  /** What else the log must say. */
  readonly says?: string | RegExp;
}

/**
 * Longest that any run may take, in ms: three attempts with their time-outs and waits, and a look at the server's
 * health.
 */
const LIMIT_MS = 15_000;

/** It deploys, at this attempt. */
export function deploys(attempts = 1, reached = attempts): Ending {
  return { attempts, reached };
}

/** It does not deploy. Without `attempts`: as many as the catalogue allows out of three. */
export function fails(key: FailureKey, reached: number, more: Partial<Ending> = {}): Ending {
  const { retryable }: CatalogueEntry = catalogue[key];
  return { key, reached, attempts: retryable === undefined ? 1 : 3, ...more };
}

/** Variables with three attempts, hardly a pause, and little time. */
export function faultVariables(url: string, changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  return variablesFor({ url }, { MAX_ATTEMPTS: '3', RETRY_DELAY: '0.05', TIMEOUT: '5', ...changes });
}

/** Runs the pipe into a fault, checks all that is promised of every failure, and writes the row of the table. */
export async function meet(
  chapter: string,
  { fault, where, ending, says = '' }: Fault,
  emulator: Pick<Emulator, 'deployRequests' | 'deployments'>,
  environment: Readonly<Record<string, string>>,
): Promise<EndedRun> {
  const before = emulator.deployRequests.length;
  const deployedBefore = emulator.deployments.length;
  const run = await runPipe(environment);
  const reached = emulator.deployRequests.length - before;
  expect({ ...readEnding(run.log), exitCode: run.exitCode, reached, log: run.log }).toEqual({
    ...expectedEnding(ending),
    exitCode: ending.key === undefined ? 0 : 1,
    reached: ending.reached,
    log: expect.stringMatching(says),
  });
  expect(run.durationMs).toBeLessThan(LIMIT_MS);
  if (emulator.deployments.length > deployedBefore) expect(run.log).not.toContain('✖ Not deployed');
  writeDown({
    chapter,
    fault,
    where,
    expected: told(expectedEnding(ending), ending.key === undefined ? 0 : 1),
    seen: told(readEnding(run.log), run.exitCode),
    attempts: String(readEnding(run.log).attempts),
    reached: String(reached),
    durationMs: run.durationMs,
  });
  return run;
}

interface Closing {
  readonly title: string;
  readonly attempts: number;
}

function expectedEnding({ key, code = key, title, attempts }: Ending): Closing {
  return {
    title:
      key === undefined ? 'Deployed' : `${title ?? catalogue[key].title} (${code === key ? key : `${key}: ${code}`})`,
    attempts,
  };
}

/** Reads the end of a log. Exactly one closing line there must be, and nothing that looks like a crash. */
function readEnding(log: string): Closing {
  const closings = log.split('\n').filter((line) => /^[✔✖]/.test(line));
  if (closings.length !== 1 || /^\s+at .+:\d+/m.test(log)) return { title: `a strange log:\n${log}`, attempts: 0 };
  const deployed = /^✔ Deployed .* in [\d.]+ m?s(?:, on attempt (\d+))?, at /m.exec(log);
  if (deployed !== null) return { title: 'Deployed', attempts: Number(deployed[1] ?? 1) };
  const failed = /^✖ Not (?:deployed|confirmed): (.*)\.\n.*; (\d+) attempts?, /m.exec(log);
  const title = failed?.[1]?.replace(/(127\.0\.0\.1):\d+/, '$1:port');
  return { title: title ?? `a strange log:\n${log}`, attempts: Number(failed?.[2]) };
}

function told({ title }: Closing, exitCode: number | string): string {
  return `${title}, exit code ${exitCode}`;
}
