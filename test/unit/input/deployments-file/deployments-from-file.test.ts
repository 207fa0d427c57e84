import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readContext } from '../../../../src/input/context.ts';
import { deploymentsFromFile } from '../../../../src/input/deployments-file/deployments-from-file.ts';
import { readVariables } from '../../../../src/input/variables.ts';
import { findings as collected } from '../../../support/findings.ts';

let folder = '';

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'specs-from-file-')));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the pipe makes of a file in an environment. */
function specs(text: string, environment: Record<string, string> = {}, path = 'f.yml') {
  writeFileSync(join(folder, 'f.yml'), text);
  const whole = { DEPLOYMENTS_FILE: path, ORDERS_TOKEN: 'token-orders', ...environment };
  const variables = readVariables(whole, collected().findings);
  const { findings, secrets } = collected();
  const source = { path, variables, context: readContext(whole), environment: whole, folders: { cwd: folder } };
  const { deployments } = deploymentsFromFile(source, findings);
  const { problems, notices } = findings;
  return { deployments, problems, notices, secrets: [...new Set(secrets)] };
}

const ONE = 'deployments: [{app: a, token: $ORDERS_TOKEN}]\n';

describe('what the file leaves open comes from the variables', () => {
  test.each([
    [
      'their defaults, and the branch of the build',
      { BITBUCKET_BRANCH: 'built' },
      { branch: 'built', url: 'https://app.appsmith.com', timeoutMs: 300_000 },
    ],
    [
      'the variables that are given',
      { BITBUCKET_BRANCH: 'built', BRANCH: 'given', APPSMITH_URL: 'https://A.example.com/', TIMEOUT: '2.5' },
      { branch: 'given', url: 'https://a.example.com', timeoutMs: 2_500 },
    ],
    ['a list of one item is one value', { BRANCH_COUNT: '1', BRANCH_0: 'given' }, { branch: 'given' }],
  ])('%s', (_, environment, expected) => {
    expect(specs(ONE, environment)).toMatchObject({
      deployments: [{ app: 'a', name: 'a', token: 'token-orders', ...expected }],
      problems: [],
      secrets: ['token-orders'],
    });
  });

  test('nothing gives a branch: a build of a tag', () => {
    expect(specs(ONE, { BITBUCKET_TAG: 'v1' }).problems).toEqual([
      { variable: 'DEPLOYMENTS_FILE', message: expect.stringMatching(/^f\.yml:1:15 This deployment has no branch\./) },
    ]);
  });
});

describe('variables beside DEPLOYMENTS_FILE', () => {
  test.each([
    ['APP_ID', { APP_ID: 'x' }],
    ['BEARER_TOKEN', { BEARER_TOKEN: 'x' }],
    ['DEPLOY_ENDPOINT', { DEPLOY_ENDPOINT: 'https://x.example.com/api/v1/git/deploy/app/a?branchName=b' }],
    ['APP_ID', { APP_ID_COUNT: '2', APP_ID_0: 'x', APP_ID_1: 'y' }],
  ])('%s says the same thing a second time', (variable, environment) => {
    const reading = specs(ONE, { BRANCH: 'main', ...environment });
    expect(reading.problems).toEqual([
      {
        variable,
        message:
          `is already set by the deployments file. Remove ${variable}, or remove DEPLOYMENTS_FILE to deploy ` +
          'without a file.',
      },
    ]);
    expect(reading.deployments).toEqual([]);
  });

  test.each([
    ['BRANCH', 'branch:', { BRANCH_COUNT: '2', BRANCH_0: 'x', BRANCH_1: 'y' }],
    ['BRANCH', 'branch:', { BRANCH: 'x\ny' }],
    ['APPSMITH_URL', 'url:', { BRANCH: 'main', APPSMITH_URL: "['https://x.example.com', 'https://y.example.com']" }],
  ])('%s must not be a list', (variable, key, environment) => {
    expect(specs(ONE, environment).problems).toEqual([
      {
        variable,
        message: expect.stringMatching(
          new RegExp(`^must not be a list when DEPLOYMENTS_FILE is set\\..* write ${key} into the file\\.$`),
        ),
      },
    ]);
  });

  test('all problems together: of the variables and of the file', () => {
    const reading = specs('deployments: [{app: a b, token: $ORDERS_TOKEN}]\n', {
      BRANCH: 'main',
      APP_ID: 'x',
      BEARER_TOKEN: 'y',
      APPSMITH_URL: 'x.example.com',
    });
    expect(reading.problems.map(({ variable }) => variable)).toEqual([
      'APP_ID',
      'BEARER_TOKEN',
      'APPSMITH_URL',
      'DEPLOYMENTS_FILE',
    ]);
    expect(reading).toMatchObject({ deployments: [], notices: [], secrets: ['token-orders'] });
  });

  test('an invalid address is reported once, also where the file has one of its own', () => {
    expect(specs(ONE, { BRANCH: 'main', APPSMITH_URL: 'x.example.com' }).problems).toEqual([
      { variable: 'APPSMITH_URL', message: expect.stringContaining('has no scheme') },
    ]);
  });
});

test('a file that is not there', () => {
  const environment = { DEPLOYMENTS_FILE: 'no.yml', BRANCH: 'main' };
  const reading = specs('', environment, 'no.yml');
  expect(reading.problems).toEqual([
    { variable: 'DEPLOYMENTS_FILE', message: expect.stringMatching(/^names no\.yml, which does not exist/) },
  ]);
});

test.each([
  'CLIENT_KEY',
  'EXTRA_HEADERS',
  'https_proxy',
  'BEARER_TOKEN',
  'EXTRA_HEADERS_COUNT',
  'EXTRA_HEADERS_0',
  'EXTRA_HEADERS_17',
  'CLIENT_KEY_0',
])('a variable of the pipe cannot serve as a token: %s', (name) => {
  const reading = specs(`deployments: [{app: a, token: $${name}}]\n`, {
    BRANCH: 'main',
    EXTRA_HEADERS_COUNT: '18',
    CLIENT_KEY_COUNT: '1',
    [name]: 'value',
  });
  expect(reading.problems).toContainEqual({
    variable: 'DEPLOYMENTS_FILE',
    message: expect.stringContaining(`${name} is a variable of the pipe itself`),
  });
});

test('BRANCH beside a file is looked at as without one, and so is the branch of an endpoint', () => {
  const file = 'deployments: [{app: a, token: $T}]\n';
  const given = { T: 'a-token-0123', BRANCH: 'release-${VERSION}' };
  const problem = {
    variable: 'BRANCH',
    message: expect.stringMatching(/^holds \$\{VERSION\}, which was not replaced/),
  };
  expect(specs(file, given).problems).toEqual([problem]);
  expect(specs(file, { ...given, BITBUCKET_BRANCH: given.BRANCH }).problems).toEqual([]);
  const endpoint = 'https://h.example/api/v1/git/deploy/app/a?branchName=$BRANCH';
  expect(specs(`deployments: [{endpoint: '${endpoint}', token: $T}]\n`, { T: given.T }).problems).toEqual([
    {
      variable: 'DEPLOYMENTS_FILE',
      message: expect.stringContaining('The branch is a placeholder, or contains a reference'),
    },
  ]);
});

test('what is too short for a token is not masked: it would riddle the text', () => {
  const file = 'deployments: [{app: a, token: $T, branch: $NAME, bogus: 1}]\n';
  expect(specs(file, { T: 'a-token-0123', NAME: 'apps' }).secrets).toEqual(['a-token-0123']);
});

test.each(['NODE_PATH', 'NODE_ENV', 'NODE_OPTIONS', 'SSL_CERT_DIR', 'SSL_CERT_FILE'])(
  'nor can one that Node or the image reads: %s',
  (name) => {
    const reading = specs(`deployments: [{app: a, token: $${name}}]\n`, { BRANCH: 'main', [name]: 'value' });
    expect(reading.problems).toEqual([
      {
        variable: 'DEPLOYMENTS_FILE',
        message: expect.stringContaining(`${name} is set by Bitbucket or the machine and holds no token`),
      },
    ]);
  },
);

test.each(['EXTRA_HEADERS_A', 'EXTRA_HEADERS_0_TOKEN', 'ORDERS_0', 'ORDERS_COUNT', 'BEARER_TOKEN_1', 'NODE_RED_TOKEN'])(
  'a name that is merely like one is free: %s',
  (name) => {
    const reading = specs(`deployments: [{app: a, token: $${name}}]\n`, { BRANCH: 'main', [name]: 'a-value-of-it' });
    expect(reading).toMatchObject({ problems: [], deployments: [{ token: 'a-value-of-it' }] });
  },
);

test('warnings: a token that had to be cleaned, a server without encryption', () => {
  const text = 'deployments: [{app: a, url: http://x.example.com, token: $ORDERS_TOKEN}]\n';
  expect(specs(text, { BRANCH: 'main', ORDERS_TOKEN: ' token-eu ' }).notices).toEqual([
    { level: 'warning', text: expect.stringMatching(/^The variable ORDERS_TOKEN has white space/) },
    { level: 'warning', text: expect.stringContaining('http://x.example.com is plain http') },
  ]);
});
