import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { expect, test } from '@jest/globals';
import { EXIT, SIGNALS } from '../../src/pipe/exit-code.ts';

const readme = readFileSync('README.md', 'utf8');

test('the exit codes are those that were promised', () => {
  expect(EXIT).toEqual({ deployed: 0, failed: 1, invalid: 2, bug: 70 });
  expect(SIGNALS).toEqual({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 });
});

test('a signal gives 128 and its number', () => {
  for (const [name, code] of Object.entries(SIGNALS)) {
    expect(code).toBe(128 + constants.signals[name as keyof typeof SIGNALS]);
  }
});

test.each([...Object.values(EXIT), ...Object.values(SIGNALS)])('the README tells what %d means', (code) => {
  const rows = readme.split('\n').filter((line) => /^\|?.*\bexit|^\| *`?\d+/i.test(line) || /`\d+`/.test(line));
  expect(rows.some((row) => new RegExp(`(^|\\D)${code}(\\D|$)`).test(row))).toBe(true);
});
