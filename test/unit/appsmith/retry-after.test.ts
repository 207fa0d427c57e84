import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { retryAfterMs } from '../../../src/appsmith/retry-after.ts';
import { holds } from '../../support/property.ts';

const NOW = new Date('1994-11-06T08:49:00Z');

test.each([
  ['0', 0],
  ['7', 7_000],
  [' 120 ', 120_000],
  ['999999999', 999_999_999_000],
  ['9999999999', 999_999_999_000],
  ['9'.repeat(400), 999_999_999_000],
  [['7', '8'], 7_000],
  ['Sun, 06 Nov 1994 08:49:37 GMT', 37_000],
  ['Sun, 06 Nov 1994 08:48:00 GMT', 0],
])('%j is %d ms', (header, ms) => {
  expect(retryAfterMs(header, NOW)).toBe(ms);
});

test.each([
  [undefined],
  [''],
  [[]],
  ['-1'],
  ['1.5'],
  ['1e3'],
  ['0x10'],
  ['soon'],
  ['2024-01-01'],
  ['Sun, 99 Nov 1994 08:49:37 GMT'],
  ['from Sun, 06 Nov 1994 08:49:37 GMT'],
  ['٣'],
])('%j is not understood', (header) => {
  expect(retryAfterMs(header, NOW)).toBeUndefined();
});

test('of any text is a wait that can be waited for, or none', () => {
  const date = fc.date({ noInvalidDate: true }).map((each) => each.toUTCString());
  const header = fc.oneof(fc.string(), date, fc.integer().map(String), fc.array(fc.string(), { maxLength: 3 }));
  holds(header, (text) => {
    const ms = retryAfterMs(text, NOW) ?? 0;
    expect(Number.isFinite(ms)).toBe(true);
    expect(ms).toBeGreaterThanOrEqual(0);
  });
});
