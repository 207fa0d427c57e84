import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findCycles, type Ordered, startingWaves } from '../../../src/deployment/order.ts';

/** `A<B,C` is A, which waits for B and C. */
function plan(text: string): Ordered[] {
  return text.split(' ').map((entry) => {
    const [name = '', after] = entry.split('<');
    return { name, after: after?.split(',') ?? [] };
  });
}

/** Up to 12 deployments that wait for any others. */
const anyPlan = fc
  .integer({ min: 1, max: 12 })
  .chain((size) =>
    fc
      .array(fc.array(fc.integer({ min: 0, max: size - 1 }), { maxLength: 3 }), { minLength: size, maxLength: size })
      .map((edges): Ordered[] =>
        edges.map((after, at) => ({ name: `n${at}`, after: after.map((index) => `n${index}`) })),
      ),
  );

/** By brute force: the names that can reach themselves. */
function waitsForItself(deployments: readonly Ordered[], name: string): boolean {
  const reached = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const predecessor of deployments.find((each) => each.name === next)?.after ?? []) {
      if (predecessor === name) return true;
      if (!reached.has(predecessor)) open.push(predecessor);
      reached.add(predecessor);
    }
  }
  return false;
}

describe('cycles among deployments', () => {
  test.each([
    ['no one waits', 'A B C', []],
    ['a chain', 'A B<A C<B', []],
    ['two ways to one predecessor', 'A B<A C<A D<B,C', []],
    ['a predecessor that does not exist', 'A<X', []],
    ['one that waits for itself', 'A<A', [['A']]],
    ['two that wait for each other', 'A<B B<A', [['A', 'B']]],
    ['three in a ring, entered from outside', 'X<B A<C B<A C<B', [['B', 'A', 'C']]],
    [
      'two rings apart',
      'A<B B<A C<D D<C',
      [
        ['A', 'B'],
        ['C', 'D'],
      ],
    ],
    ['two rings that share a deployment: one is reported', 'A<B,C B<A C<A', [['A', 'B']]],
    ['a ring behind a smaller one: one is reported', 'A<B B<C C<B,D D<A', [['B', 'C']]],
    ['an edge given twice', 'A<B,B B<A', [['A', 'B']]],
  ])('%s', (_, text, cycles) => {
    expect(findCycles(plan(text))).toEqual(cycles);
  });

  test('every cycle found is one, and one is found wherever there is one', () => {
    fc.assert(
      fc.property(anyPlan, (deployments) => {
        const cycles = findCycles(deployments);
        for (const cycle of cycles) {
          for (const [at, name] of cycle.entries()) {
            const next = cycle[(at + 1) % cycle.length];
            expect(deployments.find((each) => each.name === name)?.after).toContain(next);
          }
        }
        expect(cycles.flat()).toHaveLength(new Set(cycles.flat()).size);
        expect(cycles.length > 0).toBe(deployments.some(({ name }) => waitsForItself(deployments, name)));
      }),
    );
  });

  test('10,000 in a row or in a ring need no deep stack', () => {
    const row = Array.from({ length: 10_000 }, (_, at) => ({
      name: `${at}`,
      after: at === 9_999 ? [] : [`${at + 1}`],
    }));
    expect(findCycles(row)).toEqual([]);
    const ring = row.map(({ name, after }) => ({ name, after: after.length === 0 ? ['0'] : after }));
    expect(findCycles(ring)[0]).toHaveLength(10_000);
  });
});

describe('waves of starting', () => {
  test.each([
    ['no one waits', 'A B C', ['A B C']],
    ['a chain against the order of the file', 'C<B B<A A', ['A', 'B', 'C']],
    ['each as early as it can be, in the order of the file', 'D<C A C<A B E<A', ['A B', 'C E', 'D']],
    ['a predecessor that does not exist, or is named twice', 'A<X B<A,A', ['A', 'B']],
    ['a wave in the order of the file, not of what it waits for', 'A B D<B C<A', ['A B', 'D C']],
  ])('%s', (_, text, waves) => {
    expect(startingWaves(plan(text)).map((wave) => wave.map(({ name }) => name).join(' '))).toEqual(waves);
  });

  test('an empty plan has none', () => {
    expect(startingWaves([])).toEqual([]);
  });

  test('every deployment is in one wave, after all that it waits for; a cycle is refused', () => {
    fc.assert(
      fc.property(anyPlan, (deployments) => {
        if (findCycles(deployments).length > 0) {
          expect(() => startingWaves(deployments)).toThrow('cycle');
          return;
        }
        const waves = startingWaves(deployments);
        const waveOf = new Map(waves.flatMap((wave, at) => wave.map(({ name }) => [name, at] as const)));
        expect(waves.flat()).toHaveLength(deployments.length);
        for (const { name, after } of deployments) {
          const earliest = Math.max(-1, ...after.map((predecessor) => Number(waveOf.get(predecessor)))) + 1;
          expect(waveOf.get(name)).toBe(earliest);
        }
      }),
    );
  });
});
