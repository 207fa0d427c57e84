/** What one run has taken; CPU time and peak memory (MB) only of what is a Node process. */
export interface Sample {
  readonly wallMs: number;
  readonly cpuMs?: number;
  readonly memoryMb?: number;
}

/** A row to be filled. */
export interface Row {
  readonly name: string;
  /** What it is, for readers who know none of the others. Empty where it is the row before, over https. */
  readonly about: string;
  readonly sample: () => Promise<Sample>;
}

/** The samples of each row, by its name, one of every round: those of a round are a pair. */
export type Samples = Readonly<Record<string, readonly Sample[]>>;

/**
 * Every round runs each row once, so that what else the machine does falls on all alike; each begins one row further,
 * so that no row always follows the same other.
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

/** The middle of what was measured, and the quarters around it. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Half of the values lie between `low` and `high`. Of no values, NaN. */
export function spread(values: readonly number[]): Spread {
  const [low, median, high] = [0.25, 0.5, 0.75].map((share) => quantile(values, share)) as [number, number, number];
  return { median, low, high };
}

/**
 * Between two values the quantile lies on the line between them: an even number of runs has its median in the middle.
 */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (sorted.length - 1) * share;
  const [below = Number.NaN, above = below] = sorted.slice(Math.floor(at));
  return below + (above - below) * (at - Math.floor(at));
}

/** The middle of a quantity of one row. NaN where it was not measured. */
export function medianOf(samples: Samples, name: string, quantity: keyof Sample): number {
  return spread((samples[name] ?? []).map((sample) => sample[quantity] ?? Number.NaN)).median;
}

/** How many times as much a row takes as another one, round by round. NaN where one of them was not measured. */
export function beside(samples: Samples, name: string, other: string, quantity: keyof Sample): Spread {
  const [row = [], base = []] = [samples[name], samples[other]];
  const amount = (sample: Sample | undefined) => sample?.[quantity] ?? Number.NaN;
  return spread(row.map((sample, round) => amount(sample) / amount(base[round])));
}

/** How much more a row takes than another one, round by round. NaN where one of them was not measured. */
export function moreThan(samples: Samples, name: string, other: string, quantity: keyof Sample): Spread {
  const [row = [], base = []] = [samples[name], samples[other]];
  const amount = (sample: Sample | undefined) => sample?.[quantity] ?? Number.NaN;
  return spread(row.map((sample, round) => amount(sample) - amount(base[round])));
}
