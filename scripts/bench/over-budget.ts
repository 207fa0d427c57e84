/** Ratios by their names, see ratios.ts. */
export type Ratios = Readonly<Record<string, number>>;

/** What is above its budget, and what has a budget and was not measured, as sentences. */
export function overBudget(measured: Ratios, budget: Ratios): { above: string[]; unknown: string[] } {
  const above: string[] = [];
  const unknown: string[] = [];
  for (const [name, limit] of Object.entries(budget)) {
    const ratio = measured[name];
    if (ratio === undefined) unknown.push(`${name}: not measured, so not held to its budget of ${limit} ×`);
    else if (ratio > limit) above.push(`${name}: ${ratio.toFixed(2)} × is above the budget of ${limit} ×`);
  }
  return { above, unknown };
}
