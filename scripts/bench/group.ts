import type { Skipped } from './candidate.ts';
import { measure, type Row, type Samples } from './measure.ts';
import { measuredRow, type Section } from './results.ts';

/** Rows to be measured in the same rounds, and the ones that this machine can't fill. */
export interface Group {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly skipped: readonly Skipped[];
}

export async function measureGroup(
  { title, rows, skipped }: Group,
  rounds: number,
): Promise<{ section: Section; samples: Samples }> {
  const samples = await measure(rows, rounds);
  const base = rows[0]?.name ?? '';
  return { samples, section: { title, rounds, rows: rows.map((row) => measuredRow(row, samples, base)), skipped } };
}
