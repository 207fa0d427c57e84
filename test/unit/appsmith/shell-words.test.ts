import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shellCommands } from '../../../src/appsmith/shell-words.ts';
import { holds } from '../../support/property.ts';

const shellWords = (line: string) => shellCommands(line).flat();

describe('a line is split as a shell would', () => {
  test.each([
    ['', []],
    ['  ', []],
    ['curl  -X POST', ['curl', '-X', 'POST']],
    [`'a b' "c d"e`, ['a b', 'c de']],
    [`''`, ['']],
    ['"a\\\nb"', ['ab']],
    ['a\\ b', ['a b']],
    ['curl \\\n  -s', ['curl', '-s']],
    [`"a\\"b" 'c\\d'`, ['a"b', 'c\\d']],
    [`'never closed`, ['never closed']],
    ['http://h/?a=1&b=2', ['http://h/?a=1&b=2']],
    ['-H Bearer <bearer token> x', ['-H', 'Bearer', '<bearer', 'token>', 'x']],
    ['ends with \\', ['ends', 'with', '']],
  ])('%j', (line, words) => {
    expect(shellWords(line)).toStrictEqual(words);
  });
});

test.each([
  ['"a"; echo', [['a'], ['echo']]],
  ['"a";echo', [['a'], ['echo']]],
  ["'a'&& b", [['a'], ['b']]],
  ['a && b & c &', [['a'], ['b'], ['c'], []]],
  ["'a'&b", [['a'], ['b']]],
  ['a|jq', [['a'], ['jq']]],
  ['a |& b || c', [['a'], ['b'], ['c']]],
  ['"a">out 2>&1 >>b', [['a'], ['out', '2'], ['1'], ['b']]],
  ['a\\;b ";" c', [['a;b', ';', 'c']]],
])('%j are several commands', (line, commands) => {
  expect(shellCommands(line)).toStrictEqual(commands);
});

test('words in any quoting come back as they were', () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.array(fc.constantFrom(`'`, '"', '\\', ' ', '\n', '$', 'a'), { maxLength: 8 }).map((each) => each.join('')),
  );
  const quote = fc.constantFrom(
    (text: string) => `'${text.replaceAll("'", `'\\''`)}'`,
    (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`,
  );
  holds(fc.array(fc.tuple(word, quote), { maxLength: 6 }), fc.constantFrom(' ', '\t', ' \\\n '), (parts, space) => {
    const line = parts.map(([text, quoted]) => quoted(text)).join(space);
    expect(shellWords(line)).toEqual(parts.map(([text]) => text));
  });
});

test('any text falls into words, never an error', () => {
  holds(fc.string({ unit: 'binary' }), (line) => {
    expect(Array.isArray(shellWords(line))).toBe(true);
  });
});
