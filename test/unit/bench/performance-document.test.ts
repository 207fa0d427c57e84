import { describe, expect, test } from '@jest/globals';
import { performanceChart } from '../../../scripts/bench/performance-chart.ts';
import { performanceDocument } from '../../../scripts/bench/performance-document.ts';
import { skippedSentences } from '../../../scripts/bench/skipped.ts';
import { tableOf } from '../../../scripts/bench/table.ts';
import { budget, one, results } from './results.ts';

describe('docs/development/performance.md', () => {
  const text = performanceDocument(results, budget);

  test('has the same table', () => {
    const cells = (line: string) => line.split('|').map((cell) => cell.trim().replaceAll('**', ''));
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    const { columns, lines } = tableOf(results, budget);
    expect(rows.map((row) => cells(row).slice(1, -1))).toEqual(
      [columns, ...lines].map((line) => columns.map((_, column) => line[column] ?? '')),
    );
  });

  test('says what each row is, and what is missing for want of what', () => {
    expect(text).toContain('* **the pipe, http**: all.\n* **image of the pipe**: ours.\n');
    expect(text).toContain("\nSkipped for want of Debian's curl: curl, http; curl, https.\n");
    expect(text).toContain('Node v24.0.0, 2 cores, timed by a clock.');
  });
});

test('what is above its budget is said, and nothing when all is within', () => {
  const ratios = { 'http, time beside bare Node': 1.65 };
  const text = (limit: number) => performanceDocument({ ...results, ratios }, { 'http, time beside bare Node': limit });
  expect(text(1.6)).toContain('\nhttp, time beside bare Node: 1.65 × is above the budget of 1.6 ×.\n');
  expect(text(1.7)).not.toContain('above the budget of');
});

test('nothing is said of what is missing when nothing is', () => {
  expect(skippedSentences({ sections: [{ ...one, skipped: [] }] })).toEqual([]);
});

test('the chart has a bar for each row of the first section, as long as its ratio', () => {
  const chart = performanceChart(results);
  expect([...chart.matchAll(/text-anchor="end">([^<]+)</g)].map(([, name]) => name)).toEqual(
    one.rows.map(({ name }) => name),
  );
  expect([...chart.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => width)).toEqual([
    '11.7',
    '360.0',
    '23.3',
  ]);
});
