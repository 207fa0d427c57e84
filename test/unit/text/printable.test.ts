import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { printable } from '../../../src/text/printable.ts';
import { holds } from '../../support/property.ts';

test.each([
  ['plain ü 漢 \u{1f680}', 'plain ü 漢 \u{1f680}'],
  ['a\r\nb\tc', 'a b c'],
  ['\x1b[31mred\x1b[0mand\x1b[1;4mmore', 'red and more'],
  ['\x1b[31', '[31'],
  ['a\u2028b\u2029c', 'a b c'],
  ['abc\u202etxt.exe\u2066\u200f\u061c', 'abc txt.exe'],
  ['  a  ', 'a'],
  ['a\ud800b', 'a\ufffdb'],
  ['\0\0', ''],
])('%j becomes %j', (text, expected) => {
  expect(printable(text)).toBe(expected);
});

test('a text that is too long is cut, and says so', () => {
  expect(printable('abcdef', 6)).toBe('abcdef');
  expect(printable('abcdefg', 6)).toBe('abcde…');
  expect(printable('x'.repeat(3_000))).toHaveLength(2_000);
  expect(printable(`${'\n'.repeat(3)}abcdefg`, 6)).toBe('abcde…');
});

test('whatever the text, the result is one line of whole characters within the limit, and stays as it is', () => {
  holds(fc.string({ unit: 'binary', maxLength: 80 }), fc.integer({ min: 1, max: 40 }), (text, limit) => {
    const once = printable(text, limit);
    expect(once).not.toMatch(/[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/);
    expect(once.length).toBeLessThanOrEqual(limit);
    expect(once.isWellFormed()).toBe(true);
    expect(printable(once, limit)).toBe(once);
  });
});
