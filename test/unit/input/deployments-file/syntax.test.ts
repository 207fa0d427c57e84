import { describe, expect, test } from '@jest/globals';
import { headings, problems, read } from './reading.ts';

describe('errors of YAML itself', () => {
  test.each([
    [
      'a quote that is not closed: where it begins',
      'deployments:\n  - app: "a\n    token: $T\n',
      '2:10 A quote that begins here is not closed.',
    ],
    [
      'a quote that is not closed before what is indented less',
      'deployments:\n  - app: "a\nx: "b"\n',
      '2:10 A quote that begins here is not closed.',
    ],
    ['a single quote too', "deployments:\n  - app: 'a\n", '2:10 A quote that begins here is not closed.'],
    ['a quote alone', '"', '1:1 A quote that begins here is not closed.'],
    [
      'a line without a colon',
      'deployments:\n  - app: a\n    token $T\n',
      '3:5 This line has no colon, or no space after its colon. Write key: value.',
    ],
    [
      'a line without a colon before another key',
      'deployments:\n  - app: a\n    token $T\n    url: x\n',
      '3:5 This line has no colon, or no space after its colon: it was taken for a key that continues',
    ],
    ['a tab', 'deployments:\n\t- app: a\n', '2:1 The line begins with a tab.'],
    ['two keys in a line', 'deployments:\n  - app: a: b\n', '2:10 There are two keys here.'],
    [
      'a comma that is missing',
      'deployments: [{app: "a" token: $T}]\n',
      '1:21 A comma is missing here between { } or [ ]',
    ],
    ['a brace that is not closed', 'deployments:\n  - {app: a\n  - {app: b}\n', 'A { or [ is not closed.'],
    ['keys that are not aligned', 'deployments:\n  - app: a\n     token: $T\n', '2:10 There are two keys here.'],
    [
      'items that are not aligned',
      'deployments:\n  - app: a\n - app: b\n',
      '3:1 The indentation does not fit the lines before.',
    ],
    [
      'a key that is not aligned',
      'deployments:\n  - app: a\n   token: $T\n',
      '3:1 The indentation does not fit the lines before.',
    ],
    [
      'an item further in',
      'deployments:\n  - app: a\n   - app: b\n',
      '3:4 The indentation does not fit the lines before.',
    ],
    [
      'a comma that is missing at the end of a line',
      'deployments: [{app: a}\n  {app: b}]\n',
      '2:3 A comma is missing between { } or [ ]',
    ],
    ['a sign that begins no text', 'deployments:\n  - app: @a\n', '2:10 A text must not begin with @, ` or %.'],
    ['a backslash in double quotes', 'deployments:\n  - name: "C:\\Users"\n', '2:14 Double quotes hold a backslash'],
    ['a tag', 'deployments:\n  - app: !secret a\n', '2:10 Tags (!name) mean nothing here.'],
    ['a tag of YAML that is not for this', 'deployments: !!set {a}\n', '1:14 Tags (!name) mean nothing here.'],
    ['a directive', '%FOO bar\n---\na: b\n', '1:1 This line, which begins with %, is not understood.'],
    ['a key that is no text', 'deployments:\n  - [a]: b\n', '2:5 A key must be plain text.'],
    ['an alias as a key', 'a: &a x\n*a : b\n', '2:1 A key must be plain text.'],
    ['an anchor without a name', 'deployments: & a\n', '1:14 An anchor (&name) or alias (*name) has no proper name.'],
    ['two anchors', 'a: &a &b c\n', '1:7 A value has two anchors (&name).'],
    ['a bracket too many', 'a: [b]\n]\n', '2:1 This was not expected here.'],
    ['something behind a quoted text', 'a: "b" c\n', '1:8 A value ends before this.'],
  ])('%s', (_, text, heading) => {
    expect(headings(text)).toContainEqual(expect.stringContaining(heading));
  });

  test('all of them at once, one for each line', () => {
    const text = 'deployments:\n  - app: @a @b\n    name: "x\\y"\n    url: !x y\n';
    expect(headings(text).map((heading) => heading.slice(0, 4))).toEqual(['2:10', '3:13', '4:10']);
  });

  test('a quote that is not closed is reported at its beginning, also beside another error', () => {
    const text = 'deployments:\n  - app: @a\n    name: "x\n';
    expect(headings(text).map((heading) => heading.slice(0, 5))).toEqual(['2:10 ', '3:11 ']);
  });

  test('a second document is no matter where the first has an error', () => {
    expect(headings('a: @b\n---\nc: d\n')).toHaveLength(1);
    expect(problems('a: b\n---\nc: d\n')[0]?.split('\n').slice(-3)).toEqual([
      '> 2 | ---',
      '    | ^^^',
      '  3 | c: ****',
    ]);
  });

  test('what is behind a syntax error is not checked: no other problem is reported', () => {
    expect(headings('deployments:\n  - aap: @a\n')).toEqual([expect.stringMatching(/^2:10 /)]);
  });

  test('the reader’s own words are not repeated: some hold the text of the file', () => {
    const [problem] = problems('a: | s3cr3t\n  b\n');
    expect(problem).toContain('This was not expected here.');
    expect(problem).not.toContain('s3cr3t');
  });

  test('lines are counted in what is not understood too', () => {
    expect(headings('a: b\n} - |\n  c\n  d\nurl: @e\n').map((heading) => heading.slice(0, 4))).toEqual([
      '2:1 ',
      '3:1 ',
      '5:1 ',
    ]);
  });

  test('CRLF changes nothing', () => {
    const text = 'deployments:\n  - app: a\n    branch: release\n    token: $T\n    after: x\n';
    expect(headings(text.replaceAll('\n', '\r\n'))).toEqual(headings(text));
    expect(read(text.replace('    after: x\n', '').replaceAll('\n', '\r\n'))).toMatchObject({
      deployments: [{ app: 'a', branch: 'release' }],
    });
    expect(problems(text.replaceAll('\n', '\r\n')).join('')).not.toContain('\r');
  });
});
