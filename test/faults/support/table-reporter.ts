import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { faultCount, faultsDocument, withoutTimes } from './faults-document.ts';
import { allSeen, folder } from './seen.ts';

const DOCUMENT = 'docs/faults.md';
const AT_LEAST = 60;

interface Results {
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly numPendingTests: number;
}

/**
 * Writes docs/faults.md at the end of a whole run that passed. A run that found the same as the last one, but for times, leaves it as it is. Sorted by
 * chapter, then as the tests stand.
 */
export default class TableReporter {
  readonly #wholeRun: boolean;
  #error: Error | undefined;

  constructor({
    testPathPatterns,
    testNamePattern,
  }: { testPathPatterns: { patterns: string[] }; testNamePattern?: string }) {
    this.#wholeRun = testPathPatterns.patterns.length === 0 && !testNamePattern;
  }

  onRunComplete(_: unknown, { numFailedTests, numFailedTestSuites, numPendingTests }: Results): void {
    const all = allSeen();
    rmSync(folder(), { recursive: true });
    if (!this.#wholeRun || numFailedTests + numFailedTestSuites + numPendingTests > 0) return;
    const count = faultCount(all);
    if (count < AT_LEAST) {
      this.#error = new Error(`Only ${count} faults were tried, not ${AT_LEAST}.`);
      return;
    }
    const document = faultsDocument(all);
    const old = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : '';
    if (withoutTimes(old) === withoutTimes(document)) return;
    writeFileSync(DOCUMENT, document);
    process.stderr.write(`${DOCUMENT} was written anew: ${count} faults.\n`);
  }

  getLastError(): Error | undefined {
    return this.#error;
  }
}
