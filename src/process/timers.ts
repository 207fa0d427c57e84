/**
 * Calls a task once.
 * @param ms how long from now
 * @returns calls it off
 */
export function after(ms: number, task: () => void): () => void {
  const timer = setTimeout(task, Math.max(0, ms)); // Node warns of a time that is past, on stderr
  return () => clearTimeout(timer);
}

/**
 * Waits.
 * @param ms how long
 * @param signal ends the wait at once, without an error
 * @param schedule whose time it is
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
