import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { holds } from '../../support/property.ts';
import { anyToken } from '../../support/secrets.ts';
import { MINIMAL, ROUTE, read, TOKEN } from './reading.ts';

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

test('a default that Bitbucket passes contradicts nothing', () => {
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
  [`["${TOKEN}`, [`["${TOKEN}`]],
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
