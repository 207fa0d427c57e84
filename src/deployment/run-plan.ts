import type { Deployment, Plan } from './deployment.ts';
import type { Failure } from './failure.ts';
import { followersByName } from './order.ts';
import type { Result, Run } from './result.ts';
import { type DeploymentOptions, runDeployment } from './run-deployment.ts';

/** What a run needs from the outside. */
export interface RunOptions extends Omit<DeploymentOptions, 'runStartMs'> {
  /** Called with all that one failure skips, directly or through others. What a signal skips is not reported. */
  readonly onSkipped: (skipped: readonly Deployment[], reason: string) => void;
}

/**
 * Runs several deployments at once, never two with the same lock, each after those that it names.
 * A failure skips what waits for it, and with `failFast` all that has not started. An abort ends everything at once.
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<Run> {
  const { clock, signal } = options;
  const startedAt = clock.date();
  const start = clock.now();
  const results = await new Scheduler(plan, options, start).run();
  return {
    results,
    durationMs: clock.now() - start,
    startedAt,
    ...(signal.aborted && { interruptedBy: String(signal.reason) }),
  };
}

/** A deployment of the plan while it waits, runs, or has ended. */
interface Entry {
  readonly deployment: Deployment;
  readonly after: readonly string[];
  /** In the plan. */
  readonly position: number;
  /** How many of those that it names are not deployed yet. */
  open: number;
  result?: Result;
}

/**
 * A deployment whose lock is in use is parked until the lock is free, and holds no slot: so each is looked at a few
 * times only, however many wait.
 */
class Scheduler {
  readonly #plan: Plan;
  readonly #options: RunOptions;
  readonly #startMs: number;
  readonly #entries: readonly Entry[];
  readonly #followers: ReturnType<typeof followersByName<Entry>>;
  /** In the plan's order. */
  readonly #ready: Entry[];
  readonly #running = new Set<Entry>();
  readonly #busyLocks = new Set<string>();
  /** By lock, in the plan's order. */
  readonly #parked = new Map<string, Entry[]>();
  readonly #done = Promise.withResolvers<void>();

  constructor(plan: Plan, options: RunOptions, startMs: number) {
    this.#plan = plan;
    this.#options = options;
    this.#startMs = startMs;
    this.#entries = plan.deployments.map((deployment, position) => {
      const { after } = deployment;
      return { deployment, after, position, open: new Set(after).size };
    });
    this.#followers = followersByName(this.#entries);
    this.#ready = this.#entries.filter(({ open }) => open === 0);
  }

  async run(): Promise<Result[]> {
    this.#fill();
    await this.#done.promise;
    return this.#entries.map(({ result }) => result as Result);
  }

  /** Starts as many as may run now. */
  #fill(): void {
    const { signal } = this.#options;
    if (signal.aborted) this.#skipRest(`interrupted by ${String(signal.reason)}`);
    while (this.#running.size < this.#plan.concurrency) {
      const entry = this.#ready.shift();
      if (entry === undefined) break;
      if (entry.result === undefined) this.#startOrPark(entry);
    }
    if (this.#running.size > 0) return;
    this.#skipRest('what it waits for is not in this plan');
    this.#done.resolve();
  }

  #startOrPark(entry: Entry): void {
    const { lockKey } = entry.deployment;
    if (this.#busyLocks.has(lockKey)) {
      const parked = this.#parked.get(lockKey) ?? [];
      this.#parked.set(lockKey, parked);
      addInOrder(parked, entry);
    } else {
      this.#busyLocks.add(lockKey);
      this.#running.add(entry);
      this.#carryOut(entry).catch(this.#done.reject);
    }
  }

  async #carryOut(entry: Entry): Promise<void> {
    const { name, lockKey } = entry.deployment;
    const options = { ...this.#options, runStartMs: this.#startMs };
    const result = await runDeployment(entry.deployment, this.#plan.retry, options);
    entry.result = result;
    this.#running.delete(entry);
    this.#busyLocks.delete(lockKey);
    const next = this.#parked.get(lockKey)?.shift();
    if (next !== undefined) addInOrder(this.#ready, next);
    if (result.status === 'deployed') this.#releaseFollowers(name);
    else if (!this.#options.signal.aborted) this.#skipBecauseOf(name, result.failure);
    this.#fill();
  }

  #releaseFollowers(name: string): void {
    for (const { follower } of this.#followers.get(name) ?? []) {
      follower.open -= 1;
      if (follower.open === 0) addInOrder(this.#ready, follower);
    }
  }

  #skipBecauseOf(failed: string, { outcome }: Failure): void {
    const why = `${failed} ${outcome === 'not-confirmed' ? 'is not confirmed' : 'was not deployed'}`;
    if (this.#plan.failFast) this.#skipRest(`${why}, and the first failure ends the run`);
    else this.#skipFollowers(failed, why);
  }

  #skipFollowers(first: string, why: string): void {
    const skipped: Deployment[] = [];
    const follow = (name: string, reason: string) => {
      for (const { follower } of this.#followers.get(name) ?? []) skipped.push(...skip(follower, reason));
    };
    follow(first, why);
    for (const { name } of skipped) follow(name, `${name} was not deployed`); // the loop visits what is added meanwhile
    this.#report(skipped, why);
  }

  #skipRest(reason: string): void {
    const waiting = this.#entries.filter((entry) => !this.#running.has(entry));
    this.#report(
      waiting.flatMap((entry) => skip(entry, reason)),
      reason,
    );
  }

  #report(skipped: readonly Deployment[], reason: string): void {
    const { signal, onSkipped } = this.#options;
    if (skipped.length > 0 && !signal.aborted) onSkipped(skipped, reason);
  }
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
  entries.splice(entries.findLastIndex((each) => each.position < entry.position) + 1, 0, entry);
}
