/** Caddy's limit: so many requests in any one second, all from the one address that tests have. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #admittedAtMs: number[] = [];

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** True when the request is one too many. Refused ones do not count. */
  refuses(nowMs: number): boolean {
    if (this.#perSecond === Number.POSITIVE_INFINITY) return false;
    while (this.#admittedAtMs[0] !== undefined && this.#admittedAtMs[0] <= nowMs - 1000) this.#admittedAtMs.shift();
    if (this.#admittedAtMs.length >= this.#perSecond) return true;
    this.#admittedAtMs.push(nowMs);
    return false;
  }
}
