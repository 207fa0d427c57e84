/** Whole numbers, each once, of which the smallest is taken first. */
export class SmallestFirst {
  /** Ascending. */
  readonly #numbers: number[] = [];

  add(number: number): void {
    let [from, to] = [0, this.#numbers.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#numbers[middle] as number) < number) from = middle + 1;
      else to = middle;
    }
    this.#numbers.splice(from, 0, number);
  }

  /** Takes the smallest out; undefined when none is left. */
  take(): number | undefined {
    return this.#numbers.shift();
  }
}
