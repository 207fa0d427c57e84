/** Time, as the run sees it; tests bring their own. */
export interface Clock {
  /** Monotonic, in ms. */
  now(): number;
  /** Wall clock. */
  date(): Date;
  readonly after: typeof after;
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/**
 * Calls a task once.
 * @param ms how long from now
 * @returns cancels the call
 */
export function after(ms: number, task: () => void): () => void {
  const timer = setTimeout(task, Math.max(0, ms)); // Node warns of negative times on stderr
  return () => clearTimeout(timer);
}

/**
 * Waits.
 * @param signal ends the wait at once, without an error
 * @param schedule tests replace it
 */
export function wait(ms: number, signal: AbortSignal, schedule = after): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = schedule(ms, end);
    signal.addEventListener('abort', end);
  });
}
