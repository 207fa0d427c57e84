import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Retryable } from '../../../src/deployment/failure.ts';
import { nextRetry } from '../../../src/deployment/retry.ts';
import { aFailure } from '../../support/builders.ts';
import { holds } from '../../support/property.ts';

const DEFAULTS = { maxAttempts: 6, delayMs: 5_000 };
const LOCK = aFailure({ retryable: 'yes' });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

function waitMs(attempt: number, failure = LOCK, policy = DEFAULTS, chance = 0): number | 'stop' {
  const failures = Array.from({ length: attempt }, () => failure);
  return nextRetry(failures, policy, chance)?.waitMs ?? 'stop';
}

describe('the wait before another attempt', () => {
  test.each([
    [1, 2_500, 5_000],
    [2, 5_000, 10_000],
    [3, 10_000, 20_000],
    [4, 20_000, 40_000],
    [5, 30_000, 60_000],
  ])('after attempt %d it is from %d ms to less than %d ms', (attempt, least, most) => {
    expect(waitMs(attempt)).toBe(least);
    expect(waitMs(attempt, LOCK, DEFAULTS, 0.5)).toBe((least + most) / 2);
    expect(waitMs(attempt, LOCK, DEFAULTS, 1 - 1e-9)).toBeCloseTo(most, 2);
  });

  test('the defaults are enough for a Git lock of 180 s, even when every wait is the shortest', () => {
    const serverTriesMs = 20_000; // Appsmith itself waits about that long for the lock at each attempt
    let elapsedMs = 0;
    for (let attempt = 1; ; attempt += 1) {
      elapsedMs += serverTriesMs;
      const wait = waitMs(attempt);
      if (wait === 'stop') break;
      elapsedMs += wait;
    }
    expect(elapsedMs).toBeGreaterThanOrEqual(180_000);
  });

  test.each([
    [undefined, 2_500],
    [0, 2_500],
    [1_000, 2_500],
    [7_000, 7_000],
    [3_600_000, 60_000],
  ])('the server asks for %j ms: it is %d ms', (retryAfterMs, expected) => {
    const failure = aFailure({ retryable: 'yes', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
    expect(waitMs(1, failure)).toBe(expected);
  });

  test.each([
    [1, 0, 20_000],
    [1, 0.5, 25_000],
    [1, 1, 30_000],
    [4, 0, 20_000],
    [5, 0, 30_000],
    [5, 1, 60_000],
  ])(
    'after an unknown outcome or a taken lock at attempt %d with chance %d it is %d ms',
    (attempt, chance, expected) => {
      for (const holdsLock of [{ outcome: 'not-confirmed' }, { longWait: true }] as const)
        expect(waitMs(attempt, aFailure({ retryable: 'yes', ...holdsLock }), DEFAULTS, chance)).toBe(expected);
    },
  );

  test('is never shorter than half the backoff, never longer than 60 s, whatever the policy and the server say', () => {
    holds(
      fc.integer({ min: 1, max: 99 }),
      fc.double({ min: 0, max: 60_000, noNaN: true }),
      fc.option(fc.double({ min: 0, noNaN: true }), { nil: undefined }),
      fc.boolean(),
      random,
      (attempt, delayMs, retryAfterMs, confirmed, chance) => {
        const failure = aFailure({
          retryable: 'yes',
          outcome: confirmed ? 'not-deployed' : 'not-confirmed',
          ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
        });
        const wait = Number(waitMs(attempt, failure, { maxAttempts: 100, delayMs }, chance));
        const half = Math.min(delayMs * 2 ** (attempt - 1), 60_000) / 2;
        expect(wait).toBeGreaterThanOrEqual(half);
        expect(wait).toBeGreaterThanOrEqual(Math.min(retryAfterMs ?? 0, 60_000));
        expect(wait).toBeLessThanOrEqual(60_000);
      },
    );
  });
});

describe('how many attempts', () => {
  test.each<[Retryable, number, number]>([
    ['no', 6, 1],
    ['few', 6, 3],
    ['few', 2, 2],
    ['yes', 6, 6],
    ['yes', 1, 1],
    ['few', 1, 1],
  ])('retryable %s with MAX_ATTEMPTS %d: %d in all', (retryable, maxAttempts, attempts) => {
    const policy = { maxAttempts, delayMs: 1 };
    const failure = aFailure({ retryable });
    expect(nextRetry([failure], policy, 0)?.attempts ?? 1).toBe(attempts);
    for (let attempt = 1; attempt < attempts; attempt += 1) expect(waitMs(attempt, failure, policy)).not.toBe('stop');
    expect(waitMs(attempts, failure, policy)).toBe('stop');
  });

  test.each<[string, Retryable[], number]>([
    ['the first internal error, after others', ['yes', 'yes', 'yes', 'few'], 6],
    ['the second of two, with others between', ['few', 'yes', 'few'], 4],
    ['the third', ['few', 'yes', 'few', 'few'], 4],
    ['one at the last attempt', ['yes', 'yes', 'yes', 'yes', 'yes', 'few'], 6],
    ['what comes after three', ['few', 'yes', 'few', 'yes'], 6],
    ['what no attempt can fix, after others', ['yes', 'few', 'no'], 3],
  ])('%s', (_, seen, attempts) => {
    const failures = seen.map((retryable) => aFailure({ retryable }));
    expect(nextRetry(failures, DEFAULTS, 0)?.attempts).toBe(seen.length < attempts ? attempts : undefined);
  });
});
