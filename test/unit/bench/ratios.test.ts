import { describe, expect, test } from '@jest/globals';
import budget from '../../../bench/budget.json' with { type: 'json' };
import type { Samples } from '../../../scripts/bench/measure.ts';
import { ROW } from '../../../scripts/bench/names.ts';
import { beside, ratios } from '../../../scripts/bench/ratios.ts';

/** Two rounds of every row; the machine is half as fast in the second. */
const all: Samples = Object.fromEntries(
  Object.values(ROW).map((name, at) => {
    const sample = { wallMs: at + 1, cpuMs: at + 1, memoryMb: at + 1 };
    return [name, [sample, { ...sample, wallMs: 2 * sample.wallMs, cpuMs: 2 * sample.cpuMs }]];
  }),
);
const images = { [ROW.image]: 30, [ROW.plainImage]: 60 };

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

describe('the ratios with a budget', () => {
  test('are those of bench/budget.json', () => {
    const measured = ratios({ one: all, many: all, containers: all, images });
    expect(Object.keys(measured)).toEqual(Object.keys(budget));
  });

  test('take a tenth of 10,000 deployments', () => {
    const many = {
      [ROW.thousand]: [{ wallMs: 2, cpuMs: 1 }],
      [ROW.tenThousand]: [{ wallMs: 24, cpuMs: 11 }],
    };
    expect(ratios({ one: {}, many, containers: {}, images: {} })).toEqual({
      '10,000, time beside ten times 1,000': 1.2,
      '10,000, CPU beside ten times 1,000': 1.1,
    });
  });

  test('compare the memory of 1,000 with that of a bare Node of other rounds', () => {
    const one = { [ROW.bare]: [{ wallMs: 1, memoryMb: 40 }] };
    const many = { [ROW.thousand]: [{ wallMs: 1, memoryMb: 100 }] };
    expect(ratios({ one, many, containers: {}, images: {} })).toEqual({ '1,000, peak memory beside bare Node': 2.5 });
  });

  test('leave out what this machine could not measure', () => {
    const { [ROW.standIn]: _, ...one } = all;
    const measured = ratios({ one, many: all, containers: {}, images: {} });
    expect(Object.keys(budget).filter((name) => !(name in measured))).toEqual([
      "http, time beside Python's toolkit",
      'inside the container, time beside no container',
      'image, bytes beside the plain build',
    ]);
  });
});
