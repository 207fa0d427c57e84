import { describe, expect, test } from '@jest/globals';
import { beside, measure, spread } from '../../../scripts/bench/measure.ts';

test('every round runs each row once, and begins with another', async () => {
  const order: string[] = [];
  const rows = ['a', 'b', 'c'].map((name) => ({
    name,
    about: '',
    sample: async () => ({ wallMs: order.push(name) }),
  }));
  const samples = await measure(rows, 4);
  expect(order.join('')).toBe('abcbcacababc');
  expect(samples).toEqual({
    a: [{ wallMs: 1 }, { wallMs: 6 }, { wallMs: 8 }, { wallMs: 10 }],
    b: [{ wallMs: 2 }, { wallMs: 4 }, { wallMs: 9 }, { wallMs: 11 }],
    c: [{ wallMs: 3 }, { wallMs: 5 }, { wallMs: 7 }, { wallMs: 12 }],
  });
});

test('without rows there is nothing to run', async () => {
  expect(await measure([], 3)).toEqual({});
});

test.each([0, Number.NaN])('a row that has taken %d ms was not measured', async (wallMs) => {
  const row = { name: 'a', about: '', sample: async () => ({ wallMs }) };
  await expect(measure([row], 1)).rejects.toThrow(`a can't have taken ${wallMs} ms`);
});

test.each([
  [[7], { low: 7, median: 7, high: 7 }],
  [[2, 1], { low: 1.25, median: 1.5, high: 1.75 }],
  [[5, 1, 4, 2, 3], { low: 2, median: 3, high: 4 }],
  [[10, 9, 100], { low: 9.5, median: 10, high: 55 }],
  [[], { low: Number.NaN, median: Number.NaN, high: Number.NaN }],
])('half of %j lies within the quartiles', (values, expected) => {
  expect(spread(values)).toEqual(expected);
});

describe('a ratio', () => {
  test('compares runs of the same round, so that a slow round does not count', () => {
    const samples = {
      a: [{ wallMs: 10 }, { wallMs: 100 }, { wallMs: 10 }],
      b: [{ wallMs: 20 }, { wallMs: 200 }, { wallMs: 40 }],
    };
    expect(beside(samples, 'b', 'a', 'wallMs')).toEqual({ low: 2, median: 2, high: 3 });
  });

  test.each([
    ['b', 'a', 'cpuMs'],
    ['c', 'a', 'wallMs'],
    ['b', 'c', 'wallMs'],
  ] as const)('of what was not measured is none: %s beside %s, %s', (name, other, quantity) => {
    const samples = { a: [{ wallMs: 1 }], b: [{ wallMs: 2 }] };
    expect(beside(samples, name, other, quantity).median).toBeNaN();
  });
});
