import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { httpDate, retryAfterMs } from '../../../src/http/http-date.ts';
import { holds } from '../../support/property.ts';

test.each([
  ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
  ['Sun, 06 Nov 1994 08:49:37 UTC', '1994-11-06T08:49:37.000Z'],
  ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
  ['Wednesday, 06-Nov-24 08:49:37 GMT', '2024-11-06T08:49:37.000Z'],
  ['Monday, 06-Nov-75 08:49:37 GMT', '1975-11-06T08:49:37.000Z'],
  ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37.000Z'],
  ['Wed Nov 16 08:49:37 1994', '1994-11-16T08:49:37.000Z'],
  [' Sun, 06 Nov 1994 08:49:37 GMT ', '1994-11-06T08:49:37.000Z'],
])('%s is a date of HTTP', (text, date) => {
  expect(httpDate(text)?.toISOString()).toBe(date);
});

test.each([
  '',
  'now',
  '7',
  '2024-03-05T10:15:00Z',
  'Sun, 06 Nov 1994 08:49:37',
  'Sun, 06 Nov 1994 08:49:37 CET',
  'Sun, 06 Xyz 1994 08:49:37 GMT',
  'Sun, 99 Nov 1994 08:49:37 GMT',
  'Sun, 06 Nov 1994 25:49:37 GMT',
  'x Sun, 06 Nov 1994 08:49:37 GMT',
])('%j is none', (text) => {
  expect(httpDate(text)).toBeUndefined();
});

const BEFORE = new Date('1994-11-06T08:49:00Z');

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
  expect(retryAfterMs([header].flat(), BEFORE)).toBe(ms);
});

test.each([
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
  expect(retryAfterMs([header].flat(), BEFORE)).toBeUndefined();
});

test('of any text is a wait that can be waited for, or none', () => {
  const date = fc.date({ noInvalidDate: true }).map((each) => each.toUTCString());
  const header = fc.oneof(fc.string(), date, fc.integer().map(String), fc.array(fc.string(), { maxLength: 3 }));
  holds(header, (text) => {
    const ms = retryAfterMs([text].flat(), BEFORE) ?? 0;
    expect(Number.isFinite(ms)).toBe(true);
    expect(ms).toBeGreaterThanOrEqual(0);
  });
});
