import { expect, test } from '@jest/globals';
import { durationText } from '../../../src/text/duration-text.ts';

test.each([
  [0, '0 s'],
  [1, '0.1 s'],
  [49, '0.1 s'],
  [260, '0.3 s'],
  [4_200, '4.2 s'],
  [5_000, '5 s'],
  [9_949, '9.9 s'],
  [9_951, '10 s'],
  [45_400, '45 s'],
  [119_400, '119 s'],
  [119_500, '2 min'],
  [125_000, '2 min 5 s'],
  [300_000, '5 min'],
  [3_600_000, '60 min'],
])('%d ms is %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});
