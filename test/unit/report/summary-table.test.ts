import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { timeScale } from '../../../src/report/html/timeline-svg.ts';
import type { Overview } from '../../../src/report/overview.ts';
import { fitted, summaryTable, textWidth } from '../../../src/report/summary-table.ts';
import { HOSTILE } from './hostile.ts';
import { deployed, failed, failure, MIXED_RUN, overview, skipped } from './runs.ts';

describe('the table in the log', () => {
  test('has a row for each deployment, in order, aligned', () => {
    const results = MIXED_RUN.results.map((result) => ({
      ...result,
      deployment: { ...result.deployment, url: 'https://appsmith.example.com' },
    }));
    expect(summaryTable(overview(results))).toEqual([
      'Deployment                App                       Branch           Status         Attempts  Time   Code',
      'Customers                 660427bb3927480dc0720911  main             deployed       1         6.3 s  -',
      'Orders (EU)               660427bb3927480dc0720914  main             deployed       3         61 s   -',
      'Orders (US)               660427bb3927480dc0720915  main             deployed       1         12 s   -',
      'Intake                    660427bb3927480dc0720917  release/2026.11  failed         1         0.4 s  AE-APP-4027',
      'Warehou…ning and returns  660427bb3927480dc0720918  main             not confirmed  2         66 s   TIMEOUT',
      'Intake archive            660427bb3927480dc0720919  release/2026.11  skipped        0         -      -',
    ]);
  });

  test('stays under 120 columns, log prefix included: the widest columns give way', () => {
    const given = {
      name: 'A long name of a deployment in Europe (production)',
      branch: 'feature/a-rather-long-branch-name',
    };
    const lines = summaryTable(
      overview([failed(given, failure({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })), deployed()]),
    );
    expect(lines[1]).toContain('A long…(production)  ');
    for (const line of lines) expect(textWidth(`INFO: ${line}`)).toBeLessThan(120);
  });

  test('takes as many deployments as a deployments file can hold', () => {
    const { entries } = overview([deployed()]);
    const [entry] = entries;
    const many = new Array<typeof entry>(150_000).fill(entry) as typeof entries;
    expect(summaryTable({ entries: many } as Overview)).toHaveLength(150_001);
    expect(timeScale(many).seconds).toBe(timeScale(entries).seconds);
  });

  test('has the server of each where there are several', () => {
    const rows = [deployed({ url: 'https://eu.example.com/tools' }), deployed({ url: 'http://10.0.0.7:8080' })];
    expect(summaryTable(overview(rows))).toEqual([
      'Deployment  App                       Branch  Server                Status    Attempts  Time   Code',
      expect.stringMatching(/^Orders +660427bb3927480dc0720914 {2}main {4}eu\.example\.com\/tools {2}deployed /),
      expect.stringMatching(/^Orders +660427bb3927480dc0720914 {2}main {4}http:\/\/10\.0\.0\.7:8080 {2}deployed /),
    ]);
  });

  test('default names that are too long keep their end, where they differ', () => {
    const app = '660427bb3927480dc0720914';
    const branch = 'release/2026.11';
    const on = (host: string) => deployed({ app, branch, name: `${app} (${branch}) @ ${host}` });
    const rows = [on('appsmith.eu.example.com'), on('appsmith.us.example.com')];
    const [, eu, us] = summaryTable(overview(rows));
    expect(eu).toMatch(/^660427bb392… appsmith\.eu\.example\.com {2}/);
    expect(us).toMatch(/^660427bb392… appsmith\.us\.example\.com {2}/);
  });

  test('names of any script are aligned', () => {
    const lines = summaryTable(overview([deployed({ name: '注文 🚀' }), deployed({ name: 'Zürich' })]));
    const before = lines.map((line) => textWidth(line.slice(0, line.search(/App\b|660427/))));
    expect(new Set(before).size).toBe(1);
  });

  test.each(Object.entries(HOSTILE))('%s stays within its row', (_what, text) => {
    const lines = summaryTable(
      overview([failed({ name: text, app: text, branch: text }, failure({ code: text })), skipped()]),
    );
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      expect(textWidth(line)).toBeLessThanOrEqual(112);
    }
  });

  test('a thousand rows are short', () => {
    const results = Array.from({ length: 1_000 }, (_, index) =>
      failed({ name: `Region ${index} of the whole wide world, production` }),
    );
    expect(Buffer.byteLength(summaryTable(overview(results)).join('\n'))).toBeLessThan(116_000);
  });
});

test.each([
  ['', 0],
  ['Orders', 6],
  ['Zürich', 6],
  ['e\u0301', 1],
  ['注文', 4],
  ['ｶﾅ', 2],
  ['ＡＢ', 4],
  ['한국', 4],
  ['🚀', 2],
  ['👩‍👩‍👧', 2],
  ['❤️', 2],
  ['\u200b', 0],
  ['…', 1],
])('%j takes %d columns', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

describe('text fitted into columns', () => {
  test.each([
    ['main', 6, 'main  '],
    ['main', 4, 'main'],
    ['release', 4, 'r…se'],
    ['release/2026.11', 10, 'rel…026.11'],
    ['注文書', 4, '…書 '],
    ['注文書類', 7, '注…書類'],
    ['注文書類', 6, '…書類 '],
    ['注文書', 6, '注文書'],
    ['👩‍👩‍👧👩‍👩‍👧', 3, '…👩‍👩‍👧'],
    ['release', 1, '…'],
  ])('%j in %d', (text, width, result) => {
    expect(fitted(text, width)).toBe(result);
  });

  test('always takes exactly that many', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, width) => {
        expect(textWidth(fitted(text, width))).toBe(width);
      }),
    );
  });
});
