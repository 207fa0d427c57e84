/** What one run has taken; CPU time and peak memory (MiB) only of what is a Node process. */
export interface Sample {
  readonly wallMs: number;
  readonly cpuMs?: number;
  readonly memoryMb?: number;
}

/** A row to be filled. */
export interface Row {
  readonly name: string;
  readonly about: string;
  readonly sample: () => Promise<Sample>;
}

/** The samples of each row, by its name, one of every round: those of a round are a pair. */
export type Samples = Readonly<Record<string, readonly Sample[]>>;

/**
 * Every round runs each row once, so that what else the machine does falls on all alike; each begins one row further, so that no row always follows
 * the same other.
 * @throws Error when a row has taken no time
 */
export async function measure(rows: readonly Row[], rounds: number): Promise<Samples> {
  const samples = Object.fromEntries(rows.map(({ name }): [string, Sample[]] => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const first = round % rows.length;
    for (const { name, sample } of [...rows.slice(first), ...rows.slice(0, first)]) {
      const taken = await sample();
      if (!(taken.wallMs > 0)) throw new Error(`${name} can't have taken ${taken.wallMs} ms`);
      samples[name]?.push(taken);
    }
  }
  return samples;
}
