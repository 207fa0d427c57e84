import { expect, test } from '@jest/globals';
import { overBudget } from '../../../scripts/bench/over-budget.ts';

test('names what is above its budget; the budget itself may be used up', () => {
  expect(overBudget({ slow: 1.704, right: 1.6, quick: 0.2 }, { slow: 1.6, right: 1.6, quick: 0.3 })).toEqual({
    above: ['slow: 1.70 × is above the budget of 1.6 ×'],
    unknown: [],
  });
});

test('names what was not measured, which is no failure', () => {
  expect(overBudget({ other: 9 }, { image: 0.6 })).toEqual({
    above: [],
    unknown: ['image: not measured, so not held to its budget of 0.6 ×'],
  });
});
