import { describe, expect, test } from '@jest/globals';
import { performanceChart, performanceDocument } from '../../../scripts/bench/document.ts';
import { type Measured, ROW } from '../../../scripts/bench/results.ts';
import { tableOf } from '../../../scripts/bench/table.ts';
import { budget, containers, one, results } from './results.ts';

describe('docs/development/performance.md', () => {
  const text = performanceDocument(results, budget);

  test('begins with what a user waits for', () => {
    expect(text.slice(0, text.indexOf('## Budgets'))).toContain(`## What you wait for

* **Pull of the image**: 31.8 MB, once per runner.
* **One deployment over https**: 180 ms from \`docker run\` to its end, beside what Appsmith takes. An empty program in the same image takes 150 ms.
`);
  });

  test('says what a pipe on the toolkit takes beside ours, also where Python is better', () => {
    const spreadOf = (median: number) => ({ low: median, median, high: median });
    const row = (name: string, wall: number, cpuMs: number, memoryMb: number) =>
      ({ name, about: '', wallMs: spreadOf(wall), ratio: spreadOf(1), cpuMs, memoryMb }) satisfies Measured;
    const rows = [row(ROW.bare, 40, 40, 42), row(ROW.https, 110, 100, 48), row(ROW.toolkitHttps, 330, 310, 29)];
    const beside = performanceDocument({ ...results, sections: [{ ...one, rows }] }, budget);
    expect(beside).toContain(
      "* **A pipe for the same job on Atlassian's Python toolkit**, as a process: 330 ms where this one takes 110 ms, and " +
        '310 ms of CPU where this one takes 100. Python needs less memory: 29.0 MB where this one has 48.0 MB, of which bare Node is 42.0 MB.\n',
    );
    expect(text).not.toContain('on Atlassian');
  });

  test('leaves out there what was not measured', () => {
    const few = performanceDocument({ ...results, sections: [one], images: [] }, budget);
    expect(few).not.toContain('* **Pull');
    expect(few).not.toContain('* **One deployment');
  });

  test('has the table of all results, and that of the budgets', () => {
    const cells = text
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('**', '')));
    const { columns, lines } = tableOf(results);
    const all = [columns, ...lines].map((line) => columns.map((_, column) => line[column] ?? ''));
    expect(cells.map((line) => line.slice(1, -1))).toEqual([
      ['', 'Measured', 'Budget'],
      ['short', '0.05 s', '0.10 s'],
      ['quick', '1.23 ×', '1.60 ×'],
      ['unseen', 'not measured', '2.00 ×'],
      ['small', '50.0 MB', '60.0 MB'],
      ...all,
    ]);
  });

  test('says what each row is, what is missing, and where it was measured', () => {
    expect(text).toContain('* **the pipe, http**: all.\n* **image of the pipe**: ours.\n');
    expect(text).toContain("\nSkipped for want of Debian's curl: curl, http; curl, https.\n");
    expect(text).toContain('Node v24.0.0, 2 cores, timed by a clock.');
  });
});

describe('the chart', () => {
  const bars = (chart: string) => [...chart.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));

  test('has a bar for each docker run, as long as its time', () => {
    const chart = performanceChart(results);
    for (const { name } of containers.rows) expect(chart).toContain(`>${name}</text>`);
    const [empty = 0, whole = 0] = bars(chart);
    expect(empty / whole).toBeCloseTo(150 / 180, 2);
  });

  test('is that of the processes where there are no containers', () => {
    expect(bars(performanceChart({ sections: [one] }))).toHaveLength(one.rows.length);
  });
});
