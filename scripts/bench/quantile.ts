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

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Between two values the quantile lies on the line between them, so that an even number of runs has its median in the middle. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (sorted.length - 1) * share;
  const [below = Number.NaN, above = below] = sorted.slice(Math.floor(at));
  return below + (above - below) * (at - Math.floor(at));
}
