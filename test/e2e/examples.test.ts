import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  answers,
  DEFAULT_APP,
  DEFAULT_TOKEN,
  type EmulatedApp,
  emulatedApp,
  startEmulator,
} from '../../emulator/index.ts';
import { certificates } from '../../scripts/certificates.ts';
import { conflict } from '../support/appsmith-repository/changes.ts';
import { type Files, NAMES, placesOf, repository } from '../support/appsmith-repository/repository.ts';
import { Build, type BuildRequest } from '../support/bitbucket/build.ts';
import { startConnectProxy } from '../support/bitbucket/connect-proxy.ts';

const SERVER = 'https://appsmith.example.com';
const ORDERS_ID = '660427bb3927480dc0720914';
const tested = new Set<string>();

/** An example's pipeline and files, for Bitbucket to run. */
function example(folder: string, request: Omit<BuildRequest, 'configuration'>): BuildRequest {
  tested.add(folder);
  const text = (file: string) => readFileSync(`examples/${folder}/${file}`, 'utf8');
  const others = readdirSync(`examples/${folder}`).filter((file) => file === 'appsmith-deployments.yml');
  return {
    configuration: text('bitbucket-pipelines.yml'),
    ...request,
    files: { ...Object.fromEntries(others.map((file) => [file, text(file)])), ...request.files },
  };
}

function app(id: string, name: string, more: Partial<EmulatedApp> = {}): EmulatedApp {
  return emulatedApp({ id, name, pullMs: 20, ...more });
}

/** Every run ended well; shows the log of one that did not. */
function expectDeployed(build: Build): void {
  expect(build.runs.filter(({ exitCode }) => exitCode !== 0).map(({ log }) => log)).toEqual([]);
  expect(build.runs.length).toBeGreaterThan(0);
}

test('basic: a push to main deploys the application', async () => {
  await using appsmith = await startEmulator();
  const addresses = { [SERVER]: appsmith.url };
  const variables = { APPSMITH_TOKEN: DEFAULT_TOKEN };
  using build = await Build.run(example('basic', { pipeline: 'branches.main', variables, addresses }));
  expectDeployed(build);
  expect(build.runs[0]?.log).not.toContain('WARNING');
  expect(build.failures).toEqual([]);
  expect(appsmith.deployments).toMatchObject([{ appId: ORDERS_ID, branch: 'main' }]);
});

test('basic: without the repository variable nothing is sent, and the log says what is missing', async () => {
  await using appsmith = await startEmulator();
  using build = await Build.run(example('basic', { pipeline: 'branches.main', addresses: { [SERVER]: appsmith.url } }));
  expect(build.runs.map(({ exitCode }) => exitCode)).toEqual([2]);
  expect(build.runs[0]?.log).toContain('BEARER_TOKEN:\n- required field.');
  expect(appsmith.requests).toEqual([]);
});

test('from-curl: the same endpoint, deployed by the pipe', async () => {
  await using appsmith = await startEmulator();
  const addresses = { [SERVER]: appsmith.url };
  const variables = { APPSMITH_TOKEN: DEFAULT_TOKEN };
  using build = await Build.run(example('from-curl', { pipeline: 'branches.main', variables, addresses }));
  expectDeployed(build);
  expect(appsmith.deployments).toMatchObject([{ appId: ORDERS_ID, branch: 'main' }]);
});

test('from-curl: with an old token the step is red', async () => {
  await using appsmith = await startEmulator();
  const addresses = { [SERVER]: appsmith.url };
  const variables = { APPSMITH_TOKEN: `old${DEFAULT_TOKEN}` };
  using build = await Build.run(example('from-curl', { pipeline: 'branches.main', variables, addresses }));
  expect(build.runs.map(({ exitCode }) => exitCode)).toEqual([1]);
});

test('several-instances: both servers, each with its own id and token', async () => {
  const [eu, us] = [app(ORDERS_ID, 'Orders EU'), app('660427bb3927480dc0720915', 'Orders US')];
  await using europe = await startEmulator({ apps: [eu] });
  await using states = await startEmulator({ apps: [us] });
  using build = await Build.run(
    example('several-instances', {
      pipeline: 'branches.main',
      variables: { EU_TOKEN: eu.token, US_TOKEN: us.token },
      addresses: { 'https://eu.appsmith.example.com': europe.url, 'https://us.appsmith.example.com': states.url },
    }),
  );
  expectDeployed(build);
  expect(europe.deployments).toMatchObject([{ appId: eu.id, branch: 'main' }]);
  expect(states.deployments).toMatchObject([{ appId: us.id, branch: 'main' }]);
});

describe('ordered-applications', () => {
  const customers = app('660427bb3927480dc0720911', 'Customers');
  const [orders, intake] = [
    app(ORDERS_ID, 'Orders', { pullMs: 300 }),
    app('660427bb3927480dc0720915', 'Intake', { pullMs: 300 }),
  ];
  const tokens = { CUSTOMERS_TOKEN: customers.token, ORDERS_TOKEN: orders.token, INTAKE_TOKEN: intake.token };

  test('the first application is deployed, then the two others at once', async () => {
    await using appsmith = await startEmulator({ apps: [customers, orders, intake] });
    using build = await Build.run(
      example('ordered-applications', {
        pipeline: 'branches.main',
        variables: tokens,
        addresses: { [SERVER]: appsmith.url },
      }),
    );
    expectDeployed(build);
    expect(appsmith.deployRequests[0]?.path).toContain(customers.id);
    expect(appsmith.deployments).toHaveLength(3);
    expect(appsmith.maxConcurrent).toBe(2);
  });

  test('one that fails keeps those after it from starting', async () => {
    await using appsmith = await startEmulator({ apps: [customers, orders, intake] });
    using build = await Build.run(
      example('ordered-applications', {
        pipeline: 'branches.main',
        variables: { ...tokens, CUSTOMERS_TOKEN: `old${customers.token}` },
        addresses: { [SERVER]: appsmith.url },
      }),
    );
    expect(build.runs.map(({ exitCode }) => exitCode)).toEqual([1]);
    expect(build.runs[0]?.log).toContain('1 failed, 2 skipped, 0 deployed');
    expect(appsmith.deployRequests).toHaveLength(1);
  });
});

test.each([
  ['does not get', false],
  ['gets', true],
])(
  'parallel-steps: every application is deployed once, where a pipe %s the variables by itself',
  async (_, parallelInPipes) => {
    const apps = ['a', 'b', 'c', 'd'].map((letter) => app(`660427bb3927480dc072091${letter}`, `App ${letter}`));
    await using appsmith = await startEmulator({ apps });
    using build = await Build.run(
      example('parallel-steps', {
        pipeline: 'custom.redeploy-everything',
        parallelInPipes,
        variables: Object.fromEntries(apps.map(({ token }, at) => [`APPSMITH_TOKEN_${'ABCD'[at]}`, token])),
        addresses: { [SERVER]: appsmith.url },
      }),
    );
    expectDeployed(build);
    expect(build.runs).toHaveLength(3);
    expect(appsmith.deployments.map(({ appId }) => appId).sort()).toEqual(apps.map(({ id }) => id));
  },
);

describe('pull-request-preview', () => {
  const request = {
    pipeline: 'pull-requests.**',
    variables: { PREVIEW_TOKEN: DEFAULT_TOKEN },
    bitbucket: { BITBUCKET_BRANCH: 'feature/a&b', BITBUCKET_PR_ID: '7', BITBUCKET_PR_DESTINATION_BRANCH: 'main' },
  };

  test("deploys the pull request's branch on the preview server", async () => {
    await using appsmith = await startEmulator();
    const addresses = { 'https://preview.appsmith.example.com': appsmith.url };
    using build = await Build.run(example('pull-request-preview', { ...request, addresses }));
    expectDeployed(build);
    expect(appsmith.deployments).toMatchObject([{ appId: ORDERS_ID, branch: 'feature/a&b' }]);
  });

  test('says what to do when Appsmith does not know the branch', async () => {
    await using appsmith = await startEmulator();
    const addresses = { 'https://preview.appsmith.example.com': appsmith.url };
    const bitbucket = { ...request.bitbucket, BITBUCKET_BRANCH: 'feature/new' };
    using build = await Build.run(example('pull-request-preview', { ...request, bitbucket, addresses }));
    expect(build.runs.map(({ exitCode }) => exitCode)).toEqual([1]);
    expect(build.runs[0]?.log).toContain('(AE-APP-4027)');
  });
});

describe('pull-request-check', () => {
  async function check(change: (files: Files) => void) {
    await using appsmith = await startEmulator();
    const files = repository();
    change(files);
    const request = {
      pipeline: 'pull-requests.**',
      variables: { APPSMITH_TOKEN: DEFAULT_TOKEN },
      bitbucket: { BITBUCKET_BRANCH: 'feature/a', BITBUCKET_PR_ID: '7', BITBUCKET_PR_DESTINATION_BRANCH: 'main' },
      addresses: { [SERVER]: appsmith.url },
      files: Object.fromEntries(files),
    };
    using build = await Build.run(example('pull-request-check', request));
    return { run: build.runs[0], deployments: appsmith.deployments };
  }

  test('is green when Appsmith can import the merge result, and deploys nothing', async () => {
    const { run, deployments } = await check(() => undefined);
    expect(run?.exitCode).toBe(0);
    expect(deployments).toEqual([]);
  });

  test('is red when it cannot', async () => {
    const { run, deployments } = await check((files) => conflict(files, placesOf(NAMES).query));
    expect(run?.exitCode).toBe(2);
    expect(run?.log).toContain('Appsmith cannot import the merge of this pull request into main: 1 error.');
    expect(deployments).toEqual([]);
  });
});

test('promotion: the same lines deploy on staging, then on production, each with its own variables', async () => {
  const [staged, live] = [app(ORDERS_ID, 'Staged orders'), app('660427bb3927480dc0720915', 'Live orders')];
  await using staging = await startEmulator({ apps: [staged] });
  await using production = await startEmulator({ apps: [live] });
  const environment = (url: string, { id, token }: EmulatedApp) => ({
    APPSMITH_URL: url,
    APPSMITH_APP: id,
    APPSMITH_TOKEN: token,
  });
  using build = await Build.run(
    example('promotion', {
      pipeline: 'branches.main',
      deployments: { staging: environment(staging.url, staged), production: environment(production.url, live) },
    }),
  );
  expectDeployed(build);
  expect(build.runs.map(({ step }) => step.deployment)).toEqual(['staging', 'production']);
  expect(staging.deployments).toMatchObject([{ appId: staged.id }]);
  expect(production.deployments).toMatchObject([{ appId: live.id }]);
});

test('private-network: own CA, proxy and access headers, which the proxy never sees', async () => {
  const { ca, wrongHost } = await certificates();
  await using appsmith = await startEmulator({ tls: wrongHost });
  await using proxy = await startConnectProxy(appsmith.port);
  using build = await Build.run(
    example('private-network', {
      pipeline: 'branches.main',
      files: { 'certificates/company-ca.pem': ca },
      variables: {
        APPSMITH_TOKEN: DEFAULT_TOKEN,
        COMPANY_PROXY: proxy.url,
        ACCESS_CLIENT_ID: 'pipeline.access',
        ACCESS_CLIENT_SECRET: 'secret-of-the-access-proxy',
      },
      // The only name besides loopback that the test's authority has a certificate for.
      addresses: { 'https://appsmith.internal.example.com': 'https://appsmith.wrong.example' },
    }),
  );
  expectDeployed(build);
  expect(proxy.tunnels.map(({ target }) => target)).toEqual(['appsmith.wrong.example:443']);
  expect(JSON.stringify(proxy.tunnels)).not.toContain('secret-of-the-access-proxy');
  expect(appsmith.deployRequests[0]?.headers).toMatchObject({
    'cf-access-client-id': 'pipeline.access',
    'cf-access-client-secret': 'secret-of-the-access-proxy',
  });
});

describe('reports-and-outputs', () => {
  const variables = { APPSMITH_TOKEN: DEFAULT_TOKEN, SLACK_WEBHOOK: 'https://hooks.slack.example/services/T0/B0/x' };
  const link = 'https://bitbucket.org/acme/orders/pipelines/results/42';

  test('the reports are there, Slack gets a message, and the next step has its variables', async () => {
    await using appsmith = await startEmulator();
    const addresses = { [SERVER]: appsmith.url };
    using build = await Build.run(example('reports-and-outputs', { pipeline: 'branches.main', variables, addresses }));
    expectDeployed(build);
    expect(build.read('test-reports/appsmith-deploy.xml')).toContain('<testsuite');
    expect(build.read('test-reports/appsmith-deploy.html')).toContain('<html');
    expect(JSON.parse(build.read('test-reports/appsmith-deploy.json'))).toMatchObject({ status: 'deployed' });
    expect(build.otherPipes).toEqual([
      {
        pipe: expect.stringMatching(/^atlassian\/slack-notify:\d+\.\d+\.\d+$/),
        variables: {
          WEBHOOK_URL: variables.SLACK_WEBHOOK,
          PRETEXT: 'Appsmith deployment: deployed',
          MESSAGE: `Branch main, ${link}`,
        },
      },
    ]);
    expect(build.commands.at(-1)).toMatchObject({
      exitCode: 0,
      log: expect.stringMatching(new RegExp(`^${DEFAULT_APP.name} was deployed at \\d{4}-\\d\\d-\\d\\dT\\S+\\.\n$`)),
    });
  });

  test.each([
    ['of a deployment that failed', {}, 1, 'failed'],
    ['of a step that could not begin', { APPSMITH_TOKEN: '' }, 2, 'not started'],
  ])('Slack gets a message %s, too', async (_, changes, exitCode, status) => {
    await using appsmith = await startEmulator();
    appsmith.answerAlways(answers['AE-GIT-4047']());
    using build = await Build.run(
      example('reports-and-outputs', {
        pipeline: 'branches.main',
        variables: { ...variables, ...changes },
        addresses: { [SERVER]: appsmith.url },
      }),
    );
    expect(build.runs.map((run) => run.exitCode)).toEqual([exitCode]);
    expect(build.otherPipes).toMatchObject([{ variables: { PRETEXT: `Appsmith deployment: ${status}` } }]);
  });
});

test('every example is run by a test', () => {
  expect([...tested].sort()).toEqual(readdirSync('examples').sort());
});
