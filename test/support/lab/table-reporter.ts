import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { allRows, folder } from './rows.ts';

interface Run {
  readonly testPathPatterns: { readonly patterns: readonly string[] };
  readonly testNamePattern?: string;
}

interface Results {
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly numPendingTests: number;
}

/** A page of docs/ that a lab writes. */
export interface LabDocument<Row> {
  readonly path: string;
  /** @throws when rows are missing */
  readonly render: (rows: readonly Row[]) => string;
  /** What is the same in two runs that found the same. */
  readonly comparable: (text: string) => string;
}

/**
 * Writes a lab's page at the end of a whole run that passed. A run that found the same as the last one leaves it as it
 * is.
 */
export class TableReporter<Row> {
  readonly #document: LabDocument<Row>;
  readonly #wholeRun: boolean;
  #error: Error | undefined;

  constructor(document: LabDocument<Row>, { testPathPatterns, testNamePattern }: Run) {
    this.#document = document;
    this.#wholeRun = testPathPatterns.patterns.length === 0 && !testNamePattern;
  }

  onRunComplete(_: unknown, { numFailedTests, numFailedTestSuites, numPendingTests }: Results): void {
    const rows = allRows<Row>();
    rmSync(folder(), { recursive: true });
    if (!this.#wholeRun || numFailedTests + numFailedTestSuites + numPendingTests > 0) return;
    try {
      this.#write(rows);
    } catch (error) {
      this.#error = error as Error;
    }
  }

  getLastError(): Error | undefined {
    return this.#error;
  }

  #write(rows: readonly Row[]): void {
    const { path, render, comparable } = this.#document;
    const text = render(rows);
    const old = existsSync(path) ? readFileSync(path, 'utf8') : '';
    if (comparable(old) === comparable(text)) return;
    writeFileSync(path, text);
    process.stderr.write(`${path} was written anew.\n`);
  }
}
