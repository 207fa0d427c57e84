import { describe, expect, test } from '@jest/globals';
import { headings, problems } from './reading.ts';

describe('aliases and merges', () => {
  test.each([
    [
      'an alias without an anchor',
      'deployments: [{app: *a, token: $T}]',
      ['1:21 There is no anchor (&name) for this alias'],
    ],
    [
      'an alias inside what it repeats',
      'deployments: &d [{app: a, token: $T, after: *d}]',
      ['1:45 This alias is inside the value that it repeats.'],
    ],
    [
      'a merge of itself',
      'deployments: [&d {app: a, token: $T, <<: *d}]',
      ['1:42 This alias is inside the value that it repeats.'],
    ],
    [
      'a merge of a text',
      'deployments: [{app: a, token: $T, <<: x}]',
      ['1:39 The key << takes a mapping, or a list of mappings'],
    ],
    [
      'a merge of nothing',
      'deployments: [{app: a, token: $T, <<: }]',
      ['1:39 The key << takes a mapping, or a list of mappings'],
    ],
    [
      'a merge of a text in a list: what it would have brought is not missed',
      'deployments: [{<<: [x, {app: a}]}]',
      ['1:21 The key << takes a mapping'],
    ],
    [
      'a merge of an unknown alias: what it would have brought is not missed',
      'deployments: [{<<: *x}, &y {<<: *x}, {<<: *y, app: a}]',
      ['1:20 There is no anchor', '1:33 There is no anchor'],
    ],
  ])('%s', (_, text, expected) => {
    expect(headings(text)).toEqual(expected.map((heading) => expect.stringContaining(heading)));
  });

  test('an alias without an anchor hides no other key, in a file of many lines', () => {
    expect(headings('deployments:\n  - name: A\n    url: *x\n')).toEqual([
      expect.stringContaining('This deployment needs app:'),
      expect.stringContaining('This deployment has no token.'),
      expect.stringContaining('There is no anchor'),
    ]);
  });

  test.each([
    [
      'a merged name that another deployment has',
      ['- &e {app: a1, name: N}', '- <<: *e', '  app: a2'],
      ['4:9 "N" is the name of the deployment on line 3 too. Rename one of them.'],
    ],
    [
      'a name by a merge of a merge, and by a merge of several',
      ['- &e {app: a1, name: N}', '- &f {<<: *e, app: a2}', '- {<<: *f, app: a3}', '- {<<: [*f], app: a4}'],
      [
        expect.stringContaining('4:13 "N" is the name of the deployment on line 3 too.'),
        expect.stringContaining('5:10 "N" is the name of the deployment on line 3 too.'),
        expect.stringContaining('6:11 "N" is the name of the deployment on line 3 too.'),
      ],
    ],
    [
      'a merge of a list by its name',
      ['- &e {app: a1, name: N, after: &l [zzz]}', '- {<<: [{after: *l}], name: M, app: a2}'],
      [expect.stringContaining('3:38 There is no deployment with the name "zzz".')],
    ],
    [
      'a name by an alias',
      ['- {app: a1, name: &n N}', '- {app: a2, name: *n}'],
      ['4:21 "N" is the name of the deployment on line 3 too. Rename one of them.'],
    ],
    [
      'a whole deployment by an alias',
      ['- &e {app: a1, name: N}', '- {app: a2}', '- *e'],
      [
        '5:5 The same app, branch and server as the deployment on line 3. Remove one of them.',
        '5:5 "N" is the name of the deployment on line 3 too. Rename one of them.',
      ],
    ],
    [
      'a branch by an alias of something else',
      ['- {app: a1, name: &n a b}', '- {app: a2, branch: *n}', '- {app: a3, branch: *n}'],
      [
        expect.stringMatching(
          /^4:23 branch must be a valid Git branch name, .* or feature\/orders\. The value comes from line 3\.$/,
        ),
      ],
    ],
    [
      'an address by an alias of something else',
      ['- {app: a1, name: &n us.example.com}', '- {app: a2, url: *n}'],
      ['4:20 url has no scheme. Write https:// in front of it: https://us.example.com. The value comes from line 3.'],
    ],
    [
      'an app that comes by a merge beside an endpoint',
      ['- &e {app: a1}', '- <<: *e', '  endpoint: https://x.example.com/api/v1/git/deploy/app/a'],
      [expect.stringMatching(/^4:9 endpoint already contains app\. .* The value comes from line 3\.$/)],
    ],
    [
      'an unknown name by an alias',
      ['- {app: a1, name: N, branch: &b zzz}', '- {app: a2, after: [*b]}', '- {app: a3, after: *b}'],
      ['4:23 There is no deployment with the name "zzz". The value comes from line 3.'],
    ],
    [
      'a deployment that waits for itself by an alias',
      ['- {app: a1, name: &n N, after: *n}'],
      ['3:34 "N" waits for itself. Remove the name from after.'],
    ],
    [
      'a token by an alias of something else',
      ['- {app: a1, name: &n word}', '- {app: a2, token: *n}'],
      [expect.stringMatching(/^4:22 token must be a reference .* The value comes from line 3\.$/)],
    ],
    [
      'a variable that was not given, by an alias',
      ['- {app: a1, name: &n $MISSING}', '- {app: a2, token: *n}'],
      ['4:22 The variable MISSING is not set for the pipe, or is empty.', 'Add'].map((beginning) =>
        expect.stringContaining(beginning),
      ),
    ],
  ])('what is wrong by an alias or a merge is reported where that is: %s', (_, items, expected) => {
    const text = `defaults: {token: $T}\ndeployments:\n${items.map((item) => `  ${item}\n`).join('')}`;
    expect(headings(text)).toEqual(expected);
  });

  test('a token that serves as a branch is reported at the branch, and shown nowhere', () => {
    const text = 'deployments:\n  - app: a\n    token: &t zq9Xw 7Kv3Rt5\n    branch: *t\n';
    expect(headings(text)).toEqual([
      expect.stringContaining('3:15 token must be a reference'),
      expect.stringMatching(/^4:13 branch must be .* The value comes from line 3\.$/),
    ]);
    expect(problems(text).join('\n')).not.toMatch(/zq9|7Kv/);
  });

  test('a merge by an alias of a text is reported at the merge', () => {
    expect(headings('deployments: [{app: &a a, token: $T}, {app: b, token: $T, <<: *a}]')).toEqual([
      expect.stringContaining('1:63 The key << takes a mapping'),
    ]);
  });

  test('a problem in an anchor that is used often is reported once', () => {
    const text = `deployments:\n  - &a {app: a, token: literal}\n${'  - {<<: *a, app: b b}\n'.repeat(5)}`;
    expect(headings(text).filter((heading) => heading.includes('token must'))).toHaveLength(1);
  });
});
