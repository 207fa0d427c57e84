import { TableReporter } from '../../support/lab/table-reporter.ts';
import { faultCount, faultsDocument, withoutTimes } from './faults-document.ts';
import type { Seen } from './seen.ts';

const AT_LEAST = 60;

/** Writes docs/development/faults.md, sorted by chapter, then as the tests stand. */
export default class FaultsReporter extends TableReporter<Seen> {
  constructor(run: ConstructorParameters<typeof TableReporter>[1]) {
    super({ path: 'docs/development/faults.md', render, comparable: withoutTimes }, run);
  }
}

function render(rows: readonly Seen[]): string {
  const count = faultCount(rows);
  if (count < AT_LEAST) throw new Error(`Only ${count} faults were tried, not ${AT_LEAST}.`);
  return faultsDocument(rows);
}
