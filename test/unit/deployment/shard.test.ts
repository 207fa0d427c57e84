import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Deployment } from '../../../src/deployment/deployment.ts';
import { shardOf, tiedGroups } from '../../../src/deployment/shard.ts';

type Tied = Pick<Deployment, 'name' | 'after' | 'lockKey'>;

const names = (deployments: readonly Tied[]) => deployments.map(({ name }) => name).join(' ');

function parts<T extends Tied>(deployments: readonly T[], count: number): T[][] {
  return Array.from({ length: count }, (_, step) => shardOf(deployments, { step, count }));
}

/** A plan without cycles: each waits only for earlier ones. */
const anyPlan = fc
  .array(fc.record({ lock: fc.nat({ max: 30 }), after: fc.array(fc.nat({ max: 60 }), { maxLength: 1 }) }), {
    maxLength: 60,
  })
  .map((entries): Tied[] =>
    entries.map(({ lock, after }, at) => ({
      name: `n${at}`,
      lockKey: `l${lock}`,
      after: after.filter((index) => index < at).map((index) => `n${index}`),
    })),
  );

describe('tied groups', () => {
  const free = (name: string, after: string[] = [], lockKey = `app ${name}`): Tied => ({ name, after, lockKey });

  test.each([
    ['nothing in common', [free('A'), free('B')], ['A', 'B']],
    ['a chain of after', [free('A'), free('B', ['A']), free('X'), free('C', ['B'])], ['A B C', 'X']],
    ['the same lock', [free('A', [], 'one'), free('B'), free('C', [], 'one')], ['A C', 'B']],
    ['a lock and an after make one group', [free('A', [], 'l'), free('B', [], 'l'), free('C', ['B'])], ['A B C']],
    ['tied twice, by a lock and an after', [free('A', [], 'l'), free('B', ['A'], 'l')], ['A B']],
    ['a name that equals a lock key ties nothing', [free('A', [], 'B'), free('B', [], 'C')], ['A', 'B']],
    [
      'names like properties of objects',
      [free('__proto__'), free('constructor', ['__proto__'])],
      ['__proto__ constructor'],
    ],
  ])('%s', (_, deployments, groups) => {
    expect(tiedGroups(deployments).map(names)).toEqual(groups);
  });
});

describe('the part of a parallel step', () => {
  test('every deployment is in exactly one part, in the order of the plan', () => {
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 1, max: 12 }), (deployments, count) => {
        const all = parts(deployments, count);
        expect(all.flat().toSorted(byPlan(deployments))).toEqual(deployments);
        for (const part of all) expect(part).toEqual(part.toSorted(byPlan(deployments)));
      }),
    );
  });

  test('deployments that wait for each other, or share a lock, stay together', () => {
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 1, max: 12 }), (deployments, count) => {
        for (const part of parts(deployments, count)) {
          const here = new Set(part.map(({ name }) => name));
          const locks = new Set(part.map(({ lockKey }) => lockKey));
          for (const { name, lockKey, after } of deployments) {
            expect(locks.has(lockKey)).toBe(here.has(name));
            for (const predecessor of after) expect(here.has(predecessor)).toBe(here.has(name));
          }
        }
      }),
    );
  });

  test('parts differ by no more than the largest tied group', () => {
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 1, max: 12 }), (deployments, count) => {
        const sizes = parts(deployments, count).map(({ length }) => length);
        const largest = Math.max(0, ...tiedGroups(deployments).map(({ length }) => length));
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(largest);
      }),
    );
  });

  test('depends on the plan and the number of steps only: a copy of the plan gives the same parts', () => {
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 1, max: 12 }), (deployments, count) => {
        expect(parts(structuredClone(deployments), count)).toEqual(parts(deployments, count));
      }),
    );
  });

  test('a large group at the end of the plan is placed first, so that parts are even', () => {
    const deployments = ['A', 'B', 'C', 'D'].map((name) => ({ name, lockKey: name < 'C' ? name : 'one', after: [] }));
    expect(parts(deployments, 2).map(names)).toEqual(['C D', 'A B']);
  });

  test('one step takes everything; more steps than groups leave the last ones empty', () => {
    const deployments = ['A', 'B'].map((name) => ({ name, lockKey: name, after: [] }));
    expect(shardOf(deployments, { step: 0, count: 1 })).toEqual(deployments);
    expect(parts(deployments, 4).map(names)).toEqual(['A', 'B', '', '']);
  });

  test('10,000 deployments over 10 steps: 1,000 each', () => {
    const deployments = Array.from({ length: 10_000 }, (_, at) => ({ name: `n${at}`, lockKey: `l${at}`, after: [] }));
    expect(parts(deployments, 10).map(({ length }) => length)).toEqual(new Array(10).fill(1_000));
  });

  test('10,000 deployments in one chain stay in one part', () => {
    const deployments = Array.from({ length: 10_000 }, (_, at) => ({
      name: `n${at}`,
      lockKey: `l${at}`,
      after: [`n${at - 1}`],
    }));
    expect(parts(deployments, 3).map(({ length }) => length)).toEqual([10_000, 0, 0]);
  });
});

function byPlan<T>(deployments: readonly T[]): (one: T, other: T) => number {
  const place = new Map(deployments.map((deployment, at) => [deployment, at]));
  return (one, other) => Number(place.get(one)) - Number(place.get(other));
}
