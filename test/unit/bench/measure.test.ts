import { expect, test } from '@jest/globals';
import { measure } from '../../../scripts/bench/measure.ts';

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
