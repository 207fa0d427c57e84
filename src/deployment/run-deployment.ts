import type { Clock } from '../process/clock.ts';
import type { Deployer, Deployment, RetryPolicy } from './deployment.ts';
import type { Failure } from './failure.ts';
import type { Attempt, Deployed, Failed } from './result.ts';
import { nextRetry, type Retry } from './retry.ts';

/** What happens to a deployment while it runs. */
export type DeploymentEvent =
  | { readonly type: 'started' }
  | {
      readonly type: 'slow';
      readonly attempt: number;
      readonly elapsedMs: number;
      /** The connection is made, and the request sent. */
      readonly sent: boolean;
    }
  | { readonly type: 'warned'; readonly text: string }
  | ({ readonly type: 'retrying'; readonly attempt: number; readonly failure: Failure } & Retry)
  | { readonly type: 'ended'; readonly result: Deployed | Failed };

export type Events = (deployment: Deployment, event: DeploymentEvent) => void;

/** What a deployment needs from the outside. */
export interface DeploymentOptions {
  readonly deployer: Deployer;
  readonly clock: Clock;
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  /** Aborts with the name of a signal as its reason. */
  readonly signal: AbortSignal;
  readonly onEvent: Events;
  /** When the run began, by the monotonic clock. */
  readonly runStartMs: number;
}

/** When a user begins to wonder, and how long after that again. */
const FIRST_PROGRESS_MS = 15_000;
const NEXT_PROGRESS_MS = 30_000;

/** Deploys, with as many attempts as the policy and the failures allow. Never throws for an expected failure. */
export async function runDeployment(
  deployment: Deployment,
  policy: RetryPolicy,
  options: DeploymentOptions,
): Promise<Deployed | Failed> {
  const { clock, signal, runStartMs } = options;
  const report = (event: DeploymentEvent) => options.onEvent(deployment, event);
  const attempts: Attempt[] = [];
  const failures: Failure[] = [];
  const start = clock.now();
  const ended = (end: Pick<Deployed, 'status' | 'receipt'> | Pick<Failed, 'status' | 'failure'>) => {
    const result = { ...end, deployment, attempts, durationMs: clock.now() - start };
    report({ type: 'ended', result });
    return result;
  };
  const failed = (failure: Failure) => {
    // An attempt before the last one may have deployed, or still be running.
    const isOpen = failures.some(({ outcome }) => outcome === 'not-confirmed');
    return ended({ status: 'failed', failure: { ...failure, outcome: isOpen ? 'not-confirmed' : 'not-deployed' } });
  };
  report({ type: 'started' });
  do {
    const startMs = clock.now() - runStartMs;
    const outcome = await deployWithProgress(deployment, failures.length + 1, options);
    const times = { startMs, endMs: clock.now() - runStartMs };
    if (outcome.deployed) {
      attempts.push(times);
      for (const text of outcome.warnings) report({ type: 'warned', text });
      return ended({ status: 'deployed', receipt: outcome.receipt });
    }
    const { failure } = outcome;
    attempts.push({ ...times, failure });
    failures.push(failure);
    const retry = signal.aborted ? undefined : nextRetry(failures, policy, options.random());
    if (retry === undefined) return failed(failure);
    report({ type: 'retrying', attempt: failures.length, failure, ...retry });
    await clock.wait(retry.waitMs, signal);
  } while (!signal.aborted);
  return failed(INTERRUPTED);
}

/** Makes one attempt, and reports progress while it takes long. */
async function deployWithProgress(deployment: Deployment, attempt: number, options: DeploymentOptions) {
  const { clock, deployer, signal, onEvent } = options;
  const start = clock.now();
  let sent = false;
  const progress = () => {
    onEvent(deployment, { type: 'slow', attempt, elapsedMs: clock.now() - start, sent });
    cancel = clock.after(NEXT_PROGRESS_MS, progress);
  };
  let cancel = clock.after(FIRST_PROGRESS_MS, progress);
  try {
    return await deployer.deploy(deployment, signal, () => {
      sent = true;
    });
  } finally {
    cancel();
  }
}

/** A signal during a wait. */
const INTERRUPTED: Failure = {
  kind: 'interrupted',
  key: 'INTERRUPTED',
  code: 'INTERRUPTED',
  title: 'Interrupted while waiting for another attempt',
  advice: ['Run this step again.'],
  retryable: 'no',
  outcome: 'not-deployed',
};
