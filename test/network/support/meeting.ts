import { expect } from '@jest/globals';
import { DEFAULT_APP } from '../../../emulator/index.ts';
import { writeRow } from '../../support/lab/rows.ts';
import type { EndedProcess, RunOptions } from '../../support/run-pipe.ts';
import { expectSound } from './claims.ts';
import type { Lab } from './lab.ts';
import type { Row } from './network-document.ts';

/** What README's basic example gives, with the branch that Bitbucket adds. */
export const BASIC: Readonly<Record<string, string>> = {
  APPSMITH_URL: 'https://appsmith.example.com',
  APP_ID: DEFAULT_APP.id,
  BEARER_TOKEN: DEFAULT_APP.token,
  BITBUCKET_BRANCH: 'main',
};

/** Two attempts, with hardly a pause. */
export const TWO_ATTEMPTS: Readonly<Record<string, string>> = { ...BASIC, MAX_ATTEMPTS: '2', RETRY_DELAY: '0.05' };

/** Some trouble, and how the pipe is to meet it. */
export interface Meeting {
  readonly chapter: string;
  readonly trouble: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** Beginning of the closing line. */
  readonly closing: RegExp;
  /** What else the log must say. */
  readonly says?: RegExp;
  readonly saysNot?: RegExp;
  /**
   * Requests to deploy that reached the server: as many as the log has attempts, without those that could not be sent.
   */
  readonly posts: number;
  /** Requests to deploy, where not the lab's emulator gets them. */
  readonly countPosts?: () => number;
  readonly options?: RunOptions;
}

/** Runs the pipe into the trouble, checks what it did and said, and writes the row of the table. */
export async function meet(lab: Lab, meeting: Meeting): Promise<EndedProcess> {
  const { chapter, trouble, variables = BASIC, closing, says = /./, saysNot = /^\b$/, posts, options } = meeting;
  const { countPosts = () => lab.emulator.deployRequests.length } = meeting;
  const run = await lab.run(variables, options);
  const line = /^[✔✖] .*$/m.exec(run.log)?.[0] ?? '';
  expect({ log: run.log, line, posts: countPosts() }).toEqual({
    log: expect.stringMatching(says),
    line: expect.stringMatching(closing),
    posts,
  });
  expect(run.log).not.toMatch(saysNot);
  expectSound(run);
  const seen = line
    .replace(/^. /, '')
    .replace(/^Deployed .*?(, on attempt \d+)?, at .*/, 'Deployed$1')
    .replace(/, in [\d.]+ \w+\.$/, '.');
  writeRow({ kind: 'case', chapter, trouble, seen, posts } satisfies Row);
  return run;
}
