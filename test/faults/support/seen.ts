import { writeRow } from '../../support/lab/rows.ts';

/** A fault as the pipe met it: a row of docs/development/faults.md. */
export interface Seen {
  /** The server or part that is broken: a chapter of the table. */
  readonly chapter: string;
  readonly fault: string;
  readonly where: string;
  readonly expected: string;
  readonly seen: string;
  /** `3`, or `-` where the pipe did not say. */
  readonly attempts: string;
  /** Requests to deploy that reached Appsmith, or `-` where there is none. */
  readonly reached: string;
  /** Wall time of the whole process, in ms. */
  readonly durationMs: number;
}

/** Writes down what was seen, for the table at the end of the run. */
export function writeDown(seen: Seen): void {
  writeRow(seen);
}
