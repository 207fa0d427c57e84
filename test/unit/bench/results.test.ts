import { describe, expect, test } from '@jest/globals';
import { measureGroup, skippedSentences } from '../../../scripts/bench/results.ts';
import { results } from './results.ts';

test('a section compares each row with its first, and has CPU and memory where they were measured', async () => {
  const row = (name: string, wallMs: number, used = {}) => ({
    name,
    about: '',
    sample: async () => ({ wallMs, ...used }),
  });
  const rows = [row('a', 10), row('b', 15, { cpuMs: 7, memoryMb: 50 })];
  const { section, samples } = await measureGroup({ title: 'T', rows, skipped: [] }, 2);
  const same = (value: number) => ({ low: value, median: value, high: value });
  expect(section).toEqual({
    title: 'T',
    rounds: 2,
    rows: [
      { name: 'a', about: '', wallMs: same(10), ratio: same(1) },
      { name: 'b', about: '', wallMs: same(15), ratio: same(1.5), cpuMs: 7, memoryMb: 50 },
    ],
    skipped: [],
  });
  expect(samples['a']).toHaveLength(2);
});

describe('rows that are missing', () => {
  test('are named with what the machine does not have', () => {
    expect(skippedSentences(results)).toEqual(["Skipped for want of Debian's curl: curl, http; curl, https."]);
  });

  test('need no sentence when there are none', () => {
    expect(skippedSentences({ sections: [] })).toEqual([]);
  });
});
