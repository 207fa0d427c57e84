import { appendFileSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a row for the table at the end of the run. Tests run in several processes: each has a file of its own. */
export function writeRow(row: object): void {
  appendFileSync(join(folder(), `${process.pid}.jsonl`), `${JSON.stringify(row)}\n`);
}

/** All rows of this run. */
export function allRows<Row>(): Row[] {
  return globSync(join(folder(), '*.jsonl'))
    .flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as Row);
}

/** Made by the global set-up. */
export function folder(): string {
  const path = process.env['LAB_ROWS'];
  if (path === undefined) throw new Error('Run the labs with `npm run test:faults` and `npm run test:network`.');
  return path;
}
