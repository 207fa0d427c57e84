import type { Lab } from './lab.ts';

/** Labs that are started when they are needed, and used again: one run at a time in each. */
export class LabPool {
  readonly #start: () => Promise<Lab>;
  readonly #free: Lab[] = [];
  readonly #all: Lab[] = [];

  constructor(start: () => Promise<Lab>) {
    this.#start = start;
  }

  /** Does something in a lab that nobody else uses meanwhile, and that has seen no request yet. */
  async use<T>(work: (lab: Lab) => Promise<T>): Promise<T> {
    const lab = this.#free.pop() ?? (await this.#add());
    lab.forget();
    return work(lab).finally(() => this.#free.push(lab));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#all.map((lab) => lab[Symbol.asyncDispose]()));
  }

  async #add(): Promise<Lab> {
    const lab = await this.#start();
    this.#all.push(lab);
    return lab;
  }
}
