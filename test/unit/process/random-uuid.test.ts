import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { randomUuid } from '../../../src/process/random-uuid.ts';

test('whatever the random numbers, it is a v4 UUID', () => {
  const numbers = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
  fc.assert(
    fc.property(numbers, (stream) => {
      const uuid = randomUuid(() => stream.next().value as number);
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }),
  );
});

test('two are not the same', () => {
  expect(new Set(Array.from({ length: 1_000 }, () => randomUuid(Math.random))).size).toBe(1_000);
});
