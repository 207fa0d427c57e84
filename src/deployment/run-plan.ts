import type { Deployment, Plan } from './deployment.ts';
import { followersByName } from './order.ts';
import type { Result, Run } from './result.ts';
import { type DeploymentOptions, runDeployment } from './run-deployment.ts';

/** What a run needs from the outside. */
export interface RunOptions extends Omit<DeploymentOptions, 'runStartMs'> {
  /** Called with all that one failure skips, directly or through others. What a signal skips is not reported. */
  readonly onSkipped: (skipped: readonly Deployment[], reason: string) => void;
}

/** A deployment of the plan while it waits, runs, or has ended. */
interface Entry {
  readonly deployment: Deployment;
  readonly after: readonly string[];
  /** In the plan. */
  readonly position: number;
  /** How many of those that it waits for are not deployed yet. */
  open: number;
  result?: Result;
}

/**
 * Runs several deployments at once, never two with the same lock, each after those that it waits for.
 * A failure skips what waits for it, and with `failFast` all that has not started. An abort ends everything at once.
 *
 * A deployment whose lock is in use is parked until the lock is free. It is not checked again before that, so a plan in
 * which many wait takes no longer.
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<Run> {
  const { clock, signal } = options;
  const startedAt = clock.date();
  const runStartMs = clock.now();
  const entries = plan.deployments.map((deployment, position): Entry => {
    const { after } = deployment;
    return { deployment, after, position, open: new Set(after).size };
  });
  const followers = followersByName(entries);
  const followersOf = (name: string) => followers.get(name) ?? [];
  // Both in the plan's order.
  const ready = entries.filter(({ open }) => open === 0);
  const parkedByLock = new Map<string, Entry[]>();
  const running = new Set<Entry>();
  const busyLocks = new Set<string>();
  const done = Promise.withResolvers<void>();

  const report = (skipped: readonly Deployment[], reason: string) => {
    if (skipped.length > 0 && !signal.aborted) options.onSkipped(skipped, reason);
  };
  const skipRest = (reason: string) => {
    const skipped = entries.filter((entry) => !running.has(entry)).flatMap((entry) => skip(entry, reason));
    report(skipped, reason);
  };
  const skipFollowers = (failed: string, why: string) => {
    const skipped = followersOf(failed).flatMap((entry) => skip(entry, why));
    // The loop also visits what it adds.
    for (const { name } of skipped)
      skipped.push(...followersOf(name).flatMap((entry) => skip(entry, `${name} was not deployed`)));
    report(skipped, why);
  };

  const carryOut = async (entry: Entry) => {
    const { name, lockKey } = entry.deployment;
    const result = await runDeployment(entry.deployment, plan.retry, { ...options, runStartMs });
    entry.result = result;
    running.delete(entry);
    busyLocks.delete(lockKey);
    const next = parkedByLock.get(lockKey)?.shift();
    if (next !== undefined) addInOrder(ready, next);
    if (result.status === 'deployed') {
      for (const follower of followersOf(name)) {
        follower.open -= 1;
        if (follower.open === 0) addInOrder(ready, follower);
      }
    } else if (!signal.aborted) {
      const why = `${name} ${result.failure.outcome === 'not-confirmed' ? 'is not confirmed' : 'was not deployed'}`;
      if (plan.failFast) skipRest(`${why}, and the first failure ends the run`);
      else skipFollowers(name, why);
    }
    startReady();
  };
  /** Starts as many as may run now. */
  const startReady = () => {
    if (signal.aborted) skipRest(`interrupted by ${String(signal.reason)}`);
    while (running.size < plan.concurrency) {
      const entry = ready.shift();
      if (entry === undefined) break;
      if (entry.result !== undefined) continue;
      const { lockKey } = entry.deployment;
      if (busyLocks.has(lockKey)) {
        const parked = parkedByLock.get(lockKey) ?? [];
        parkedByLock.set(lockKey, parked);
        addInOrder(parked, entry);
      } else {
        busyLocks.add(lockKey);
        running.add(entry);
        carryOut(entry).catch(done.reject);
      }
    }
    if (running.size > 0) return;
    skipRest('what it waits for is not in this plan');
    done.resolve();
  };

  startReady();
  await done.promise;
  return {
    results: entries.map(({ result }) => result as Result),
    durationMs: clock.now() - runStartMs,
    startedAt,
    ...(signal.aborted && { interruptedBy: String(signal.reason) }),
  };
}

/** @returns the deployment; nothing when it has a result already */
function skip(entry: Entry, reason: string): Deployment[] {
  const { deployment, result } = entry;
  if (result !== undefined) return [];
  entry.result = { status: 'skipped', deployment, reason };
  return [deployment];
}

/** Searches from the end, since most entries are added in order. */
function addInOrder(entries: Entry[], entry: Entry): void {
  const before = entries.findLastIndex(({ position }) => position < entry.position);
  entries.splice(before + 1, 0, entry);
}
