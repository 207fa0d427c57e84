import { expect, test } from '@jest/globals';
import { budgetTable, plainTable, tableOf } from '../../../scripts/bench/table.ts';
import { budget, results } from './results.ts';

test('the table has all results, a column below the other', () => {
  expect(plainTable(tableOf(results)).split('\n')).toEqual([
    '                                Median    Quartiles    Ratio    Quartiles      CPU  Peak memory',
    '',
    'docker run',
    'docker run, an empty program    150 ms      150–150   1.00 ×    1.00–1.00',
    'docker run, the pipe, https     180 ms      180–180   1.20 ×    1.10–1.30',
    '',
    'One deployment',
    'bare Node                      40.0 ms    39.9–40.1   1.00 ×    1.00–1.00',
    'the pipe, http                1,235 ms  1,234–1,235  30.86 ×  30.76–30.96  70.3 ms        54 MB',
    'the pipe, https                80.0 ms    79.9–80.1   2.00 ×    1.90–2.10',
    'curl, http                     skipped',
    'curl, https                    skipped',
    '',
    'Image, compressed',
    'image of the pipe              31.8 MB',
    'image of the plain build       62.1 MB',
  ]);
});

test('the budgets have a table of their own', () => {
  expect(plainTable(budgetTable(results.budgeted, budget)).split('\n')).toEqual([
    '            Measured   Budget',
    'short         0.05 s   0.10 s',
    'quick         1.23 ×   1.60 ×',
    'unseen  not measured   2.00 ×',
    'small        50.0 MB  60.0 MB',
  ]);
});
