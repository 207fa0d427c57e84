import { describe, expect, test } from '@jest/globals';
import { MINIMAL, ROUTE, read, TOKEN } from './reading.ts';

describe('the branch', () => {
  const { BRANCH: _, ...without } = MINIMAL;

  test.each([
    [{ BITBUCKET_BRANCH: 'dev' }, 'dev'],
    [{ BITBUCKET_BRANCH: 'dev', BRANCH: 'main' }, 'main'],
    [{ BITBUCKET_BRANCH: 'dev', BRANCH: ' ' }, 'dev'],
  ])('of %j is %s', (environment, branch) => {
    expect(read({ ...without, ...environment }).deployments).toMatchObject([{ branch }]);
  });

  test.each([
    [{ BITBUCKET_TAG: '1.0' }, /^BRANCH: required field, since the tag 1\.0 is built/],
    [{}, /^BRANCH: required field, since BITBUCKET_BRANCH is empty/],
  ])('is missing with %j', (environment, problem) => {
    expect(read({ ...without, ...environment }).problems).toEqual([expect.stringMatching(problem)]);
  });

  test('of the pasted endpoint is overridden by BRANCH, and the log says so', () => {
    const pasted = { BEARER_TOKEN: TOKEN, DEPLOY_ENDPOINT: `${ROUTE}a1?branchName=old` };
    expect(read(pasted).deployments).toMatchObject([{ branch: 'old', app: 'a1', url: 'https://h.example' }]);
    expect(read(pasted).deployments).toMatchObject([{ names: { url: 'DEPLOY_ENDPOINT', branch: 'DEPLOY_ENDPOINT' } }]);
    expect(read(pasted).notices).toEqual([]);
    const both = read({ ...pasted, BRANCH: 'new' });
    expect(both.deployments).toMatchObject([{ branch: 'new' }]);
    expect(both.notices).toEqual([expect.stringMatching(/^info: BRANCH new .*old/)]);
    expect(read({ ...pasted, BRANCH: 'old' }).notices).toEqual([]);
    const repeated = read({ ...pasted, APP_ID: 'a1', APPSMITH_URL: 'https://H.example:443/' });
    expect(repeated.problems).toEqual([]);
  });

  test('of the build is not what a pasted endpoint without one says', () => {
    const pasted = { BEARER_TOKEN: TOKEN, DEPLOY_ENDPOINT: `${ROUTE}a1`, BITBUCKET_BRANCH: 'main' };
    expect(read(pasted).deployments).toMatchObject([
      { branch: 'main', names: { app: 'DEPLOY_ENDPOINT', branch: 'BITBUCKET_BRANCH' } },
    ]);
  });
});

describe('lists', () => {
  test('of one length, or of length 1 and repeated', () => {
    const { deployments } = read({
      ...MINIMAL,
      APP_ID_COUNT: '2',
      APP_ID_0: 'a1',
      APP_ID_1: 'a2',
      BRANCH: `['x', 'y']`,
    });
    expect(deployments).toMatchObject([
      { name: 'a1', app: 'a1', branch: 'x', token: TOKEN, after: [] },
      { name: 'a2', app: 'a2', branch: 'y', token: TOKEN, after: [] },
    ]);
  });

  test('of other lengths are refused with the lengths', () => {
    expect(read({ ...MINIMAL, APP_ID: `['a', 'b', 'c']`, BRANCH: `['x', 'y']` }).problems).toEqual([
      'BRANCH: has 2 items. All lists must have the same length, or one item: APPSMITH_URL 1, APP_ID 3, ' +
        "BRANCH 2, BEARER_TOKEN 1. A list is written BRANCH: ['a', 'b'], or as text with one item on each line.",
    ]);
  });

  test('of tokens name the item that a warning is about, also when two are alike', () => {
    const { notices } = read({ ...MINIMAL, APP_ID: 'a\nb', BEARER_TOKEN: `['Bearer ${TOKEN}', 'Bearer ${TOKEN}']` });
    expect(notices).toEqual([
      expect.stringContaining('BEARER_TOKEN (item 1) starts with'),
      expect.stringContaining('BEARER_TOKEN (item 2) starts with'),
    ]);
  });
});
