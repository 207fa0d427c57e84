import { expect, test } from '@jest/globals';
import { httpDate } from '../../../src/http/http-date.ts';

const NOW = new Date('2024-03-05T10:15:00Z');

test.each([
  ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
  ['Sun, 06 Nov 1994 08:49:37 UTC', '1994-11-06T08:49:37.000Z'],
  ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
  ['Wednesday, 06-Nov-24 08:49:37 GMT', '2024-11-06T08:49:37.000Z'],
  ['Monday, 06-Nov-74 08:49:37 GMT', '2074-11-06T08:49:37.000Z'],
  ['Monday, 06-Nov-75 08:49:37 GMT', '1975-11-06T08:49:37.000Z'],
  ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37.000Z'],
  ['Wed Nov 16 08:49:37 1994', '1994-11-16T08:49:37.000Z'],
  [' Sun, 06 Nov 1994 08:49:37 GMT ', '1994-11-06T08:49:37.000Z'],
])('%s is a date of HTTP', (text, date) => {
  expect(httpDate(text, NOW)?.toISOString()).toBe(date);
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
  expect(httpDate(text, NOW)).toBeUndefined();
});
