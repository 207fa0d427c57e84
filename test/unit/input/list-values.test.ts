import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readList } from '../../../src/input/list-values.ts';
import type { VariableDefinition } from '../../../src/manifest/metadata.ts';
import { holds } from '../../support/property.ts';

const LIST: VariableDefinition = {
  name: 'L',
  description: 'A list',
  group: 'Any',
  inSnippet: false,
  required: false,
  schema: { type: 'array' },
  secret: false,
  unless: [],
  mistakenFor: [],
  aliases: [],
  onePerLine: true,
  separated: false,
  unit: '',
  oneItemWhen: '^\\s*curl\\s',
};

const read = (environment: Record<string, string>, given: Partial<VariableDefinition> = {}) =>
  readList({ ...LIST, ...given }, environment);
const items = (text: string) => read({ L: text });

describe('a list as Bitbucket passes it', () => {
  test.each([
    ['of two', { L_COUNT: '2', L_0: 'a', L_1: 'b' }, ['a', 'b'], ['L_0', 'L_1']],
    ['of one', { L_COUNT: '1', L_0: ' a ' }, [' a '], ['L_0']],
    ['with an item that is not there', { L_COUNT: '2', L_0: 'a' }, ['a', ''], ['L_0', 'L_1']],
    ['beside a plain value', { L_COUNT: '1', L_0: 'a', L: 'b' }, ['a'], ['L_0']],
  ])('%s', (_, environment, list, names) => {
    expect(read(environment)).toEqual({ items: list, names });
  });

  test.each([10, 10_000])('of %d', (count) => {
    const list = read({ L_COUNT: String(count), L_0: 'a' });
    expect(list).toMatchObject({ items: { length: count } });
  });

  test.each(['-1', '1.5', 'two', '10001', '99999999', ' 1', '1e3'])('with the count %j is refused', (count) => {
    expect(read({ L_COUNT: count, L_0: 'a' })).toEqual({
      names: ['L'],
      items: [],
      problem: expect.stringContaining('L_COUNT'),
    });
  });

  test.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['an empty text', { L: '' }],
    ['white space', { L: ' \n' }],
    ['an empty count', { L_COUNT: '' }],
    ['a count of 0', { L_COUNT: '0' }],
    ['an empty list', { L: '[]' }],
    ['an empty list with a space', { L: '[ ]' }],
  ])('%s is absent', (_, environment) => {
    expect(read(environment)).toEqual({ names: [], items: [] });
  });
});

describe('a list as text', () => {
  test.each([
    [`['a', 'b']`, ['a', 'b']],
    [`["a","b"]`, ['a', 'b']],
    [` [ 'a' , "b" ,] `, ['a', 'b']],
    [`[a, b-c]`, ['a', 'b-c']],
    [`[1, 2]`, ['1', '2']],
    ['- a\n- b c', ['a', 'b c']],
    ['- a', ['a']],
    ['- a\nb', ['- a', 'b']],
    ['a,b;c', ['a,b;c']],
    [`['it''s', "it''s", 'it\\'s', "\\"q\\""]`, ["it's", "it''s", "it's", '"q"']],
    [`['a, b', '']`, ['a, b', '']],
    [`[]`, []],
    [`['a', ]`, ['a']],
    [`[main`, ['[main']],
    [`main]`, ['main]']],
    [`['a`, false],
    [`["a","b"`, false],
    [`['a' 'b']`, [`['a' 'b']`]],
    [`['a]`, [`['a]`]],
    [`[a b]`, ['[a b]']],
    [`[[a]]`, ['[[a]]']],
  ])('%j is %j', (text, expected) => {
    const list = items(text);
    expect(list.problem === undefined && list.items).toEqual(expected);
  });

  test('of any items comes back as it was, in any of the quotings', () => {
    const quotings = fc.constantFrom(
      (text: string) => JSON.stringify(text),
      (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`,
      (text: string) => `'${text.replace(/['\\]/g, '\\$&')}'`,
    );
    const item = fc
      .array(fc.constantFrom(...`ab'",[]\\ é`), { minLength: 1, maxLength: 8 })
      .map((each) => each.join(''));
    const list = fc.array(fc.tuple(item, quotings), { minLength: 1, maxLength: 6 });
    holds(list, fc.constantFrom(',', ', ', ' ,\n'), (parts, comma) => {
      const text = `[${parts.map(([each, quoted]) => quoted(each)).join(comma)}]`;
      expect(items(text)).toMatchObject({ items: parts.map(([each]) => each) });
    });
  });
});

describe('one item a line', () => {
  test.each([
    ['a\nb\r\nc\rd', ['a', 'b', 'c', 'd']],
    [' a \n\n b \n', ['a', 'b']],
    [' a \n', [' a \n']],
    ['curl x \\\n -H y', ['curl x \\\n -H y']],
  ])('%j is %j', (text, expected) => {
    expect(items(text)).toMatchObject({ items: expected });
  });

  test('only where the variable is read so', () => {
    expect(read({ L: ' ' }, { onePerLine: false }).names).toEqual([]);
    expect(read({ L: 'a\nb' }, { onePerLine: false })).toEqual({ items: ['a\nb'], names: ['L'] });
    const { oneItemWhen: _, ...definition } = LIST;
    expect(readList(definition, { L: 'curl a\nb' })).toEqual({
      items: ['curl a', 'b'],
      names: ['L (item 1)', 'L (item 2)'],
    });
  });
});

test.each([
  ['a, b;c', ['a', 'b', 'c']],
  ['a,\nb;', ['a', 'b']],
  ['- a\n- b, c', ['a', 'b', 'c']],
  ['- a - b', ['a', 'b']],
  [' a ', ['a']],
])('where commas and semicolons separate items, %j is %j', (text, expected) => {
  expect(read({ L: text }, { separated: true })).toMatchObject({ items: expected });
});

test('any text is a list of named items, or absent, never an error', () => {
  const any = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...`[]'",\\ \na`), { maxLength: 20 }).map((each) => each.join('')),
  );
  holds(any, (text) => {
    const list = items(text);
    if (list.problem !== undefined) return expect(text.trim()).toMatch(/^\[\s*["'][\s\S]*[^\]]$/);
    expect(list.names).toHaveLength(list.items.length);
  });
});
