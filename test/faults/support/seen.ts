import { appendFileSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fault as the pipe met it: a row of docs/faults.md. */
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

/** Writes down what was seen, for the table at the end of the run. Tests run in several processes: each has a file of its own. */
export function writeDown(seen: Seen): void {
  appendFileSync(join(folder(), `${process.pid}.jsonl`), `${JSON.stringify(seen)}\n`);
}

/** All that was written down in this run. */
export function allSeen(): Seen[] {
  return globSync(join(folder(), '*.jsonl'))
    .flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as Seen);
}

/** Made by the global set-up. */
export function folder(): string {
  const path = process.env['FAULTS_SEEN'];
  if (path === undefined) throw new Error('Run the fault lab with `npm run test:faults`.');
  return path;
}
