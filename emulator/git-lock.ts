/** How long somebody else holds the lock. */
export interface LockHold {
  readonly ms?: number;
  /** So many deployments are refused, however long they wait. */
  readonly attempts?: number;
}

/** The Git lock that each application has; a pull and a publish need it. */
export class GitLocks {
  readonly #running = new Set<string>();
  readonly #heldUntil = new Map<string, number>();
  readonly #attemptsLeft = new Map<string, number>();

  /** Somebody outside of this test takes the lock, as a commit in Appsmith's editor would. */
  hold(appId: string, { ms = 0, attempts = 0 }: LockHold): void {
    this.#heldUntil.set(appId, performance.now() + ms);
    this.#attemptsLeft.set(appId, attempts);
  }

  /** True once for each attempt of `hold`. */
  refuses(appId: string): boolean {
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
