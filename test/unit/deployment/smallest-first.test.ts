import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SmallestFirst } from '../../../src/deployment/smallest-first.ts';
import { holds } from '../../support/property.ts';

test('numbers are taken smallest first, whenever they were added', () => {
  holds(fc.uniqueArray(fc.nat()), fc.uniqueArray(fc.nat()), (first, later) => {
    const queue = new SmallestFirst();
    const inside = new Set<number>();
    const add = (numbers: readonly number[]) => {
      for (const number of numbers.filter((each) => !inside.has(each))) {
        inside.add(number);
        queue.add(number);
      }
    };
    const take = () => {
      const smallest = inside.size === 0 ? undefined : Math.min(...inside);
      expect(queue.take()).toBe(smallest);
      if (smallest !== undefined) inside.delete(smallest);
    };
    add(first);
    take();
    add(later);
    while (inside.size > 0) take();
    take();
  });
});
