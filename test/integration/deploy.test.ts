import { describe, expect, test } from '@jest/globals';
import { answers, DEFAULT_APP, DEFAULT_TOKEN, emulatedApp, startEmulator } from '../../emulator/index.ts';
import { variablesFor } from '../support/environment.ts';
import { runMain } from '../support/run-main.ts';

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('a deployment', () => {
  test('is one POST with the token, the headers of the API and no body', async () => {
    await using emulator = await startEmulator();
    const { exitCode } = await runMain(variablesFor(emulator));
    expect(exitCode).toBe(0);
    expect(emulator.requests).toHaveLength(1);
    expect(emulator.deployments).toHaveLength(1);
    const [request] = emulator.requests;
    expect(request).toMatchObject({
      method: 'POST',
      url: `/api/v1/git/deploy/app/${DEFAULT_APP.id}?branchName=main`,
      body: '',
    });
    expect(request?.headers).toMatchObject({
      authorization: `Bearer ${DEFAULT_TOKEN}`,
      'x-requested-by': 'Appsmith',
      'x-request-id': expect.stringMatching(UUID_V4),
      'user-agent': expect.stringMatching(/^appsmith-deploy\/\d+\.\d+\.\d+ \(\+https:\/\/bitbucket\.org\/\S+\)$/),
      accept: 'application/json',
      'content-length': '0',
    });
    for (const name of ['content-type', 'x-appsmith-version', 'cookie', 'accept-encoding', 'transfer-encoding']) {
      expect(request?.headers).not.toHaveProperty(name);
    }
  });

  test('ends with a line that names application, branch, server, duration and time, and claims no commit', async () => {
    await using emulator = await startEmulator();
    const commit = '9f2c1e7ab4d05c3388b1f6d7e2a490cc51d3e8f0';
    const { stdout, log } = await runMain(variablesFor(emulator, { BITBUCKET_COMMIT: commit }));
    expect(stdout).toMatch(/^\x1b\[32m✔ Deployed Orders \(660427bb3927480dc0720914\), branch main, to http:\/\/127/m);
    expect(stdout).toMatch(/ in \d+(\.\d)? s, at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.\x1b\[0m\n$/);
    expect(log).not.toContain(commit.slice(0, 7));
  });

  test.each([
    ['feature/a&b', 'feature%2Fa%26b'],
    ['fix#1', 'fix%231'],
    ['a+b', 'a%2Bb'],
    ['ü', '%C3%BC'],
    ['50%-off', '50%25-off'],
    ['a=b', 'a%3Db'],
  ])('of the branch %s is asked for as %s', async (branch, encoded) => {
    await using emulator = await startEmulator({ apps: [{ ...DEFAULT_APP, branches: [branch] }] });
    const { exitCode } = await runMain(variablesFor(emulator, { BRANCH: branch }));
    expect(emulator.requests.map(({ url }) => url.split('branchName=')[1])).toEqual([encoded]);
    expect(emulator.deployments.map((each) => each.branch)).toEqual([branch]);
    expect(exitCode).toBe(0);
  });

  test.each(['', '/', '//'])('keeps the path prefix of APPSMITH_URL, with "%s" behind it', async (end) => {
    await using emulator = await startEmulator({ pathPrefix: '/tools/appsmith' });
    const { exitCode } = await runMain(variablesFor(emulator, { APPSMITH_URL: emulator.url + end }));
    expect(exitCode).toBe(0);
    expect(emulator.requests.map(({ path }) => path)).toEqual([
      `/tools/appsmith/api/v1/git/deploy/app/${DEFAULT_APP.id}`,
    ]);
  });

  test('takes the branch of the build where BRANCH is not given', async () => {
    await using emulator = await startEmulator();
    await runMain(variablesFor(emulator, { BRANCH: undefined, BITBUCKET_BRANCH: 'release' }));
    expect(emulator.deployments.map(({ branch }) => branch)).toEqual(['release']);
  });

  test('works with an application whose id is not an ObjectId', async () => {
    const app = emulatedApp({ name: 'Stock', id: '0b2c7f0e-3f3c-4f4e-9a55-0c7d2f3f9a11' });
    await using emulator = await startEmulator({ apps: [app] });
    const { exitCode } = await runMain(variablesFor(emulator, {}, app));
    expect(exitCode).toBe(0);
  });

  test('works against a server on IPv6', async () => {
    await using emulator = await startEmulator({ host: '::1' });
    const { exitCode, stdout } = await runMain(variablesFor(emulator));
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`to http://[::1]:${emulator.port} `);
  });

  test('by the name localhost reaches a server that has only one address family', async () => {
    await using emulator = await startEmulator();
    const { exitCode } = await runMain(variablesFor(emulator, { APPSMITH_URL: `http://localhost:${emulator.port}` }));
    expect(exitCode).toBe(0);
  });
});

describe('a pasted endpoint', () => {
  const endpoint = (url: string, branch: string) =>
    `${url}/api/v1/git/deploy/app/${DEFAULT_APP.id}?branchName=${branch}`;

  test.each([
    ['encoded', 'feature%2Fa%26b', 'feature/a&b'],
    ['as Appsmith shows it', 'feature/a&b', 'feature/a&b'],
    ['with a #', 'fix#1', 'fix#1'],
  ])('%s is enough, with the token', async (_, written, branch) => {
    await using emulator = await startEmulator();
    const { exitCode } = await runMain({
      DEPLOY_ENDPOINT: endpoint(emulator.url, written),
      BEARER_TOKEN: DEFAULT_TOKEN,
    });
    expect(exitCode).toBe(0);
    expect(emulator.deployments.map((each) => each.branch)).toEqual([branch]);
  });

  test.each(['<bearer token>', '$APPSMITH_TOKEN', '[TOKEN]'])(
    'may be the whole curl line, with %s in it',
    async (token) => {
      await using emulator = await startEmulator();
      const line =
        `curl --location --request POST \\\n '${endpoint(emulator.url, 'main')}' \\\n --header 'Authorization: ` +
        `Bearer ${token}'`;
      const { exitCode } = await runMain({ DEPLOY_ENDPOINT: line, BEARER_TOKEN: DEFAULT_TOKEN });
      expect(exitCode).toBe(0);
      expect(emulator.deployments).toHaveLength(1);
    },
  );

  test('of a curl line with a real token is refused without showing it', async () => {
    await using emulator = await startEmulator();
    const pasted = 'f0'.repeat(40);
    const line = `curl -X POST '${endpoint(emulator.url, 'main')}' -H 'Authorization: Bearer ${pasted}'`;
    const { exitCode, log } = await runMain({ DEPLOY_ENDPOINT: line, BEARER_TOKEN: DEFAULT_TOKEN });
    expect(exitCode).toBe(2);
    expect(log).toMatch(/DEPLOY_ENDPOINT:\n- contains a token[\s\S]*BEARER_TOKEN/);
    expect(log).not.toContain(pasted.slice(0, 9));
    expect(emulator.requests).toEqual([]);
  });

  test('gives way to BRANCH, and an INFO line says so', async () => {
    await using emulator = await startEmulator();
    const { log } = await runMain({
      DEPLOY_ENDPOINT: endpoint(emulator.url, 'main'),
      BRANCH: 'release',
      BEARER_TOKEN: DEFAULT_TOKEN,
    });
    expect(emulator.deployments.map(({ branch }) => branch)).toEqual(['release']);
    expect(log).toMatch(/^INFO: .*BRANCH release.*main/m);
  });
});

describe('what the server says of its success', () => {
  const build = { BITBUCKET_BUILD_NUMBER: '', BITBUCKET_REPO_FULL_NAME: 'acme/orders' };

  test.each([
    [
      'another repository',
      answers.deployed({ repoUrl: 'git@bitbucket.org:acme/stock.git' }),
      /^WARNING: .*acme\/stock/m,
    ],
    [
      'a time before the call, by the clock of the server',
      {
        ...answers.deployed({ deployedAt: '2024-03-05T10:15:30.123456Z' }),
        headers: { Date: 'Tue, 05 Mar 2024 10:15:31 GMT' },
      },
      /^WARNING: .*2024-03-05/m,
    ],
  ])('%s is a warning, and still a success', async (_, answer, warning) => {
    await using emulator = await startEmulator();
    emulator.answerWith(answer);
    const { exitCode, log } = await runMain(variablesFor(emulator, build));
    expect(exitCode).toBe(0);
    expect(log).toMatch(warning);
    expect(log.match(/WARNING/g)).toHaveLength(1);
  });

  test.each([
    ['another branch', answers.deployed({ branchName: 'other' }), /branch other, but this step asked for main/],
    ['a time long before the answer', answers.deployed({ deployedAt: '2024-03-05T10:15:30Z' }), /2024-03-05T10:15:30Z/],
  ])('%s is no success, and not tried again', async (_, answer, words) => {
    await using emulator = await startEmulator();
    emulator.answerAlways(answer);
    const { exitCode, log } = await runMain(variablesFor(emulator, build));
    expect(exitCode).toBe(1);
    expect(log).toMatch(/^✖ Not confirmed: .* \(CONTRADICTION: HTTP-200\)\.$/m);
    expect(log).toMatch(words);
    expect(emulator.deployRequests).toHaveLength(1);
  });

  test.each([
    ['the id of the branch’s own copy', answers.deployed({ applicationId: '0123456789abcdef01234567' })],
    ['the https form of the repository', answers.deployed({ repoUrl: 'https://bitbucket.org/acme/orders.git' })],
    ['the repository with a port', answers.deployed({ repoUrl: 'ssh://git@bitbucket.org:22/Acme/Orders.git' })],
    ['a time of a minute ago', answers.deployed({ deployedAt: new Date(Date.now() - 60_000).toISOString() })],
    ['no time', answers.deployed({ deployedAt: undefined })],
    ['nothing', { body: { responseMeta: { success: true } } }],
  ])('%s is no reason to warn', async (_, answer) => {
    await using emulator = await startEmulator();
    emulator.answerWith(answer);
    const { exitCode, log } = await runMain(variablesFor(emulator, build));
    expect(exitCode).toBe(0);
    expect(log).not.toContain('WARNING');
  });

  test('is compared with the repository also where only workspace and slug are known', async () => {
    await using emulator = await startEmulator();
    const named = { BITBUCKET_WORKSPACE: 'acme', BITBUCKET_REPO_SLUG: 'stock' };
    const { log } = await runMain(variablesFor(emulator, named));
    expect(log).toMatch(/^WARNING: .*not to this repository \(acme\/stock\)/m);
    const half = await runMain(variablesFor(emulator, { BITBUCKET_WORKSPACE: 'acme' }));
    expect(half.log).not.toContain('WARNING');
  });

  test('is reported also where the server leaves everything out, or gives an invalid time', async () => {
    await using emulator = await startEmulator();
    emulator.answerWith({ body: { responseMeta: { success: true } } }, answers.deployed({ deployedAt: 'yesterday' }));
    const bare = await runMain(variablesFor(emulator));
    expect(bare.log).toContain('✔ Deployed application 660427bb3927480dc0720914, branch main, to ');
    const odd = await runMain(variablesFor(emulator));
    expect(odd.log).toContain(', at yesterday.');
  });
});
