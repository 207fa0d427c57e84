import { describe, expect, test } from '@jest/globals';
import { readYaml } from '../../../../src/input/deployments-file/document.ts';
import { describeProblems } from '../../../../src/input/deployments-file/problem.ts';
import { placeOf } from '../../../../src/input/deployments-file/tree.ts';
import { headings, read } from './reading.ts';

describe('the shape of the file', () => {
  test.each([
    ['an empty file', '', '1:1 The file is empty. The file must hold the key deployments:'],
    ['only a comment', '# nothing yet\n', '1:1 The file is empty.'],
    ['only a document start', '---\n', '1:4 The file is empty.'],
    ['a text', 'hello\n', '1:1 The file must hold the key deployments:'],
    ['a list', '- app: a\n', '1:1 The file must hold the key deployments:'],
    ['no deployments', 'defaults: {branch: x}\n', '1:1 The file must hold the key deployments:'],
    ['deployments without any', 'deployments:\n', '1:13 deployments must be a list of at least one deployment'],
    ['an empty list', 'deployments: []\n', '1:14 deployments must be a list of at least one deployment'],
    [
      'a mapping instead of a list',
      'deployments: {app: a}\n',
      '1:14 deployments must be a list of at least one deployment',
    ],
    [
      'a text in the list',
      'deployments:\n  - token:$T\n',
      '2:5 A deployment must hold keys, such as app: and token:. Is there a space after each colon?',
    ],
    ['an empty item', 'deployments:\n  -\n', '2:4 A deployment must hold keys'],
    [
      'defaults that are a list',
      'defaults: []\ndeployments: [{app: a, token: $T}]\n',
      '1:11 defaults must hold keys, any of url, branch, token and timeout.',
    ],
    [
      'two documents',
      'deployments: [{app: a, token: $T}]\n---\na: b\n',
      '2:1 The file holds more than one YAML document.',
    ],
    [
      'a second document that is empty',
      'deployments: [{app: a, token: $T}]\n---\n',
      '2:1 The file holds more than one YAML document.',
    ],
  ])('%s', (_, text, heading) => {
    expect(headings(text)).toEqual([expect.stringContaining(heading)]);
  });

  test('one document may begin with --- and end with ...', () => {
    expect(read('---\ndeployments: [{app: a, token: $T}]\n...\n')).toMatchObject({ deployments: [{ app: 'a' }] });
  });
});

test('problems of every kind are reported at once, in the order of the file', () => {
  const text = `defaults: { url: http//x, brunch: main }
deployments:
  - name: A
    app: a a
    token: literal
  - name: A
    app: b
    token: $MISSING
    after: C
  - name: D
    app: d
    app: e
    url: https://d.example.com
    token: $T
    timeout: no
    after: [E]
  - name: E
    app: *e
    token: $T
    after: D
`;
  expect(headings(text).map((heading) => heading.replace(/^(\d+:\d+ .{20}).*$/, '$1'))).toEqual([
    '1:18 url does not begin w',
    '1:27 Unknown key "brunch"',
    '4:10 app must be the bare',
    '5:12 token must be a refe',
    '6:11 "A" is the name of t',
    '8:12 The variable MISSING',
    '9:12 There is no deployme',
    '12:5 The key "app" appear',
    '15:14 timeout must be a nu',
    '16:12 These deployments wa',
    '18:10 There is no anchor (',
    expect.stringMatching(/^Add the missing variables/),
  ]);
});

/** The text of a problem, without its code frame. */
function described(message: string): string[] {
  const [text = ''] = describeProblems(
    [{ ...placeOf({ start: 0, end: 1 }), message }],
    readYaml('a: b\n').source(),
    'f.yml',
  );
  return text.split('\n').filter((line) => !/^[> ] +\d* *\|/.test(line));
}

test('the first line says what is wrong, the next ones what to do, in at most 110 columns', () => {
  const [word, other] = ['A'.repeat(54), 'b'.repeat(55)];
  expect(described(`It is wrong. ${word} ${other}`)).toEqual(['f.yml:1:1 It is wrong.', `${word} ${other}`]);
  expect(described(`It is wrong. ${word} ${other}b`)).toEqual(['f.yml:1:1 It is wrong.', word, `${other}b`]);
  expect(described(`It is wrong. ${word} ${word} ${other} c`)).toEqual([
    'f.yml:1:1 It is wrong.',
    `${word} ${word}`,
    `${other} c`,
  ]);
});
