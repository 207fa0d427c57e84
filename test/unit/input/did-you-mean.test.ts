import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { didYouMean } from '../../../src/input/did-you-mean.ts';
import { holds } from '../../support/property.ts';

const NAMES = ['APP_ID', 'BRANCH', 'BEARER_TOKEN', 'TIMEOUT', 'DEBUG', 'SHARD'];

test.each([
  ['APP_IDS', 'APP_ID'],
  ['APPID', 'APP_ID'],
  ['AP_PID', 'APP_ID'],
  ['BEARER_TOKE', 'BEARER_TOKEN'],
  ['BEARER_TOEKN', 'BEARER_TOKEN'],
  ['BEARR_TOKN', 'BEARER_TOKEN'],
  ['DEBG', 'DEBUG'],
  ['DEUBG', 'DEBUG'],
  ['APXXID', 'APP_ID'],
  ['DEBUG', 'DEBUG'],
  ['BERER_TOKNS', undefined],
  ['DBEGU', undefined],
  ['XDBUG', undefined],
  ['BG', undefined],
  ['', undefined],
  ['PATH', undefined],
])('%j means %j', (name, meant) => {
  expect(didYouMean(name, NAMES)).toBe(meant);
});

test('the nearest wins, and of two as near the first', () => {
  expect(didYouMean('TIMEOUTS', ['TIMEOUT', 'TIMEOUTS'])).toBe('TIMEOUTS');
  expect(didYouMean('TIMEOUT1', ['TIMEOUT2', 'TIMEOUT3'])).toBe('TIMEOUT2');
});

describe('of a name of ours', () => {
  const name = fc.constantFrom('BEARER_TOKEN', 'DEPLOY_ENDPOINT', 'APPSMITH_URL');

  test('one edit away it is found: a letter more, less, other, or a swap of neighbours', () => {
    const edits: ((text: string, at: number, letter: string) => string)[] = [
      (text, at, letter) => text.slice(0, at) + letter + text.slice(at),
      (text, at) => text.slice(0, at) + text.slice(at + 1),
      (text, at, letter) => text.slice(0, at) + letter + text.slice(at + 1),
      (text, at) => text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2),
    ];
    holds(
      name,
      fc.nat({ max: 10 }),
      fc.constantFrom('X', '_', '0'),
      fc.constantFrom(...edits),
      (text, at, letter, edit) => {
        expect(didYouMean(edit(text, at, letter), [...NAMES, text])).toBe(text);
      },
    );
  });

  test('nothing is found for what is three letters longer or shorter', () => {
    holds(name, fc.string({ minLength: 3, maxLength: 9 }), (text, more) => {
      expect(didYouMean(text + more, [text])).toBeUndefined();
      expect(didYouMean(text.slice(0, -3), [text])).toBeUndefined();
    });
  });
});

test('of any two texts the distance decides, as the usual table of distances has it', () => {
  const text = fc.string({ unit: fc.constantFrom('A', 'B', '_'), maxLength: 9 });
  holds(text, text, (name, candidate) => {
    const isNear = distance(name, candidate) <= (name.length < 6 ? 1 : 2);
    expect(didYouMean(name, [candidate])).toBe(isNear ? candidate : undefined);
  });
});

/** Optimal string alignment distance. */
function distance(from: string, to: string): number {
  const rows = Array.from({ length: from.length + 1 }, (_, row) =>
    Array.from({ length: to.length + 1 }, (_, column) => (row === 0 ? column : column === 0 ? row : 0)),
  );
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= from.length; row += 1) {
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      (rows[row] as number[])[column] = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (same ? 0 : 1),
        swapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
  }
  return at(from.length, to.length);
}
