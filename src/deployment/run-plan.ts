import type { Clock } from './clock.ts';
import type { Deployer, Deployment, Plan } from './deployment.ts';
import type { Result, Run } from './result.ts';
import { type Events, runDeployment } from './run-deployment.ts';

/** What a run needs from the outside. */
export interface RunOptions {
  readonly deployer: Deployer;
  readonly clock: Clock;
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  /** Aborts with the name of a signal as its reason. */
  readonly signal: AbortSignal;
  readonly onEvent: Events;
}

/**
 * Carries a plan out: several deployments at once, never two that share a lock, each after those that it names. One that waits for its turn holds no
 * slot. A failure skips what comes after it, and with `failFast` all that has not started. An abort ends everything at once.
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<Run> {
  const { clock, signal } = options;
  const startedAt = clock.date();
  const start = clock.now();
  const board = new Board(plan, options, start);
  await board.run();
  return {
    results: board.results(),
    durationMs: clock.now() - start,
    startedAt,
    ...(signal.aborted ? { interruptedBy: String(signal.reason) } : {}),
  };
}

/** Who has run, who runs, who waits for whom. */
class Board {
  readonly #plan: Plan;
  readonly #options: RunOptions;
  readonly #startMs: number;
  readonly #results = new Map<string, Result>();
  readonly #busyLocks = new Set<string>();
  readonly #done = Promise.withResolvers<void>();
  /** In the plan's order. */
  #waiting: Deployment[];
  #running = 0;
  /** Why nothing more is started. */
  #stopped: string | undefined;

  constructor(plan: Plan, options: RunOptions, startMs: number) {
    this.#plan = plan;
    this.#options = options;
    this.#startMs = startMs;
    this.#waiting = [...plan.deployments];
  }

  run(): Promise<void> {
    this.#fill();
    return this.#done.promise;
  }

  results(): Result[] {
    return this.#plan.deployments.flatMap(({ name }) => this.#results.get(name) ?? []);
  }

  /** Starts whatever may start now. */
  #fill(): void {
    const { signal } = this.#options;
    if (signal.aborted) this.#stop(`interrupted by ${String(signal.reason)}`);
    for (let at = 0; at < this.#waiting.length && this.#running < this.#plan.concurrency; ) {
      const deployment = this.#waiting[at] as Deployment;
      if (this.#mayStart(deployment)) {
        this.#waiting.splice(at, 1);
        this.#carryOut(deployment).catch(this.#done.reject);
      } else {
        at += 1;
      }
    }
    if (this.#running === 0) this.#done.resolve();
  }

  #mayStart({ after, lockKey }: Deployment): boolean {
    return !this.#busyLocks.has(lockKey) && after.every((name) => this.#results.get(name)?.status === 'deployed');
  }

  async #carryOut(deployment: Deployment): Promise<void> {
    this.#running += 1;
    this.#busyLocks.add(deployment.lockKey);
    const result = await runDeployment(deployment, this.#plan.retry, { ...this.#options, runStartMs: this.#startMs });
    this.#running -= 1;
    this.#busyLocks.delete(deployment.lockKey);
    this.#results.set(deployment.name, result);
    if (result.status === 'failed') {
      if (this.#plan.failFast) this.#stop(`${deployment.name} failed, and FAIL_FAST is on`);
      this.#skipFollowers(deployment.name);
    }
    this.#fill();
  }

  #stop(reason: string): void {
    this.#stopped ??= reason;
    for (const deployment of this.#waiting) this.#skip(deployment, this.#stopped);
    this.#waiting = [];
  }

  #skipFollowers(name: string): void {
    const followers = this.#waiting.filter(({ after }) => after.includes(name));
    this.#waiting = this.#waiting.filter(({ after }) => !after.includes(name));
    for (const follower of followers) {
      this.#skip(follower, `${name} was not deployed`);
      this.#skipFollowers(follower.name);
    }
  }

  #skip(deployment: Deployment, reason: string): void {
    this.#results.set(deployment.name, { status: 'skipped', deployment, reason });
  }
}
