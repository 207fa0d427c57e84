import { globSync, readFileSync } from 'node:fs';
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

test('what the tests that judge take from Jest, they get without Jest as well', () => {
  const names = (text: string) => text.split(',').map((name) => name.trim().replace(/^type /, ''));
  const globals = readFileSync('test/mutation/jest-globals.ts', 'utf8');
  const offered = [...globals.matchAll(/^export (?:\{([^}]*)\}|const (\w+))/gm)].flatMap(([, list, name]) =>
    names(list ?? String(name)),
  );
  const tests = globSync('test/{unit/{deployment,appsmith,pipe},integration}/**/*.ts');
  const taken = tests.flatMap((path) => {
    const [, list] = /import \{([^}]*)\} from '@jest\/globals'/.exec(readFileSync(path, 'utf8')) ?? [];
    return list === undefined ? [] : names(list);
  });
  expect(offered).toEqual(expect.arrayContaining([...new Set(taken)]));
});
