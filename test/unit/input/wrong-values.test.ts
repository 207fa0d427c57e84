import { describe, expect, test } from '@jest/globals';
import { MINIMAL, ROUTE, read, TOKEN } from './reading.ts';

describe('a value that is wrong', () => {
  test.each([
    [{ TIMEOUT: '0' }, /^TIMEOUT: must be more than 0 seconds\. Got '0'\.$/],
    [{ TIMEOUT: 'soon' }, /^TIMEOUT: must be a number of seconds, such as 300\. Got 'soon'\.$/],
    [{ TIMEOUT: '-1' }, /^TIMEOUT: must be more than 0 seconds\. Got '-1'\.$/],
    [{ TIMEOUT: '3601' }, /^TIMEOUT: must be at most 3600 seconds\. Got '3601'\.$/],
    [{ RETRY_DELAY: '5s' }, /^RETRY_DELAY: must be a number of seconds, such as 5\. Got '5s'\.$/],
    [{ TIMEOUT: 'x5' }, /^TIMEOUT: must be a number/],
    [{ TIMEOUT: '.x' }, /^TIMEOUT: must be a number/],
    [{ TIMEOUT: '1e3' }, /^TIMEOUT: must be a number/],
    [{ MAX_ATTEMPTS: '1.5' }, /^MAX_ATTEMPTS: must be a whole number, such as 6\. Got '1\.5'\.$/],
    [{ MAX_ATTEMPTS: '0' }, /^MAX_ATTEMPTS: must be at least 1\. Got '0'\.$/],
    [{ CONCURRENCY: '65' }, /^CONCURRENCY: must be at most 64\. Got '65'\.$/],
    [{ TIMEOUT_COUNT: '2', TIMEOUT_0: '1', TIMEOUT_1: '2' }, /^TIMEOUT: takes one value, not a list\.$/],
    [{ DRY_RUN: 'yep' }, /^DRY_RUN: must be 'true' or 'false'\. Got 'yep'\.$/],
    [{ DRY_RUN: '1' }, /^DRY_RUN: must be 'true' or 'false'\. Got '1'\.$/],
    [{ FAIL_FAST: 'untrue' }, /^FAIL_FAST: must be 'true' or 'false'/],
    [{ FAIL_FAST: 'trueish' }, /^FAIL_FAST: must be 'true' or 'false'/],
    [{ REPORTS: `['junit', 'pdf']` }, /^REPORTS \(item 2\): must be one of .*\. Got 'pdf'\.$/],
    [{ REPORTS: 'pdf' }, /^REPORTS: must be one of junit, html, json, env, code-insights\. Got 'pdf'\.$/],
    [{ APP_ID: 'а1' }, /^APP_ID: must be the bare id/],
    [{ APP_ID: '$APP' }, /^APP_ID: is a reference .*the variable APP exists/],
    [{ APP_ID: ' $APP ' }, /^APP_ID: is a reference/],
    [{ APP_ID: '$aPP' }, /^APP_ID: is a reference .*the variable [aA][pP][pP] exists/],
    [{ APP_ID: '$APp' }, /^APP_ID: is a reference .*the variable [aA][pP][pP] exists/],
    [{ APP_ID: '${app}' }, /^APP_ID: is a reference .*the variable [aA][pP][pP] exists/],
    [{ BRANCH: '<branch>' }, /^BRANCH: is a placeholder/],
    [{ BRANCH: ' <branch> ' }, /^BRANCH: is a placeholder/],
    [{ BRANCH: 'a b' }, /^BRANCH: must be a valid Git branch name/],
    [{ APP_ID: '' }, /^APP_ID: required field\. [A-Z].*endpoint/],
    [{ BEARER_TOKEN: '' }, /^BEARER_TOKEN: required field\. Generate a token/],
    [{ BEARER_TOKEN: `${TOKEN} x` }, /^BEARER_TOKEN: has white space/],
    [{ APPSMITH_URL: 'h.example' }, /^APPSMITH_URL: has no scheme.*https:\/\/h\.example\.$/],
    [{ APP_ID_COUNT: 'x' }, /^APP_ID: APP_ID_COUNT must be/],
    [{ APP_ID: '["a1","b2"' }, /^APP_ID: begins with \[ and has no \] at its end\. Write a list as \['a', 'b'\]\.$/],
    [{ APP_ID: `['a1', '']` }, /^APP_ID \(item 2\): is an empty item/],
    [{ APP_ID: `['a1', ' ']` }, /^APP_ID \(item 2\): is an empty item/],
    [{ APP_ID: `['a1', '$X']` }, /^APP_ID \(item 2\): is a reference/],
    [{ APP_ID: `['a1', 'a/2']` }, /^APP_ID \(item 2\): must be the bare id/],
    [{ APP_ID: `['a1', 'a1']` }, /^APP_ID: lists a1 twice/],
    [{ DEPLOY_ENDPOINT: `${ROUTE}b2` }, /^APP_ID: conflicts with DEPLOY_ENDPOINT, which names b2\. Remove one of them/],
    [
      { DEPLOY_ENDPOINT: `${ROUTE}a1`, APPSMITH_URL: 'https://i' },
      /^APPSMITH_URL: conflicts with DEPLOY_ENDPOINT, which names https:\/\/h\.example\. Remove one of them/,
    ],
    [{ DEPLOY_ENDPOINT: 'x', BRANCH: 'main' }, /^DEPLOY_ENDPOINT: is not an endpoint/],
    [{ APPSMITH_URL: 'https://${HOST}/x' }, /^APPSMITH_URL: holds \$\{HOST\}, which was not replaced/],
    [
      { BRANCH: 'release/$VERSION' },
      /^BRANCH: names the branch release\/\$VERSION: it holds \$VERSION, which was not replaced\..*deployments file/,
    ],
    [
      { BRANCH: 'release/${version}' },
      /^BRANCH: names the branch release\/\$\{version\}: it holds.*deployment environment\.$/,
    ],
    [
      { BRANCH: '$BITBUCKET_BRANCH' },
      /^BRANCH: is a reference .*\. Remove it: without a branch the pipe uses the one of the build\./,
    ],
    [
      { BRANCH: '${BITBUCKET_TAG}' },
      /^BRANCH: is a reference .*Appsmith deploys branches\. Write the branch itself\.$/,
    ],
    [{ BRANCH: '$BITBUCKET_PR_DESTINATION_BRANCH' }, /^BRANCH: is a reference .*in pull requests only\./],
    [
      { CA_CERTIFICATE: '$BITBUCKET_CLONE_DIR/certs/ca.pem' },
      /^CA_CERTIFICATE: holds \$BITBUCKET_CLONE_DIR, .* Remove it: write the path relative to the working directory\.$/,
    ],
    [{ APP_ID: '$BITBUCKET_REPO_SLUG' }, /^APP_ID: is a reference .*not in every build\. Write the value itself\.$/],
    [{ BEARER_TOKEN: `${TOKEN}\n${TOKEN}x` }, /^BEARER_TOKEN: holds 2 tokens/],
    [{ BEARER_TOKEN: `"${TOKEN}"` }, /^BEARER_TOKEN: has quotes around it/],
    [{ BRANCH: `'main'` }, /^BRANCH: has quotes around it/],
    [{ APPSMITH_URL: ` "https://h.example" ` }, /^APPSMITH_URL: has quotes around it/],
    [{ APP_ID: `['a1', '"b2"']` }, /^APP_ID \(item 2\): has quotes around it/],
  ])('%j is a problem of its own, with what to do', (given, problem) => {
    const { problems } = read({ ...MINIMAL, ...given });
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems).toEqual([expect.stringMatching(/[^.]\.$/)]);
  });

  test('is reported together with all others', () => {
    const { problems } = read({ TIMEOUT: 'x', DEBUG: 'y', BEARER_TOKEN: '$TOKEN' });
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
      'APP_ID',
      'BEARER_TOKEN',
      'BRANCH',
      'DEBUG',
      'TIMEOUT',
    ]);
  });

  test('is reported for each item that repeats an earlier one', () => {
    expect(read({ ...MINIMAL, APP_ID: `['a1', 'a1', 'a1']` }).problems).toEqual([
      expect.stringContaining('(items 1 and 2)'),
      expect.stringContaining('(items 2 and 3)'),
    ]);
  });

  test('leaves no deployment to be made of the others', () => {
    expect(read({ ...MINIMAL, APP_ID: `['a1', 'a1']` }).deployments).toEqual([]);
  });

  test.each([
    ['APP_ID', { DEPLOY_ENDPOINT: `${ROUTE}a1`, APP_ID: `['a1', 'b2']` }, /^APP_ID \(item 2\): conflicts with/],
    [
      'APPSMITH_URL',
      { DEPLOY_ENDPOINT: `${ROUTE}a1`, APPSMITH_URL: 'https://h.example\nhttps://i' },
      /^APPSMITH_URL \(item 2\): conflicts with/,
    ],
    ['the same APP_ID', { DEPLOY_ENDPOINT: `${ROUTE}a1`, APP_ID: `['a1', 'a1']` }, /^DEPLOY_ENDPOINT: lists a1 twice/],
    ['an endpoint', { DEPLOY_ENDPOINT: `['${ROUTE}a1', '${ROUTE}a1']` }, /^DEPLOY_ENDPOINT: lists a1 twice/],
    [
      'too many',
      { DEPLOY_ENDPOINT: `['${ROUTE}a', '${ROUTE}b']`, APP_ID: `['a', 'b', 'c']` },
      /^DEPLOY_ENDPOINT: has 2 items/,
    ],
  ])('in a list beside DEPLOY_ENDPOINT (%s) is never left out of the plan', (_, given, problem) => {
    const { problems, deployments } = read({ BRANCH: 'main', BEARER_TOKEN: TOKEN, ...given });
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(deployments).toEqual([]);
  });

  test('in one item of a list does not affect the other items', () => {
    const lists = {
      DEPLOY_ENDPOINT: `['x', 'https://i/api/v1/git/deploy/app/b?branchName=y']`,
      APPSMITH_URL: 'https://h\nhttps://i',
    };
    const { problems } = read({ BEARER_TOKEN: TOKEN, ...lists });
    expect(problems).toEqual([expect.stringMatching(/^DEPLOY_ENDPOINT \(item 1\): is not an endpoint/)]);
  });

  test.each([{ APP_ID: 'a/1' }, { APPSMITH_URL: 'h.example' }])(
    'beside an endpoint (%j) is no conflict as well',
    (given) => {
      const { problems } = read({ BEARER_TOKEN: TOKEN, DEPLOY_ENDPOINT: `${ROUTE}a1?branchName=main`, ...given });
      expect(problems).toEqual([expect.not.stringContaining('conflicts')]);
    },
  );

  test('in a pasted endpoint leaves open which branch it would have named', () => {
    const { problems } = read({ BEARER_TOKEN: TOKEN, DEPLOY_ENDPOINT: 'x' });
    expect(problems).toEqual([expect.stringMatching(/^DEPLOY_ENDPOINT: is not an endpoint/)]);
  });

  test.each(['$DEPLOY_ENDPOINT', '"https://h.example"'])(
    'that was not replaced, or is in quotes (%s), asks for nothing else',
    (text) => {
      const { problems } = read({ BEARER_TOKEN: TOKEN, BITBUCKET_BRANCH: 'main', DEPLOY_ENDPOINT: text });
      expect(problems).toEqual([expect.stringMatching(/^DEPLOY_ENDPOINT: /)]);
    },
  );

  test.each([
    [
      '$BITBUCKET_BRANCH',
      /^DEPLOY_ENDPOINT: names the branch \$BITBUCKET_BRANCH: it is a reference that Bitbucket did not replace/,
    ],
    ['<branch>', /^DEPLOY_ENDPOINT: names the branch <branch>: it is a placeholder/],
  ])('whose branch was never filled in (%s) is a problem, unless BRANCH is given', (branch, problem) => {
    const pasted = { BEARER_TOKEN: TOKEN, DEPLOY_ENDPOINT: `${ROUTE}a1?branchName=${branch}` };
    expect(read(pasted).problems).toEqual([expect.stringMatching(problem)]);
    expect(read({ ...pasted, BRANCH: 'main' }).problems).toEqual([]);
  });

  test('is reported by its item, and an odd name is accepted where Bitbucket builds that very branch', () => {
    const given = { BEARER_TOKEN: TOKEN, APP_ID: 'a1', BRANCH: `['main', 'price-in-$USD']` };
    expect(read(given).problems).toEqual([
      expect.stringMatching(/^BRANCH \(item 2\): names the branch price-in-\$USD: it/),
    ]);
    expect(read({ ...given, BITBUCKET_BRANCH: 'price-in-$USD' }).problems).toEqual([]);
    expect(read({ ...MINIMAL, BRANCH: '', BITBUCKET_BRANCH: 'price-in-$USD' }).problems).toEqual([]);
  });

  test('and other problems are reported together', () => {
    const { problems } = read({ ...MINIMAL, DEPLOY_ENDPOINT: '$ENDPOINT', APP_ID: 'a b c!' });
    expect(problems).toEqual([expect.stringMatching(/^DEPLOY_ENDPOINT: /), expect.stringMatching(/^APP_ID: /)]);
  });

  test('is not required when DEPLOYMENTS_FILE is wrong', () => {
    const { problems } = read({ DEPLOYMENTS_FILE: '$FILE' });
    expect(problems).toEqual([expect.stringMatching(/^DEPLOYMENTS_FILE: is a reference/)]);
  });

  test.each(['a$1', 'cost-5$', '<a', 'a>'])('may name a branch as odd as %s', (branch) => {
    const pasted = { BEARER_TOKEN: TOKEN, DEPLOY_ENDPOINT: `${ROUTE}a1?branchName=${branch}` };
    expect(read(pasted)).toMatchObject({ problems: [], deployments: [{ branch }] });
  });

  test('among tokens is no matter of lengths', () => {
    const { problems } = read({ ...MINIMAL, APP_ID: 'a\nb\nc', BEARER_TOKEN: `['${TOKEN}', 'x y', '${TOKEN}']` });
    expect(problems).toEqual([expect.stringMatching(/^BEARER_TOKEN \(item 2\): has white space/)]);
  });

  test('leaves the default', () => {
    expect(read({ ...MINIMAL, TIMEOUT: 'x' }).values.TIMEOUT).toBe(300);
  });
});
