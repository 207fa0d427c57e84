/** Time, as the run sees it; tests bring their own. */
export interface Clock {
  /** Monotonic, in ms. */
  now(): number;
  /** Wall clock. */
  date(): Date;
  /**
   * Waits.
   * @param ms how long
   * @param signal ends the wait at once, without an error
   */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}
