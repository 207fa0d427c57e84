import { describe, expect, test } from '@jest/globals';
import { readYaml } from '../../../../src/input/deployments-file/document.ts';
import { codeFrame } from '../../../../src/input/deployments-file/frame.ts';

/** The first two lines of a text, as a code frame shows them. */
function shown(text: string): string {
  const rows = codeFrame(readYaml(text).source(), { start: 0, end: 1 });
  return rows.flatMap((row) => /^[> ] *\d+ \| ?(.*)$/.exec(row)?.[1] ?? []).join('\n');
}

describe('of valid YAML', () => {
  test.each([
    ['values of our keys', '[{name: -0, app: a, after: [b, c], timeout: 5}]'],
    ['addresses', '[{url: https://a.example.com, endpoint: "x.example.com"}]'],
    ['words as unknown keys', '[{colour: }]'],
    ['aliases with a word for a name', '[{app: &id a, branch: *id}]'],
    ['a value before one with an @', '[{name: A, branch: a@b}]'],
    ['a value with an anchor', '[{name: A, <<: {app: b}}]'],
  ])('%s are shown', (_, list) => {
    const masked = list.replace('&id', '****');
    expect(shown(`deployments: ${list}`)).toBe(`deployments: ${masked}`);
  });

  test.each([
    ['a token', '[{token: x}]', '[{token: ****}]'],
    [
      'values of unknown keys, and aliases there',
      '[{colour: x, app: &id a, size: *id}]',
      '[{colour: ****, app: **** ****, size: ****}]',
    ],
    ['an alias as a token', '[{app: &id a, token: *id}]', '[{app: **** ****, token: ****}]'],
    [
      'what an alias of aliases stands for',
      '[{app: &id a, branch: &b b, x: &x [*id], token: *x}]',
      '[{app: **** ****, branch: **** b, x: **** [****], token: ****}]',
    ],
    ['a text that is a token elsewhere', '[{name: A, app: "x", token: x}]', '[{name: A, app: ****, token: ****}]'],
    ['an alias whose name may be a secret', '[{app: &a1 a, branch: *a1}]', '[{app: **** a, branch: ****}]'],
    ['a tag', '[{name: !!str A}]', '[{name: **** A}]'],
    ['a key that may be a secret', '[{a1b2: x}]', '[{****: ****}]'],
  ])('%s is not', (_, list, expected) => {
    expect(shown(`deployments: ${list}`)).toBe(`deployments: ${expected}`);
  });

  test('text of several lines keeps its indentation', () => {
    expect(shown('token: |\n    first\n    second\n')).toBe('token: ****\n    ****');
  });
});

describe('of YAML with an error, where it is not known what belongs together,', () => {
  const broken = (line: string) => shown(`${line}\nx: @y\n`).split('\n')[0];

  test.each(['name: A', 'name:   A', 'name : A', 'branch: feature/a', 'deployments: [{app: a}]'])(
    '%s, a simple value right behind a key of ours, is shown',
    (line) => {
      expect(broken(line)).toBe(line);
    },
  );

  test.each([
    ['a value of several kinds of signs', 'name: A=B', 'name: ****'],
    ['an address', 'url: https://a.example.com', 'url: ****'],
    ['an item of a list', 'after: [b]', 'after: [****]'],
    ['a value behind an anchor', 'name: &x A', 'name: **** ****'],
    ['an alias', 'branch: *word', 'branch: ****'],
    ['an unknown key', 'colour: x', '****: ****'],
    ['a text alone', 'hello', '****'],
    ['a key that is a list', '[name]: x', '[****]: ****'],
  ])('%s is not', (_, line, expected) => {
    expect(broken(line)).toBe(expected);
  });
});
