import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readContext } from '../../../src/input/context.ts';
import { deploymentsFromVariables } from '../../../src/input/deployments.ts';
import { readVariables } from '../../../src/input/variables.ts';
import { findings as collected } from '../../support/findings.ts';
import { holds } from '../../support/property.ts';
import { anyToken } from '../../support/secrets.ts';

const TOKEN = '9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d';
const MINIMAL = { APP_ID: 'a1', BRANCH: 'main', BEARER_TOKEN: TOKEN };
const ROUTE = 'https://h.example/api/v1/git/deploy/app/';

function read(environment: Record<string, string>) {
  const { findings, secrets } = collected();
  const variables = readVariables(environment, findings);
  const deployments = deploymentsFromVariables(variables, readContext(environment), findings);
  return {
    ...variables,
    deployments,
    problems: findings.problems.map(({ variable, message }) => `${variable}: ${message}`),
    notices: findings.notices.map(({ level, text }) => `${level}: ${text}`),
    secrets,
  };
}

test('the defaults', () => {
  const { values, problems, notices, deployments } = read(MINIMAL);
  expect(problems).toEqual([]);
  expect(notices).toEqual([]);
  expect(values).toMatchObject({ TIMEOUT: 300, MAX_ATTEMPTS: 6, RETRY_DELAY: 5, CONCURRENCY: 4, FAIL_FAST: false });
  expect(Object.isFrozen(values)).toBe(true);
  expect(Object.values(values)).not.toContain(undefined);
  expect(deployments).toMatchObject([
    {
      name: 'a1',
      url: 'https://app.appsmith.com',
      endpoint: 'https://app.appsmith.com/api/v1/git/deploy/app/a1?branchName=main',
      timeoutMs: 300_000,
      lockKey: 'https://app.appsmith.com a1',
    },
  ]);
});

test('a default that Bitbucket hands over contradicts nothing', () => {
  const defaults = {
    APPSMITH_URL: 'https://app.appsmith.com',
    REPORTS_COUNT: '0',
    REPORT_DIR: 'test-reports',
    DEBUG: 'false',
  };
  const endpoint = 'https://appsmith.example.com/api/v1/git/deploy/app/a1?branchName=main';
  const { given, problems, deployments } = read({
    ...defaults,
    DEPLOY_ENDPOINT: endpoint,
    BEARER_TOKEN: MINIMAL.BEARER_TOKEN,
  });
  expect(problems).toEqual([]);
  expect(deployments).toMatchObject([{ url: 'https://appsmith.example.com', app: 'a1' }]);
  expect([...given]).toEqual(['BEARER_TOKEN', 'DEPLOY_ENDPOINT']);
  expect([...read({ ...MINIMAL, APP_ID: 'undefined' }).given]).toContain('APP_ID');
});

test.each([
  ['$APPSMITH_TOKEN', []],
  [' ${APPSMITH_TOKEN} ', []],
  ['x$APPSMITH_TOKEN', ['x$APPSMITH_TOKEN']],
  [`['${TOKEN}', '$OTHER']`, [TOKEN]],
  ['$cabbage1Tulip2', ['$cabbage1Tulip2']],
])('of the token %s what is no name of a variable is a secret', (text, secrets) => {
  expect([...new Set(read({ ...MINIMAL, BEARER_TOKEN: text }).secrets)]).toEqual(secrets);
});

test.each([[{ TIMEOUT_COUNT: ' ', TIMEOUT_0: '5' }], [{ TIMEOUT_COUNT: '1' }], [{ TIMEOUT_0: '5' }]])(
  '%j is no list of TIMEOUT',
  (given) => {
    expect(read({ ...MINIMAL, ...given })).toMatchObject({
      problems: [],
      given: expect.not.arrayContaining(['TIMEOUT']),
    });
  },
);

test('a list where one value is wanted was given, in a wrong way', () => {
  const { given } = read({ ...MINIMAL, TIMEOUT_COUNT: '1', TIMEOUT_0: '5' });
  expect([...given]).toContain('TIMEOUT');
});

describe('a boolean', () => {
  test.each([
    ['true', true],
    ['True', true],
    ['YES', true],
    ['on', true],
    [' oN ', true],
    ['false', false],
    ['FALSE', false],
    ['No', false],
    ['off', false],
    ['OFF', false],
  ])('may be written as %j', (text, value) => {
    const { values, problems } = read({ ...MINIMAL, DEBUG: text, CHECK_FOR_NEWER_VERSION: text });
    expect(problems).toEqual([]);
    expect(values).toMatchObject({ DEBUG: value, CHECK_FOR_NEWER_VERSION: value });
  });
});

describe('an output variable that there is not', () => {
  test('is a problem that lists those that there are', () => {
    const { problems } = read({ ...MINIMAL, OUTPUT_VARIABLES: "['APPSMITH_APP_NAME', 'APP_NAME']" });
    expect(problems).toEqual([
      expect.stringMatching(
        /^OUTPUT_VARIABLES \(item 2\): must be one of APPSMITH_DEPLOY_STATUS, APPSMITH_APP_NAME, .*'APP_NAME'\.$/,
      ),
    ]);
  });
});

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
    [
      { DEPLOY_ENDPOINT: `${ROUTE}b2` },
      /^APP_ID: conflicts with DEPLOY_ENDPOINT, which names another application\. Remove/,
    ],
    [
      { DEPLOY_ENDPOINT: `${ROUTE}a1`, APPSMITH_URL: 'https://i' },
      /^APPSMITH_URL: conflicts with DEPLOY_ENDPOINT, which names another server\. Remove/,
    ],
    [{ DEPLOY_ENDPOINT: 'x', BRANCH: 'main' }, /^DEPLOY_ENDPOINT: is not an endpoint/],
    [{ APPSMITH_URL: 'https://${HOST}/x' }, /^APPSMITH_URL: holds \$\{HOST\}, which was not replaced/],
    [
      { BRANCH: 'release/$VERSION' },
      /^BRANCH: names the branch release\/\$VERSION: it holds \$VERSION, which was not replaced\. Check.*deployments file/,
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

  test('is told together with all others', () => {
    const { problems } = read({ TIMEOUT: 'x', DEBUG: 'y', BEARER_TOKEN: '$TOKEN' });
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
      'APP_ID',
      'BEARER_TOKEN',
      'BRANCH',
      'DEBUG',
      'TIMEOUT',
    ]);
  });

  test('is told for each item that repeats an earlier one', () => {
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

  test('in one item of a list says nothing of the items beside it', () => {
    const lists = {
      DEPLOY_ENDPOINT: `['x', 'https://i/api/v1/git/deploy/app/b?branchName=y']`,
      APPSMITH_URL: 'https://h\nhttps://i',
    };
    const { problems } = read({ BEARER_TOKEN: TOKEN, ...lists });
    expect(problems).toEqual([expect.stringMatching(/^DEPLOY_ENDPOINT \(item 1\): is not an endpoint/)]);
  });

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

  test('is told by its item, and an odd name is believed where Bitbucket builds that very branch', () => {
    const given = { BEARER_TOKEN: TOKEN, APP_ID: 'a1', BRANCH: `['main', 'price-in-$USD']` };
    expect(read(given).problems).toEqual([
      expect.stringMatching(/^BRANCH \(item 2\): names the branch price-in-\$USD: it/),
    ]);
    expect(read({ ...given, BITBUCKET_BRANCH: 'price-in-$USD' }).problems).toEqual([]);
    expect(read({ ...MINIMAL, BRANCH: '', BITBUCKET_BRANCH: 'price-in-$USD' }).problems).toEqual([]);
  });

  test('and what is wrong beside it are told together', () => {
    const { problems } = read({ ...MINIMAL, DEPLOY_ENDPOINT: '$ENDPOINT', APP_ID: 'a b c!' });
    expect(problems).toEqual([expect.stringMatching(/^DEPLOY_ENDPOINT: /), expect.stringMatching(/^APP_ID: /)]);
  });

  test('is not asked for beside a file that is given in a wrong way', () => {
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

  test('leaves the default in its place', () => {
    expect(read({ ...MINIMAL, TIMEOUT: 'x' }).values.TIMEOUT).toBe(300);
  });
});

describe('a value that is given', () => {
  test.each([
    [{ TIMEOUT: ' +5 ' }, { TIMEOUT: 5 }],
    [{ TIMEOUT: '1.25' }, { TIMEOUT: 1.25 }],
    [{ TIMEOUT: '.25' }, { TIMEOUT: 0.25 }],
    [{ TIMEOUT: '2.' }, { TIMEOUT: 2 }],
    [{ TIMEOUT: ' ' }, { TIMEOUT: 300 }],
    [{ FAIL_FAST: 'TRUE' }, { FAIL_FAST: true }],
    [{ FAIL_FAST: 'False' }, { FAIL_FAST: false }],
    [{ REPORT_DIR: 'true' }, { REPORT_DIR: 'true' }],
    [{ REPORT_DIR: '12' }, { REPORT_DIR: '12' }],
    [{ HTTPS_PROXY: ' ', https_proxy: 'b:1' }, { HTTPS_PROXY: 'b:1' }],
    [{ BRANCH: 'a<b>' }, { BRANCH: ['a<b>'] }],
    [{ BRANCH: '<a>b' }, { BRANCH: ['<a>b'] }],
  ])('%j is read as %j', (given, expected) => {
    const { values, problems, notices } = read({ ...MINIMAL, ...given });
    expect(values).toMatchObject(expected);
    expect(problems).toEqual([]);
    expect(notices).toEqual([]);
  });

  test('is known as given, a wrong one too', () => {
    const { given } = read({ ...MINIMAL, TIMEOUT: '9', DEBUG: 'x', REPORTS_COUNT: 'x' });
    expect([...given].sort()).toEqual(['APP_ID', 'BEARER_TOKEN', 'BRANCH', 'DEBUG', 'REPORTS', 'TIMEOUT']);
  });
});

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

  test('of the pasted endpoint stands back behind BRANCH, and the log says so', () => {
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
      "BRANCH: has 2 items. All lists must have the same length, or one item: APPSMITH_URL 1, APP_ID 3, BRANCH 2, BEARER_TOKEN 1. A list is written BRANCH: ['a', 'b'], or as text with one item on each line.",
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

describe('a warning', () => {
  test.each([
    [{ APPSMITH_URL: 'http://h.example' }, /plain http/],
    [{ APP_IDS: 'x' }, /APP_IDS .*mean APP_ID\?/],
    [{ BEARER_TOKE: 'x' }, /mean BEARER_TOKEN\?/],
    [{ TOKEN: 'x' }, /mean BEARER_TOKEN\?/],
    [{ URL: 'x', APPSMITH_URL: 'https://h.example' }, /mean APPSMITH_URL\?/],
    [{ APP_ID_0: 'x' }, /mean APP_ID\?/],
    [{ APP_ID_COUNT: '1', APP_ID_0: 'a', BRANCH_1: 'x' }, /BRANCH_1 .*mean BRANCH\?/],
    [{ APP_ID_COUNT: '1', APP_ID_0: 'a', APP_IDS: 'x' }, /APP_IDS .*mean APP_ID\?/],
    [{ HTTPS_PROXY: 'a:1', https_proxy: 'b:1' }, /HTTPS_PROXY and https_proxy differ: HTTPS_PROXY is used/],
    [{ BEARER_TOKEN: ` ${TOKEN}` }, /BEARER_TOKEN has white space/],
    [{ BEARER_TOKEN: `mcp_${TOKEN}` }, /another kind of token/],
  ])('comes of %j', (given, notice) => {
    const { notices, problems } = read({ ...MINIMAL, ...given });
    expect(notices).toEqual([expect.stringMatching(notice)]);
    expect(notices).toEqual([expect.stringMatching(/^warning: /)]);
    expect(problems).toEqual([]);
  });

  test.each([
    [{ APPSMITH_URL: 'http://localhost:8080' }],
    [{ HTTPS_PROXY: 'a:1', https_proxy: 'a:1' }],
    [{ https_proxy: 'a:1' }],
    [{ CI: 'true', PATH: '/bin', HOME: '/', BITBUCKET_BRANCH: 'x', DOCKER_HOST: 'x', FTP_PROXY: 'x' }],
    [{ APP_ID_COUNT: '2', APP_ID_0: 'a', APP_ID_1: 'b' }],
    [{ DEPLOYMENTS_FILE: 'x', TOKEN: 'x' }],
    [{ TOKEN: '' }],
    [{ SOMETHING_ELSE: 'x', __proto__x: 'y' }],
  ])('does not come of %j', (given) => {
    expect(read({ ...MINIMAL, ...given }).notices).toEqual([]);
  });
});

test.each([`"`, `'a"`, `a'b'`])('a value with quotes, but none around it, is taken: %s', (BRANCH) => {
  const { problems, deployments } = read({ ...MINIMAL, BRANCH });
  expect(problems).toEqual([]);
  expect(deployments).toMatchObject([{ branch: BRANCH }]);
});

test('white space alone is no value, also of a variable with another spelling', () => {
  const { problems, given, values } = read({ ...MINIMAL, HTTPS_PROXY: ' ', https_proxy: ' ' });
  expect(problems).toEqual([]);
  expect(given.has('HTTPS_PROXY')).toBe(false);
  expect(values.HTTPS_PROXY).toBeUndefined();
});

test.each([
  ['CLIENT_KEY_PASSPHRASE', '$ECRET_PASSPHRASE', 'the variable ECRET_PASSPHRASE exists'],
  ['BEARER_TOKEN', '$app_cd', 'the variable app_cd exists'],
  ['BEARER_TOKEN', '${app_cd}', 'the variable app_cd exists'],
  ['BEARER_TOKEN', '$cabbage1Tulip2', 'that variable exists'],
  ['CLIENT_KEY_PASSPHRASE', `$${'x'.repeat(65)}`, 'that variable exists'],
])(
  'of a secret that is a reference (%s: %s) the name is shown, where it can be no secret itself',
  (name, text, shown) => {
    const { problems } = read({ ...MINIMAL, [name]: text });
    expect(problems).toEqual([expect.stringMatching(`^${name}: is a reference .*${shown}`)]);
  },
);

test.each(['${TOKEN:-none}', '$(cat token)'])('a secret that is %s was not replaced, and is not repeated', (text) => {
  const { problems } = read({ ...MINIMAL, BEARER_TOKEN: text });
  expect(problems).toEqual([
    expect.stringMatching(/^BEARER_TOKEN: holds a (reference|command, \$\(…\)), which was not replaced/),
  ]);
  expect(problems.join()).not.toContain(text);
});

test('secrets are registered, wrong ones too, without what is none', () => {
  const { secrets } = read({
    ...MINIMAL,
    BEARER_TOKEN: `Bearer ${TOKEN}`,
    EXTRA_HEADERS: 'X-A: hunter22',
    CLIENT_KEY: '$2b$KEY',
  });
  expect(secrets).toEqual(expect.arrayContaining([TOKEN, ' hunter22', '$2b$KEY']));
  expect(secrets.join()).not.toMatch(/Bearer|X-A/);
  expect(new Set(read(MINIMAL).secrets)).toEqual(new Set([TOKEN]));
});

test('a token is masked whatever else is set to it, and the words of the log are not', () => {
  holds(anyToken, fc.constantFrom('main', 'a1', TOKEN), (token, word) => {
    if (/^[<{$].*|^Bearer/i.test(token)) return;
    const given = { APP_ID: word, BRANCH: token, BEARER_TOKEN: token, EXTRA_HEADERS: `X-A: ${word}` };
    const { secrets } = read(given);
    expect(secrets).toContain(token);
    expect(secrets.includes(` ${word}`)).toBe(word !== 'main');
  });
});

test.each([
  ['main', 'main', false],
  ['main', 'MAIN', false],
  ['main', 'main2', true],
  ['hunter2', 'hunter2', true],
  ['a-branch-with-a-long-name', 'a-branch-with-a-long-name', true],
  ['release/eu', 'release/eu', false],
  ['x', 'deploy', false],
  ['x', 'BEARER_TOKEN', false],
  ['x', 'opensesame', true],
])('with the branch %s the value %s of a header is masked: %s', (BRANCH, value, masked) => {
  const { secrets } = read({ ...MINIMAL, BRANCH, EXTRA_HEADERS: `X-A: ${value}` });
  expect(secrets.includes(` ${value}`)).toBe(masked);
});

test('whatever the environment holds, it is read or refused, never an error, and no problem repeats a secret', () => {
  const name = fc.constantFrom(
    'APP_ID',
    'APP_ID_COUNT',
    'APP_ID_0',
    'BRANCH',
    'BEARER_TOKEN',
    'DEPLOY_ENDPOINT',
    'APPSMITH_URL',
    'TIMEOUT',
    'DEBUG',
    'REPORTS',
    'EXTRA_HEADERS',
    'BITBUCKET_BRANCH',
    'BITBUCKET_TAG',
    '__proto__',
    'constructor',
    'TOKEN',
  );
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '2',
      'true',
      'main',
      TOKEN,
      '$X',
      '<x>',
      `['a', 'b']`,
      'a\nb',
      'https://h',
      `${ROUTE}a?branchName=b`,
      `Bearer ${TOKEN}x y`,
    ),
  );
  holds(fc.array(fc.tuple(name, value), { maxLength: 8 }), (entries) => {
    // A wrong value of what is no secret is shown.
    const isShown = (key: string) => !/TOKEN|ENDPOINT|HEADERS/.test(key);
    const given = entries.map(([key, text]) => [key, isShown(key) ? text.replaceAll(TOKEN, 'x') : text]);
    const { problems, notices, deployments } = read(Object.fromEntries(given));
    for (const text of [...problems, ...notices]) expect(text).not.toContain(TOKEN);
    if (problems.length > 0) return;
    for (const { url, app, branch, token } of deployments)
      for (const part of [url, app, branch, token]) expect(part).toBeTruthy();
  });
});
