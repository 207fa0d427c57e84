import { describe, expect, test } from '@jest/globals';
import { DEFAULT_APP, DEFAULT_TOKEN, startEmulator } from '../../emulator/index.ts';
import { variablesFor } from '../support/environment.ts';
import { runMain } from '../support/run-main.ts';

/** Nothing may be sent; what is wrong with a variable stands under its name. */
async function runInvalid(changes: Readonly<Record<string, string | undefined>>) {
  await using emulator = await startEmulator();
  const run = await runMain(variablesFor(emulator, changes));
  expect(run.exitCode).toBe(2);
  expect(run.stdout).toMatch(/^\x1b\[31m✖ Validation errors: \n/m);
  expect(run.stdout.endsWith('\x1b[0m\n')).toBe(true);
  expect(emulator.requests).toEqual([]);
  return { ...run, problems: problemsOf(run.log) };
}

/** The YAML map of variable to messages, as Atlassian's toolkit prints it. */
function problemsOf(log: string): Record<string, string> {
  const map = log.slice(log.indexOf('✖ Validation errors:') + 20);
  return Object.fromEntries(
    [...map.matchAll(/^ *([A-Z][A-Z0-9_]*):\n((?:- .*\n(?: {2}.*\n)*)+)/gm)].map(([, name = '', messages = '']) => [
      name,
      messages,
    ]),
  );
}

test('no variables at all: all that are required are reported at once', async () => {
  const { exitCode, log } = await runMain({});
  expect(exitCode).toBe(2);
  expect(Object.keys(problemsOf(log)).sort()).toEqual(['APP_ID', 'BEARER_TOKEN', 'BRANCH']);
  expect(problemsOf(log)['APP_ID']).toMatch(/required field/);
});

test('all problems are reported together, one entry a variable', async () => {
  const { problems } = await runInvalid({
    APPSMITH_URL: 'ftp://appsmith.example.com',
    APP_ID: 'a/b',
    BRANCH: 'a b',
    BEARER_TOKEN: '$APPSMITH_TOKEN',
    TIMEOUT: 'soon',
    MAX_ATTEMPTS: '0',
    RETRY_DELAY: '-1',
    CONCURRENCY: '65',
    FAIL_FAST: 'perhaps',
    REPORTS: 'pdf',
    REPORT_DIR: '/etc',
    CA_CERTIFICATE: 'nowhere.pem',
    CLIENT_KEY: 'nowhere.key',
    HTTPS_PROXY: 'socks5://proxy.example.com:1080',
    EXTRA_HEADERS: 'Authorization: Basic xyz',
    DRY_RUN: '1',
    SHARD: 'true',
  });
  expect(Object.keys(problems).sort()).toEqual([
    'APPSMITH_URL',
    'APP_ID',
    'BEARER_TOKEN',
    'BRANCH',
    'CA_CERTIFICATE',
    'CLIENT_CERTIFICATE',
    'CLIENT_KEY',
    'CONCURRENCY',
    'DRY_RUN',
    'EXTRA_HEADERS',
    'FAIL_FAST',
    'HTTPS_PROXY',
    'MAX_ATTEMPTS',
    'REPORTS',
    'REPORT_DIR',
    'RETRY_DELAY',
    'SHARD',
    'TIMEOUT',
  ]);
});

describe('a wrong value', () => {
  test.each([
    ['APPSMITH_URL', 'appsmith.example.com', /https:\/\/appsmith\.example\.com/],
    ['APPSMITH_URL', 'https://user:secret-word@appsmith.example.com', /user name or password/],
    ['APPSMITH_URL', 'https://', /not a valid address/],
    ['APPSMITH_URL', '$APPSMITH_HOST', /did not replace[\s\S]*APPSMITH_HOST/],
    ['APP_ID', 'ａｐｐ', /bare id/],
    ['APP_ID', '../../users/me', /bare id/],
    ['APP_ID', 'a?branchName=x', /bare id/],
    ['APP_ID', '<your app id>', /placeholder/],
    ['APP_ID', '${APP_ID}', /did not replace/],
    ['BRANCH', 'main\nX-Evil: 1', /item 2 must be a valid Git branch name/],
    ['BEARER_TOKEN', 'abcdefgh ijklmnop', /white space/],
    ['BEARER_TOKEN', 'abcdefgh\u0007ijklmnop', /control character/],
    ['BEARER_TOKEN', '$APPSMITH_TOKEN', /did not replace[\s\S]*Check that the variable APPSMITH_TOKEN exists/],
    ['BEARER_TOKEN', ' ${APPSMITH_TOKEN} ', /did not replace[\s\S]*Check that the variable APPSMITH_TOKEN exists/],
    ['BEARER_TOKEN', '$cabbage1Tulip2', /^(?![\s\S]*cabbage)[\s\S]*did not replace/],
    ['BEARER_TOKEN', '<bearer token>', /placeholder/],
    ['BEARER_TOKEN', 'Bearer ', /no token/],
    ['TIMEOUT', '0', /more than 0 seconds/],
    ['TIMEOUT', '5 s', /number/],
    ['TIMEOUT', 'Infinity', /number/],
    ['TIMEOUT', '4000', /3600/],
    ['MAX_ATTEMPTS', '2.5', /whole number/],
    ['RETRY_DELAY', '61', /60/],
    ['CONCURRENCY', '0', /1/],
    ['DEBUG', 'one', /'true' or 'false'/],
    ['CA_CERTIFICATE', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', /broken certificate/],
    ['HTTP_PROXY', 'http://', /not a valid address/],
    ['EXTRA_HEADERS', 'no colon here', /Name: value/],
    ['EXTRA_HEADERS', 'Proxy-Connection: close', /may not set/],
    ['EXTRA_HEADERS', '__proto__: x', /may not set __proto__/],
    ['EXTRA_HEADERS', 'X-A: 1\nX-a: 2', /item 2 sets X-a a second time/],
    ['DEPLOYMENTS_FILE', 'nowhere.yml', /./],
  ])('of %s, %j, is explained', async (name, value, message) => {
    const { problems, log } = await runInvalid({ [name]: value });
    expect(problems[name]).toMatch(message);
    expect(log).not.toContain('secret-word');
  });

  test('of a header that the pipe sets itself is refused by name, whatever its case', async () => {
    for (const name of [
      'authorization',
      'HOST',
      'X-Requested-By',
      'x-request-id',
      'Accept',
      'Content-Length',
      'Transfer-Encoding',
      'Connection',
    ]) {
      const { problems } = await runInvalid({ EXTRA_HEADERS: `${name}: some-value` });
      expect(problems['EXTRA_HEADERS']).toContain(`may not set ${name}`);
    }
  });
});

test('a tag build without BRANCH says that a tag has no branch', async () => {
  const { problems } = await runInvalid({ BRANCH: undefined, BITBUCKET_TAG: 'v1.2', BITBUCKET_BRANCH: '' });
  expect(problems['BRANCH']).toMatch(/the tag v1\.2 is built, and a tag build has no branch\.\s+Set BRANCH/);
});

test.each(['http', 'net,tls', '*'])('NODE_DEBUG=%s, by which Node would show the token, is refused', async (value) => {
  const { problems } = await runInvalid({ NODE_DEBUG: value });
  expect(problems['NODE_DEBUG']).toMatch(/with the token[\s\S]*Remove NODE_DEBUG/);
});

test.each(['', ' '])('NODE_DEBUG=%j does nothing, and is no problem', async (value) => {
  await using emulator = await startEmulator();
  const { exitCode } = await runMain(variablesFor(emulator, { NODE_DEBUG: value }));
  expect(exitCode).toBe(0);
});

test('an empty variable is one that is not given', async () => {
  await using emulator = await startEmulator();
  const empty = Object.fromEntries(
    ['TIMEOUT', 'MAX_ATTEMPTS', 'DEBUG', 'DRY_RUN', 'REPORTS', 'CA_CERTIFICATE', 'DEPLOY_ENDPOINT', 'HTTPS_PROXY'].map(
      (name) => [name, ''],
    ),
  );
  const { exitCode } = await runMain(variablesFor(emulator, empty));
  expect(exitCode).toBe(0);
});

describe('a token', () => {
  test.each([
    ['with a line end', `${DEFAULT_TOKEN}\n`, /WARNING: BEARER_TOKEN has white space or a line break around it/],
    ['with Bearer in front', `Bearer ${DEFAULT_TOKEN}`, /WARNING: BEARER_TOKEN starts with "Bearer"/],
    ['with bearer and spaces', `  bearer   ${DEFAULT_TOKEN}\r\n`, /WARNING: BEARER_TOKEN starts with "Bearer"/],
  ])('%s is cleaned, with a warning', async (_, token, warning) => {
    await using emulator = await startEmulator();
    const { exitCode, log } = await runMain(variablesFor(emulator, { BEARER_TOKEN: token }));
    expect(exitCode).toBe(0);
    expect(log).toMatch(warning);
    expect(emulator.requests[0]?.headers.authorization).toBe(`Bearer ${DEFAULT_TOKEN}`);
  });

  test.each(['mcp_', 'apt_', 'ast_'])('that starts with %s is tried, with a warning', async (prefix) => {
    await using emulator = await startEmulator();
    const { exitCode, log } = await runMain(variablesFor(emulator, { BEARER_TOKEN: prefix + 'f0'.repeat(30) }));
    expect(exitCode).toBe(1);
    expect(log).toMatch(/WARNING: BEARER_TOKEN is another kind of token/);
    expect(emulator.deployRequests).toHaveLength(1);
  });
});

describe('a name that looks like one of ours', () => {
  test.each([
    ['APP_IDS', 'APP_ID'],
    ['BEARER_TOKE', 'BEARER_TOKEN'],
    ['TOKEN', 'BEARER_TOKEN'],
    ['URL', 'APPSMITH_URL'],
    ['RETRIES', 'MAX_ATTEMPTS'],
    ['bearer_token', 'BEARER_TOKEN'],
    ['base_url', 'APPSMITH_URL'],
    ['app-ids', 'APP_ID'],
    ['Ca_Certificate', 'CA_CERTIFICATE'],
  ])('%s is taken for %s, in a warning', async (name, meant) => {
    await using emulator = await startEmulator();
    const { exitCode, log } = await runMain(variablesFor(emulator, { [name]: 'some value' }));
    expect(exitCode).toBe(0);
    expect(log).toContain(`WARNING: ${name} is not a variable of this pipe. Did you mean ${meant}?`);
  });

  test.each(['DRYRUN', 'dryrun', 'DRY-RUN', 'Dry_Run', 'DRY_RUN_', 'DRYY_RUN'])(
    '%s stops the run, which would deploy',
    async (name) => {
      await using emulator = await startEmulator();
      const { exitCode, log } = await runMain(variablesFor(emulator, { [name]: 'true' }));
      expect(exitCode).toBe(2);
      expect(log).toContain(
        `\n${name}:\n- is not a variable of this pipe. Write DRY_RUN: 'true'. Without it the run would deploy.\n`,
      );
      expect(emulator.requests).toEqual([]);
    },
  );

  test('is not looked for among the names of the machine and of Bitbucket', async () => {
    await using emulator = await startEmulator();
    const { log } = await runMain(
      variablesFor(emulator, {
        PATH: '/bin',
        HOME: '/root',
        CI: 'true',
        HOSTNAME: 'x',
        DOCKER_HOST: 'tcp://x',
        BITBUCKET_TAG: 'x',
      }),
    );
    expect(log).not.toContain('Did you mean');
  });
});

test('plain http to a host that is not loopback is a warning', async () => {
  const { log } = await runMain({
    APPSMITH_URL: 'http://appsmith.invalid',
    APP_ID: DEFAULT_APP.id,
    BRANCH: 'main',
    BEARER_TOKEN: DEFAULT_TOKEN,
    MAX_ATTEMPTS: '1',
  });
  expect(log).toMatch(/WARNING: http:\/\/appsmith\.invalid is plain http/);
});

test('a variable named __proto__ changes nothing', async () => {
  await using emulator = await startEmulator();
  const environment = { ...variablesFor(emulator), ...(JSON.parse('{"__proto__":"x","constructor":"y"}') as object) };
  const { exitCode } = await runMain(environment);
  expect(exitCode).toBe(0);
});
