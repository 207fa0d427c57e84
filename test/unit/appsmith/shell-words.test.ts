import { describe, expect, test } from '@jest/globals';
import { shellWords } from '../../../src/appsmith/shell-words.ts';

describe('shellWords splits as a shell would', () => {
  test.each([
    ['', []],
    ['  ', []],
    ['curl  -X POST', ['curl', '-X', 'POST']],
    [`'a b' "c d"e`, ['a b', 'c de']],
    [`''`, ['']],
    ['a\\ b', ['a b']],
    ['curl \\\n  -s', ['curl', '-s']],
    [`"a\\"b" 'c\\d'`, ['a"b', 'c\\d']],
    [`'never closed`, ['never closed']],
    ['http://h/?a=1&b=2;c', ['http://h/?a=1&b=2;c']],
    ['ends with \\', ['ends', 'with', '']],
  ])('%j', (line, words) => {
    expect(shellWords(line)).toEqual(words);
  });
});
