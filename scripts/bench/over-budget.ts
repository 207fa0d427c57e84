import type { Scale } from './many.ts';
import type { Measured } from './measure.ts';

/** Highest ratio to bare Node, by row; and for 1,000 deployments, to raw http. */
export interface Ratios {
  readonly one: Readonly<Record<string, number>>;
  readonly many: { readonly wall: number; readonly cpu: number };
}

/** What is above its budget, as sentences. */
export function overBudget(
  { one, scale }: { readonly one: readonly Measured[]; readonly scale: Scale },
  budget: Ratios,
): string[] {
  const rows = [
    ...one.map(({ name, ratio }) => ({ name, ratio, limit: budget.one[name] })),
    { name: '1,000 deployments, wall time beside raw http', ratio: scale.wallRatio, limit: budget.many.wall },
    { name: '1,000 deployments, CPU time beside raw http', ratio: scale.cpuRatio, limit: budget.many.cpu },
  ];
  return rows.flatMap(({ name, ratio, limit }) =>
    limit !== undefined && ratio > limit ? [`${name}: ${ratio.toFixed(2)} × is above the budget of ${limit} ×`] : [],
  );
}
