import { expect, test } from '@jest/globals';
import { measureGroup } from '../../../scripts/bench/group.ts';

test('a section compares each row with its first, and knows CPU and memory where they were told', async () => {
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
