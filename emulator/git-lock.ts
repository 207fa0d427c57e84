/** How long somebody else holds the lock: a time in ms, or as many attempts as are turned away. */
export type LockHold = { readonly ms: number } | { readonly attempts: number };

/** The Git lock that each application has; whoever pulls or publishes must hold it. */
export class GitLocks {
  readonly #running = new Set<string>();
  readonly #heldUntil = new Map<string, number>();
  readonly #attemptsLeft = new Map<string, number>();

  /** Somebody outside of this test takes the lock, as a commit in Appsmith's editor would. */
  hold(appId: string, hold: LockHold): void {
    if ('ms' in hold) this.#heldUntil.set(appId, performance.now() + hold.ms);
    else this.#attemptsLeft.set(appId, hold.attempts);
  }

  /** True once for each attempt that `hold` has doomed, however long it waits. */
  turnsAway(appId: string): boolean {
    const left = this.#attemptsLeft.get(appId);
    if (left === undefined || left === 0) return false;
    this.#attemptsLeft.set(appId, left - 1);
    return true;
  }

  /** Takes the lock if it is free. */
  take(appId: string): boolean {
    if (this.#running.has(appId) || (this.#heldUntil.get(appId) ?? 0) > performance.now()) return false;
    this.#running.add(appId);
    return true;
  }

  release(appId: string): void {
    this.#running.delete(appId);
  }
}
