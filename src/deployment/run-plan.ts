import type { Clock } from '../process/clock.ts';
import type { Deployer, Deployment, Plan } from './deployment.ts';
import type { Failure } from './failure.ts';
import type { Result, Run } from './result.ts';
import { type Events, runDeployment } from './run-deployment.ts';
import { SmallestFirst } from './smallest-first.ts';

/** What a run needs from the outside. */
export interface RunOptions {
  readonly deployer: Deployer;
  readonly clock: Clock;
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  /** Aborts with the name of a signal as its reason. */
  readonly signal: AbortSignal;
  readonly onEvent: Events;
  /**
   * Called once with all that one failure skips, directly or through others, as it happens. What a signal skips is not
   * reported.
   */
  readonly onSkipped: (skipped: readonly Deployment[], reason: string) => void;
}

/**
 * Carries a plan out: several deployments at once, never two that share a lock, each after those that it names. One
 * that waits for its turn holds no slot. A failure skips what comes after it, and with `failFast` all that has not
 * started. An abort ends everything at once.
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<Run> {
  const { clock, signal } = options;
  const startedAt = clock.date();
  const start = clock.now();
  const scheduler = new Scheduler(plan, options, start);
  await scheduler.run();
  return {
    results: scheduler.results(),
    durationMs: clock.now() - start,
    startedAt,
    ...(signal.aborted ? { interruptedBy: String(signal.reason) } : {}),
  };
}

/**
 * Who has run, who runs, who waits for whom. Deployments are known by their position in the plan. One is ready when all
 * that it names are deployed; when its turn comes while its lock is in use, it is parked until the lock is given back.
 * So each is looked at a few times only, however many wait.
 */
class Scheduler {
  readonly #plan: Plan;
  readonly #options: RunOptions;
  readonly #startMs: number;
  readonly #results: (Result | undefined)[];
  /** How many of those that a deployment names are not deployed yet. */
  readonly #open: number[];
  readonly #followers: ReadonlyMap<string, readonly number[]>;
  readonly #ready = new SmallestFirst();
  readonly #running = new Set<number>();
  readonly #busyLocks = new Set<string>();
  /** By lock. */
  readonly #parked = new Map<string, SmallestFirst>();
  readonly #done = Promise.withResolvers<void>();

  constructor(plan: Plan, options: RunOptions, startMs: number) {
    this.#plan = plan;
    this.#options = options;
    this.#startMs = startMs;
    this.#results = plan.deployments.map(() => undefined);
    this.#open = plan.deployments.map(({ after }) => new Set(after).size);
    const edges = plan.deployments.flatMap(({ after }, at) => [...new Set(after)].map((name) => ({ name, at })));
    const byName = Map.groupBy(edges, ({ name }) => name);
    this.#followers = new Map([...byName].map(([name, each]) => [name, each.map(({ at }) => at)]));
    for (const [at, open] of this.#open.entries()) if (open === 0) this.#ready.add(at);
  }

  run(): Promise<void> {
    this.#fill();
    return this.#done.promise;
  }

  results(): Result[] {
    return this.#results as Result[];
  }

  /** Starts whatever may start now. */
  #fill(): void {
    const { signal } = this.#options;
    if (signal.aborted) this.#skipRest(`interrupted by ${String(signal.reason)}`);
    while (this.#running.size < this.#plan.concurrency) {
      const at = this.#ready.take();
      if (at === undefined) break;
      if (this.#results[at] === undefined) this.#startOrPark(at);
    }
    if (this.#running.size > 0) return;
    this.#tellRest('what it waits for is not in this plan');
    this.#done.resolve();
  }

  #startOrPark(at: number): void {
    const deployment = this.#plan.deployments[at] as Deployment;
    const { lockKey } = deployment;
    if (this.#busyLocks.has(lockKey)) {
      const parked = this.#parked.get(lockKey) ?? new SmallestFirst();
      this.#parked.set(lockKey, parked);
      parked.add(at);
    } else {
      this.#busyLocks.add(lockKey);
      this.#running.add(at);
      this.#carryOut(deployment, at).catch(this.#done.reject);
    }
  }

  async #carryOut(deployment: Deployment, at: number): Promise<void> {
    const { name, lockKey } = deployment;
    const result = await runDeployment(deployment, this.#plan.retry, { ...this.#options, runStartMs: this.#startMs });
    this.#results[at] = result;
    this.#running.delete(at);
    this.#busyLocks.delete(lockKey);
    const next = this.#parked.get(lockKey)?.take();
    if (next !== undefined) this.#ready.add(next);
    if (result.status === 'deployed') this.#letFollow(name);
    else if (!this.#options.signal.aborted) this.#skipBecauseOf(name, result.failure);
    this.#fill();
  }

  #letFollow(name: string): void {
    for (const at of this.#followers.get(name) ?? []) {
      const open = (this.#open[at] as number) - 1;
      this.#open[at] = open;
      if (open === 0) this.#ready.add(at);
    }
  }

  #skipBecauseOf(failed: string, { outcome }: Failure): void {
    const why = `${failed} ${outcome === 'not-confirmed' ? 'is not confirmed' : 'was not deployed'}`;
    if (this.#plan.failFast) this.#tellRest(`${why}, and the first failure ends the run`);
    else this.#tell(this.#skipFollowers(failed, why), why);
  }

  #tellRest(reason: string): void {
    this.#tell(this.#skipRest(reason), reason);
  }

  #tell(skipped: readonly Deployment[], reason: string): void {
    if (skipped.length > 0) this.#options.onSkipped(skipped, reason);
  }

  /** @returns those that were skipped */
  #skipFollowers(first: string, why: string): Deployment[] {
    const skipped: Deployment[] = [];
    const follow = (name: string, reason: string) => {
      for (const at of this.#followers.get(name) ?? []) skipped.push(...this.#skip(at, reason));
    };
    follow(first, why);
    for (const { name } of skipped) follow(name, `${name} was not deployed`); // grows on the way
    return skipped;
  }

  /**
   * Skips whatever has not started.
   * @returns those that were skipped
   */
  #skipRest(reason: string): Deployment[] {
    return [...this.#results.keys()].filter((at) => !this.#running.has(at)).flatMap((at) => this.#skip(at, reason));
  }

  /**
   * Whatever has a result keeps it.
   * @returns the deployment, or nothing
   */
  #skip(at: number, reason: string): Deployment[] {
    if (this.#results[at] !== undefined) return [];
    const deployment = this.#plan.deployments[at] as Deployment;
    this.#results[at] = { status: 'skipped', deployment, reason };
    return [deployment];
  }
}
