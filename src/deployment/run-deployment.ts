import type { Clock } from '../process/clock.ts';
import type { Deployer, Deployment, RetryPolicy } from './deployment.ts';
import type { Failure } from './failure.ts';
import type { Attempt, Deployed, Failed } from './result.ts';
import { attemptsFor, retryDecision } from './retry.ts';

/** What happens to a deployment while it runs. */
export type DeploymentEvent =
  | { readonly type: 'started' }
  | {
      readonly type: 'slow';
      readonly attempt: number;
      readonly elapsedMs: number;
      /** There is a connection, and the request was sent. */
      readonly sent: boolean;
    }
  | { readonly type: 'warned'; readonly text: string }
  | {
      readonly type: 'retrying';
      readonly attempt: number;
      readonly attempts: number;
      readonly failure: Failure;
      readonly waitMs: number;
    }
  | { readonly type: 'ended'; readonly result: Deployed | Failed };

export type Events = (deployment: Deployment, event: DeploymentEvent) => void;

interface Options {
  readonly deployer: Deployer;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly onEvent: Events;
  /** When the run began, by the monotonic clock. */
  readonly runStartMs: number;
}

/** When a person begins to wonder, and how often again. */
const FIRST_PROGRESS_MS = 15_000;
const NEXT_PROGRESS_MS = 30_000;

/** Deploys, with as many attempts as the policy and the failures allow. Never throws for an expected failure. */
export async function runDeployment(
  deployment: Deployment,
  policy: RetryPolicy,
  options: Options,
): Promise<Deployed | Failed> {
  const { clock, signal } = options;
  const report = (event: DeploymentEvent) => options.onEvent(deployment, event);
  const attempts: Attempt[] = [];
  const failures: Failure[] = [];
  const start = clock.now();
  report({ type: 'started' });
  let attempt = 0;
  do {
    attempt += 1;
    const startMs = clock.now();
    const outcome = await watched(deployment, attempt, report, options);
    const times = { startMs: startMs - options.runStartMs, endMs: clock.now() - options.runStartMs };
    attempts.push(outcome.deployed ? times : { ...times, failure: outcome.failure });
    const ran = { deployment, attempts, durationMs: clock.now() - start };
    if (outcome.deployed) {
      for (const text of outcome.warnings) report({ type: 'warned', text });
      return ended(report, { status: 'deployed', receipt: outcome.receipt, ...ran });
    }
    const { failure } = outcome;
    failures.push(failure);
    const decision = signal.aborted ? { again: false as const } : retryDecision(failures, policy, options.random());
    if (!decision.again) {
      const known = { ...failure, outcome: outcomeOfAll(failures) };
      return ended(report, { status: 'failed', failure: known, ...ran });
    }
    report({ type: 'retrying', attempt, attempts: attemptsFor(failures, policy), failure, waitMs: decision.waitMs });
    await clock.wait(decision.waitMs, signal);
  } while (!signal.aborted);
  const durationMs = clock.now() - start;
  return ended(report, { status: 'failed', failure: interruptedWait(failures), deployment, attempts, durationMs });
}

function ended<R extends Deployed | Failed>(report: (event: DeploymentEvent) => void, result: R): R {
  report({ type: 'ended', result });
  return result;
}

/** One attempt, with progress events while it takes long. */
async function watched(
  deployment: Deployment,
  attempt: number,
  report: (event: DeploymentEvent) => void,
  options: Options,
) {
  const { clock, deployer, signal } = options;
  const start = clock.now();
  let sent = false;
  const progress = () => {
    report({ type: 'slow', attempt, elapsedMs: clock.now() - start, sent });
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

/** An attempt before the last one may have deployed, or still be running. */
function outcomeOfAll(failures: readonly Failure[]): Failure['outcome'] {
  return failures.some(({ outcome }) => outcome === 'not-confirmed') ? 'not-confirmed' : 'not-deployed';
}

/** A signal during a wait. */
function interruptedWait(failures: readonly Failure[]): Failure {
  return {
    kind: 'interrupted',
    key: 'INTERRUPTED',
    code: 'INTERRUPTED',
    title: 'Interrupted while waiting for another attempt',
    advice: ['Run this step again.'],
    retryable: 'no',
    outcome: outcomeOfAll(failures),
  };
}
