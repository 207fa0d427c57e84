/** Time, as the run sees it; tests bring their own. */
export interface Clock {
  /** Monotonic, in ms. */
  now(): number;
  /** Wall clock. */
  date(): Date;
  /**
   * Calls a task once.
   * @param ms how long from now
   * @returns calls it off
   */
  after(ms: number, task: () => void): () => void;
  /**
   * Waits.
   * @param ms how long
   * @param signal ends the wait at once, without an error
   */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}
