import type { Clock } from '../../src/process/clock.ts';
import { wait } from '../../src/process/clock.ts';

interface Waiter {
  readonly at: number;
  readonly end: () => void;
}

/** A clock that stands still until the test moves it. */
export class ManualClock implements Clock {
  #now: number;
  readonly #waiters = new Set<Waiter>();

  /** @param now what a monotonic clock shows at first means nothing, so it may be anything */
  constructor(now = 0) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  date(): Date {
    return new Date(Date.UTC(2026, 0, 1) + this.#now);
  }

  after(ms: number, task: () => void): () => void {
    const waiter = {
      at: this.#now + ms,
      end: () => {
        this.#waiters.delete(waiter);
        task();
      },
    };
    this.#waiters.add(waiter);
    return () => this.#waiters.delete(waiter);
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    return wait(ms, signal, (delay, task) => this.after(delay, task));
  }

  /** How many wait at this moment. */
  get waiting(): number {
    return this.#waiters.size;
  }

  /** Lets time pass; whatever was waited for happens at its time, in order, with all that follows from it. */
  async advance(ms: number): Promise<void> {
    const to = this.#now + ms;
    await settled();
    for (let next = this.#next(to); next !== undefined; next = this.#next(to)) {
      this.#now = next.at;
      next.end();
      await settled();
    }
    this.#now = to;
  }

  #next(to: number): Waiter | undefined {
    return [...this.#waiters].filter(({ at }) => at <= to).sort((one, other) => one.at - other.at)[0];
  }
}

/** Lets all go on that waits for nothing but its turn. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
