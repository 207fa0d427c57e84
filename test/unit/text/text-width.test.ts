import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fitted, textWidth } from '../../../src/text/text-width.ts';

test.each([
  ['', 0],
  ['Orders', 6],
  ['Zürich', 6],
  ['e\u0301', 1],
  ['注文', 4],
  ['ｶﾅ', 2],
  ['ＡＢ', 4],
  ['한국', 4],
  ['🚀', 2],
  ['👩‍👩‍👧', 2],
  ['❤️', 2],
  ['\u200b', 0],
  ['…', 1],
])('%j takes %d columns', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

describe('text fitted into columns', () => {
  test.each([
    ['main', 6, 'main  '],
    ['main', 4, 'main'],
    ['release', 4, 'r…se'],
    ['release/2026.11', 10, 'rel…026.11'],
    ['注文書', 4, '…書 '],
    ['注文書類', 7, '注…書類'],
    ['注文書類', 6, '…書類 '],
    ['注文書', 6, '注文書'],
    ['👩‍👩‍👧👩‍👩‍👧', 3, '…👩‍👩‍👧'],
    ['release', 1, '…'],
  ])('%j in %d', (text, width, result) => {
    expect(fitted(text, width)).toBe(result);
  });

  test('always takes exactly that many', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, width) => {
        expect(textWidth(fitted(text, width))).toBe(width);
      }),
    );
  });
});
