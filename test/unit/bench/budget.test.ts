import { describe, expect, test } from '@jest/globals';
import budget from '../../../bench/budget.json' with { type: 'json' };
import { budgeted, overBudget } from '../../../scripts/bench/budget.ts';
import type { Samples } from '../../../scripts/bench/measure.ts';
import { ROW } from '../../../scripts/bench/results.ts';

/** Two rounds of every row; the machine is half as fast in the second. */
const all: Samples = Object.fromEntries(
  Object.values(ROW).map((name, at) => {
    const sample = { wallMs: at + 1, cpuMs: at + 1, memoryMb: at + 1 };
    return [name, [sample, { ...sample, wallMs: 2 * sample.wallMs, cpuMs: 2 * sample.cpuMs }]];
  }),
);
const images = [{ name: ROW.image, bytes: 31_500_000 }];
const names = (of: ReturnType<typeof budgeted>) =>
  (['seconds', 'times', 'megabytes'] as const).flatMap((kind) => Object.keys(of[kind]));

describe('what has a budget', () => {
  test('is what bench/budget.json has', () => {
    expect(names(budgeted(all, images))).toEqual(names(budget));
  });

  test('is the docker run of a deployment beside other things in the same image', () => {
    const samples = {
      [ROW.runHttps]: [{ wallMs: 180 }],
      [ROW.runHttp]: [{ wallMs: 165 }],
      [ROW.runEmpty]: [{ wallMs: 150 }],
      [ROW.runOwnClient]: [{ wallMs: 180 }],
      [ROW.runPlain]: [{ wallMs: 300 }],
    };
    expect(budgeted(samples, [])).toEqual({
      seconds: {},
      times: {
        "docker run over https, beside Node's own client": 1,
        'docker run over https, beside an empty program': 1.2,
        'docker run over http, beside an empty program': 1.1,
        'docker run over https, beside the plain build': 0.6,
      },
      megabytes: {},
    });
  });

  test('is a tenth of 10,000 deployments beside 1,000', () => {
    const samples = { [ROW.thousand]: [{ wallMs: 2 }], [ROW.tenThousand]: [{ wallMs: 24 }] };
    expect(budgeted(samples, []).times).toEqual({ '10,000 deployments, beside ten times 1,000': 1.2 });
  });

  test('is what the check of a repository takes more than a clone without one', () => {
    const samples = {
      [ROW.noApplication]: [{ wallMs: 80, memoryMb: 50 }],
      [ROW.application]: [{ wallMs: 130, memoryMb: 55 }],
      [ROW.largeApplication]: [{ wallMs: 580, memoryMb: 75 }],
    };
    expect(budgeted(samples, [])).toEqual({
      seconds: { 'check of a repository of 200 files': 0.05, 'check of a repository of 5,000 files': 0.5 },
      times: {},
      megabytes: { 'more memory for a repository of 5,000 files': 25 },
    });
  });

  test('is memory, and the bytes of the image, as they are', () => {
    const samples = {
      [ROW.https]: [{ wallMs: 1, memoryMb: 50 }],
      [ROW.thousand]: [{ wallMs: 1, memoryMb: 100 }],
    };
    expect(budgeted(samples, images).megabytes).toEqual({
      'image, compressed': 31.5,
      'peak memory of one deployment': 50,
      'peak memory of 1,000 deployments': 100,
    });
  });
});

describe('a budget', () => {
  const limits = {
    seconds: { long: 0.1 },
    times: { slow: 1.6, right: 1.6, quick: 0.3 },
    megabytes: { large: 32, small: 60 },
  };

  test('names what is above it; it may be used up', () => {
    const measured = {
      seconds: { long: 0.11 },
      times: { slow: 1.704, right: 1.6, quick: 0.2 },
      megabytes: { large: 32.5, small: 60 },
    };
    expect(overBudget(measured, limits)).toEqual({
      above: [
        'long: 0.11 s is above the budget of 0.1 s',
        'slow: 1.70 × is above the budget of 1.6 ×',
        'large: 32.50 MB is above the budget of 32 MB',
      ],
      unknown: [],
    });
  });

  test('names what was not measured, which is no failure', () => {
    const measured = { seconds: { long: 0.1 }, times: { slow: 1, right: 1, other: 9 }, megabytes: { small: 1 } };
    expect(overBudget(measured, limits)).toEqual({
      above: [],
      unknown: [
        'quick: not measured, so not held to its budget of 0.3 ×',
        'large: not measured, so not held to its budget of 32 MB',
      ],
    });
  });
});
