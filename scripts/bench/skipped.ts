import type { Results } from './results.ts';

/** Which rows are missing, one sentence for each thing that the machine does not have. */
export function skippedSentences({ sections }: Pick<Results, 'sections'>): string[] {
  const byNeed = Map.groupBy(
    sections.flatMap(({ skipped }) => skipped),
    ({ needs }) => needs,
  );
  return [...byNeed].map(
    ([needs, rows]) => `Skipped for want of ${needs}: ${rows.map(({ name }) => name).join('; ')}.`,
  );
}
