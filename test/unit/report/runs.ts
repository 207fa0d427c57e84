import { failureOf } from '../../../src/appsmith/failures/failure.ts';
import type { Deployment } from '../../../src/deployment/deployment.ts';
import type { Failure } from '../../../src/deployment/failure.ts';
import type { Attempt, Deployed, Failed, Result, Run, Skipped } from '../../../src/deployment/result.ts';
import { readContext } from '../../../src/input/context.ts';
import { type Overview, type OverviewOptions, overviewOf } from '../../../src/report/overview.ts';
import type { RepositoryFinding } from '../../../src/repository/finding.ts';

/** Builders for runs: say what matters, the rest is ordinary. */

function deployment(given: Partial<Deployment> = {}): Deployment {
  const {
    name = 'Orders',
    app = '660427bb3927480dc0720914',
    branch = 'main',
    url = 'https://appsmith.example.com',
  } = given;
  return {
    name,
    app,
    branch,
    url,
    endpoint: `${url}/api/v1/git/deploy/app/${app}?branchName=${encodeURIComponent(branch.toWellFormed())}`,
    token: 'the-token-that-no-report-shows',
    timeoutMs: 300_000,
    lockKey: `${url} ${app}`,
    after: [],
    names: { url: 'APPSMITH_URL', app: 'APP_ID', branch: 'BRANCH', token: 'BEARER_TOKEN', timeout: 'TIMEOUT' },
    ...given,
  };
}

export function failure(given: Partial<Failure> = {}): Failure {
  return {
    kind: 'access',
    key: 'HTTP-401',
    code: 'HTTP-401',
    title: 'Token not accepted',
    advice: [
      'In Appsmith open the application, then Git Settings > Continuous Delivery, generate a new token, and ' +
        'put it into the variable behind BEARER_TOKEN.',
      'A token belongs to one application; a newer token ends the older one; the Community edition accepts none.',
    ],
    retryable: 'no',
    outcome: 'not-deployed',
    ...given,
  };
}

export const LOCKED = failure({
  kind: 'busy',
  key: 'AE-GIT-5020',
  code: 'AE-GIT-5020',
  title: 'Git lock in use',
  advice: ['Another deployment or commit of this application is going on: wait for it, then run the step again.'],
  serverMessage: 'We were unable to place a lock on the file system to perform your current request.',
  retryable: 'yes',
  httpStatus: 500,
});

export function deployed(
  given: Partial<Deployment> = {},
  attempts: readonly Attempt[] = [{ startMs: 0, endMs: 1_234 }],
): Deployed {
  const receipt = { applicationName: 'Orders', deployedAt: '2024-03-05T10:15:30.123456Z' };
  return { status: 'deployed', deployment: deployment(given), attempts, durationMs: spanMs(attempts), receipt };
}

export function failed(
  given: Partial<Deployment> = {},
  why: Failure = failure(),
  attempts?: readonly Attempt[],
): Failed {
  const made = attempts ?? [{ startMs: 0, endMs: 300, failure: why }];
  return { status: 'failed', deployment: deployment(given), attempts: made, durationMs: spanMs(made), failure: why };
}

export function skipped(given: Partial<Deployment> = {}, reason = 'Orders (EU) was not deployed'): Skipped {
  return { status: 'skipped', deployment: deployment(given), reason };
}

export function run(results: readonly Result[], given: Partial<Run> = {}): Run {
  return { results, durationMs: 48_250, startedAt: new Date('2026-11-24T13:41:30.500Z'), ...given };
}

export const BUILD = {
  BITBUCKET_BUILD_NUMBER: '128',
  BITBUCKET_COMMIT: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d',
  BITBUCKET_BRANCH: 'main',
  BITBUCKET_REPO_FULL_NAME: 'acme/orders',
};

export function about(given: Partial<OverviewOptions> = {}): OverviewOptions {
  return { context: readContext(BUILD), redact: (text) => text, ...given };
}

export function overview(
  results: readonly Result[],
  given: Partial<Run> = {},
  and: Partial<OverviewOptions> = {},
): Overview {
  return overviewOf(run(results, given), about(and));
}

/** Findings of a clone: the n-th is in the n-th file. */
export function findings(count: number, given: Partial<RepositoryFinding> = {}): RepositoryFinding[] {
  return Array.from({ length: count }, (_, at) => ({
    severity: 'error',
    rule: 'conflict-markers',
    path: `pages/Orders/queries/Q${at + 1}/metadata.json`,
    line: 12,
    column: 1,
    problem: 'The file contains Git conflict markers.',
    effect: 'Appsmith cannot read the file.',
    advice: 'Resolve the conflict.',
    ...given,
  }));
}

/** A run of a clone that was checked. */
export function checked(
  found: readonly RepositoryFinding[],
  results: readonly Result[] = [],
  and: Partial<OverviewOptions> = {},
): Overview {
  const isRefused = found.some(({ severity }) => severity === 'error');
  return overview(results, {}, { repository: { isRefused, findings: found }, ...and });
}

/**
 * Attempts that begin one after the other, in seconds: `[start, end]`. All but the last fail; the last fails if a
 * failure is given.
 */
export function attempts(times: readonly (readonly [number, number])[], before: Failure, last?: Failure): Attempt[] {
  return times.map(([start, end], index) => {
    const why = index < times.length - 1 ? before : last;
    return { startMs: start * 1_000, endMs: end * 1_000, ...(why && { failure: why }) };
  });
}

function spanMs(made: readonly Attempt[]): number {
  return (made.at(-1)?.endMs ?? 0) - (made[0]?.startMs ?? 0);
}

const UNKNOWN_BRANCH = failureOf({
  key: 'AE-APP-4027',
  outcome: 'not-deployed',
  serverMessage: 'Unable to find application 660427bb3927480dc0720917,release/2026.11',
  requestId: '7d3f1f0e-2f6e-4a53-9a0c-4e1d6a9b0c11',
  serverRequestId: '0c9f6a52-77aa-4d39-8a5e-bb0a4b8f6f10',
  httpStatus: 404,
});

const TIMED_OUT = failureOf({ key: 'TIMEOUT', outcome: 'not-confirmed' });

function deployedAt(time: string, result: Deployed): Deployed {
  return { ...result, receipt: { ...result.receipt, deployedAt: `2026-11-24T${time}.301Z` } };
}

/** A run in which everything happened: deployed, deployed after retries, failed at once, failed in the end, skipped. */
export const MIXED_RUN: Run = run(
  [
    deployedAt(
      '13:41:36',
      deployed({ name: 'Customers', app: '660427bb3927480dc0720911' }, [{ startMs: 40, endMs: 6_300 }]),
    ),
    deployedAt(
      '13:42:38',
      deployed(
        { name: 'Orders (EU)' },
        attempts(
          [
            [6.3, 9.1],
            [31.4, 34],
            [59.2, 67.6],
          ],
          LOCKED,
        ),
      ),
    ),
    deployedAt(
      '13:41:48',
      deployed({ name: 'Orders (US)', app: '660427bb3927480dc0720915', url: 'https://us.appsmith.example.com' }, [
        { startMs: 6_310, endMs: 18_020 },
      ]),
    ),
    failed({ name: 'Intake', app: '660427bb3927480dc0720917', branch: 'release/2026.11' }, UNKNOWN_BRANCH, [
      { startMs: 6_320, endMs: 6_702, failure: UNKNOWN_BRANCH },
    ]),
    failed(
      { name: 'Warehouse scanning and returns', app: '660427bb3927480dc0720918', timeoutMs: 20_000 },
      TIMED_OUT,
      attempts(
        [
          [6.4, 26.4],
          [52, 72],
        ],
        TIMED_OUT,
        TIMED_OUT,
      ),
    ),
    skipped(
      { name: 'Intake archive', app: '660427bb3927480dc0720919', branch: 'release/2026.11' },
      'Intake was not deployed',
    ),
  ],
  { durationMs: 72_040 },
);
