import { expect, test } from '@jest/globals';
import { plainTable, tableOf } from '../../../scripts/bench/table.ts';
import { budget, results } from './results.ts';

test('the table has all results, a column below the other', () => {
  expect(plainTable(tableOf(results, budget)).split('\n')).toEqual([
    '                            Median    Quartiles         Ratio    Quartiles  Budget      CPU  Peak memory',
    '',
    'One deployment',
    'bare Node                  40.0 ms    39.9–40.1        1.00 ×    1.00–1.00',
    'the pipe, http            1,235 ms  1,234–1,235       30.86 ×  30.76–30.96          70.3 ms       54 MiB',
    'the pipe, https            80.0 ms    79.9–80.1        2.00 ×    1.90–2.10',
    'curl, http                 skipped',
    'curl, https                skipped',
    '',
    'Image, compressed, beside the plain build',
    'image of the pipe          31.8 MB                     0.51 ×',
    'image of the plain build   62.1 MB                     1.00 ×',
    '',
    'Held to a budget',
    'quick                                                  1.23 ×               1.60 ×',
    'unseen                                           not measured               2.00 ×',
  ]);
});

test('images that could not be built are skipped in the table', () => {
  const lines = plainTable(tableOf({ ...results, images: [] }, {})).split('\n');
  expect(lines).toEqual(expect.arrayContaining([expect.stringMatching(/^image of the pipe +skipped$/)]));
});
