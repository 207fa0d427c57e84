import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

/** The rows about survivors: file, code, what it becomes, and why no test tells. */
const rows = readFileSync('docs/mutation.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| `src\/\S+\.ts`/.test(line))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')));

function code(cell: string): string {
  return cell.replace(/^`` ?(.*?) ?``$|^`(.*)`$/, '$1$2');
}

test.each(rows)('%s%s: the survivor %s is still in the code', (_, file = '', changed = '') => {
  expect(readFileSync(code(file), 'utf8')).toContain(code(changed));
});

test('every survivor comes with what it becomes and a reason', () => {
  expect(rows.length).toBeGreaterThan(0);
  for (const [, , , becomes, reason] of rows) expect([becomes, reason]).not.toContain('');
});
