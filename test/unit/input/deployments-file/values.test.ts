import { describe, expect, test } from '@jest/globals';
import { headings, one } from './reading.ts';

describe('values', () => {
  test.each([
    ['app: a b', '3:10 app must be the bare id: letters, digits, - and _ only.'],
    ['app: 1.5', '3:10 app must be the bare id'],
    ['app: аpp', '3:10 app must be the bare id'],
    [
      'app: [a]',
      '3:10 app must be one value, not a list. Make each its own deployment. A text that begins with [ needs quotes.',
    ],
    ['app: ""', '3:10 app is empty. Give it a value, or remove the key.'],
    ['app: $APP', '3:10 References to variables are replaced in token only. Write the app itself.'],
    ['app:', '3:9 app is empty. Give it a value, or remove the key. If you mean the text null or ~, put it in quotes.'],
    ['app: ~', '3:10 app is empty.'],
    ['app: null', '3:10 app is empty.'],
    ['app: NULL', '3:10 app is empty.'],
  ])('%s', (line, heading) => {
    expect(headings(one(line))).toEqual([expect.stringContaining(heading)]);
  });

  test.each([
    ['name: ~', '4:11 name is empty.'],
    ['name: ""', '4:11 name is empty. Give it a value, or remove the key.'],
    ['name: "  "', '4:11 name is empty. Give it a value, or remove the key.'],
    ['name: " A"', '4:11 name must be one line of up to 200 characters that does not begin with white space.'],
    ['name: "A\\nB"', '4:11 name must be one line'],
    [`name: ${'x'.repeat(201)}`, '4:11 name must be one line'],
    ['name: {a: b}', '4:11 name must be one value, not a mapping. A text that begins with { needs quotes.'],
    ['name:\n      - a', '5:7 name must be one value, not a list.'],
    ['branch: [a, b]', '4:13 branch must be one value, not a list. Make each its own deployment.'],
    ['branch: a b', '4:13 branch must be a valid Git branch name'],
    [
      'branch: release-${VERSION}',
      '4:13 The branch is a placeholder, or contains a reference, and references are not replaced here',
    ],
    ['branch: "<branch>"', '4:13 The branch is a placeholder'],
    ['branch: "a\\tb"', '4:13 branch must be a valid Git branch name'],
    ['branch: "a:b"', '4:13 branch must be a valid Git branch name'],
    ['branch: ""', '4:13 branch is empty. Give it a value, or remove the key.'],
    [
      'branch: $BITBUCKET_BRANCH',
      '4:13 References to variables are replaced in token only. Write the branch itself, or omit branch: ' +
        'BRANCH is deployed then, or the branch of the build.',
    ],
    ['branch: null', '4:13 branch is empty.'],
    ['url: 5', '4:10 url has no scheme. Write https:// in front of it'],
    ['url: []', '4:10 url must be one value, not a list.'],
    ['timeout: [5]', '4:14 timeout must be a number'],
    ['url: us.example.com', '4:10 url has no scheme. Write https:// in front of it: https://us.example.com.'],
    ['url: ftp://x.example.com', '4:10 url must start with https://'],
    [
      `url: \${APPSMITH_URL}`,
      '4:10 References to variables are replaced in token only. Write the url itself, or omit url and set ' +
        'APPSMITH_URL for the pipe.',
    ],
    [
      'url: https://x.example.com/api/v1/git/deploy/app/a',
      '4:10 url is the whole endpoint. Set it as endpoint:, or remove /api and all that follows.',
    ],
    ['timeout: 0', '4:14 timeout must be a number of seconds above 0 and up to 3600'],
    ['timeout: -1', '4:14 timeout must be a number'],
    ['timeout: 3600.5', '4:14 timeout must be a number'],
    ['timeout: .inf', '4:14 timeout must be a number'],
    ['timeout: .nan', '4:14 timeout must be a number'],
    ['timeout: 5m', '4:14 timeout must be a number'],
    ['timeout: "5"', '4:14 timeout must be a number'],
    ['timeout:', '4:13 timeout is empty.'],
    ['after: {a: b}', '4:12 after must be the name of a deployment, or a list of names.'],
    ['after: [~]', '4:13 after must be the name of a deployment, or a list of names.'],
    ['after: [[a]]', '4:13 after must be the name of a deployment, or a list of names.'],
    ['after:', '4:11 after is empty.'],
    ['after: ""', '4:12 after is empty. Set it to the name of a deployment, or remove it.'],
    ['after: " "', '4:12 after is empty. Set it to the name of a deployment, or remove it.'],
    ['after: [""]', '4:13 after is empty. Set it to the name of a deployment, or remove it.'],
  ])('%s', (line, heading) => {
    expect(headings(one('app: a', line))).toEqual([expect.stringContaining(heading)]);
  });

  test.each([
    ['endpoint: ""', '3:15 endpoint is empty. Give it a value, or remove the key.'],
    ['endpoint: $ENDPOINT', '3:15 References to variables are replaced in token only. Write the endpoint itself.'],
    ['endpoint: https://x.example.com', '3:15 endpoint is not an endpoint. Copy it from Appsmith'],
    [
      'endpoint: https://x.example.com/api/v1/git/deploy/app/a?branchName=a&api-key=k',
      '3:15 endpoint contains api-key=, a secret. Remove it here. If it was committed, it is no longer secret: ' +
        'generate a new token in Appsmith. Store the token in a secured variable, and pass that as token: $NAME.',
    ],
    [
      'endpoint: https://x.example.com/api/v1/git/deploy/app/a?x=y',
      '3:15 endpoint holds more than branchName. Remove the ? and all that follows, and set branch:.',
    ],
  ])('%s', (line, heading) => {
    expect(headings(one(line))).toEqual([expect.stringContaining(heading)]);
  });

  test('a value that swallows the next line, whose colon is missing, is no value', () => {
    const text = 'deployments:\n  - app: a\n    name: Orders\n      token $T\n';
    expect(headings(text)).toEqual([
      expect.stringMatching(/^3:11 This value continues on the next line\. Is a colon missing there/),
    ]);
  });

  test('a wrong value of the defaults is reported once, and not for each deployment', () => {
    const text =
      'defaults: {branch: a b, url: x, token: literal, timeout: 0}\ndeployments: [{app: a}, {app: b, after: ' +
      'c}, {app: c}]\n';
    expect(headings(text).map((heading) => heading.slice(0, 13))).toEqual([
      '1:20 branch m',
      '1:30 url has ',
      '1:40 token mu',
      '1:58 timeout ',
    ]);
  });

  test('a wrong endpoint is reported once', () => {
    expect(headings('deployments: [{endpoint: {}, token: $T}]')).toEqual([
      expect.stringContaining('endpoint must be one value, not a mapping.'),
    ]);
  });
});
