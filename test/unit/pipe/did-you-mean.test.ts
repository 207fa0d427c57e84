import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { didYouMean } from '../../../src/pipe/did-you-mean.ts';
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
