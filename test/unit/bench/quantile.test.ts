import { expect, test } from '@jest/globals';
import { median, spread } from '../../../scripts/bench/quantile.ts';

test.each([
  [[7], { low: 7, median: 7, high: 7 }],
  [[2, 1], { low: 1.25, median: 1.5, high: 1.75 }],
  [[5, 1, 4, 2, 3], { low: 2, median: 3, high: 4 }],
  [[10, 9, 100], { low: 9.5, median: 10, high: 55 }],
  [[], { low: Number.NaN, median: Number.NaN, high: Number.NaN }],
])('half of %j lies within the quartiles', (values, expected) => {
  expect(spread(values)).toEqual(expected);
  expect(median(values)).toBe(expected.median);
});
