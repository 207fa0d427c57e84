import { describe, expect, test } from '@jest/globals';
import { answers, DEFAULT_APP, DEFAULT_TOKEN, emulatedApp, startEmulator } from '../../emulator/index.ts';
import { certificates } from '../../scripts/certificates.ts';
import { Agent } from './support/bitbucket.ts';
import { docker, dockerOutput, IMAGE } from './support/docker.ts';

const HARDENED = [
  '--read-only',
  '--cap-drop=ALL',
  '--security-opt=no-new-privileges',
  '--memory=128m',
  '--pids-limit=64',
];

/** As whom, and how much locked in, the container may run. */
const WAYS: readonly [way: string, flags: readonly string[]][] = [
  ["the image's own user", []],
  ['root', ['--user=0']],
  ['any other user', ['--user=54321:54321']],
  ["the image's own user, hardened", HARDENED],
  ['any other user, hardened', [...HARDENED, '--user=54321:54321']],
];

const VARIABLES = { APP_ID: DEFAULT_APP.id, BEARER_TOKEN: DEFAULT_TOKEN, RETRY_DELAY: '0.05', MAX_ATTEMPTS: '2' };

describe.each(WAYS)('the image, run as Bitbucket runs it, as %s', (_, flags) => {
  test.each(['everybody', 'root alone'] as const)(
    'deploys, and says nothing of what nobody asked for, in a clone that %s may write to',
    async (clone) => {
      await using emulator = await startEmulator();
      using agent = new Agent({ clone });
      const { exitCode, stdout, stderr } = await agent.run({
        variables: { ...VARIABLES, APPSMITH_URL: emulator.url },
        flags,
      });
      expect({ exitCode, stdout, stderr }).toMatchObject({
        exitCode: 0,
        stdout: expect.stringMatching(/\n\x1b\[32m✔ Deployed [^\n]+\n$/),
        stderr: '',
      });
      expect(stdout).not.toContain('WARNING');
      expect(emulator.deployments).toMatchObject([{ branch: 'main' }]);
    },
  );

  test('passes on the listed outputs, and writes the reports', async () => {
    await using emulator = await startEmulator();
    using agent = new Agent({ declaresOutputs: true, storage: 'everybody' });
    const variables = {
      ...VARIABLES,
      APPSMITH_URL: emulator.url,
      OUTPUT_VARIABLES: ['APPSMITH_DEPLOY_STATUS', 'APPSMITH_APP_NAME'],
      REPORTS: ['env'],
    };
    const { exitCode, stdout } = await agent.run({ variables, flags });
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.not.stringContaining('WARNING') });
    expect(agent.outputVariables).toEqual({ APPSMITH_DEPLOY_STATUS: 'deployed', APPSMITH_APP_NAME: 'Orders' });
    expect(agent.read('apps/orders/test-reports/appsmith-deploy.env')).toContain("APPSMITH_APP_NAME='Orders'\n");
    expect(JSON.parse(agent.stored('appsmith-deploy.json'))).toBeInstanceOf(Object);
  });

  test('fails where nothing was deployed, and does not say the token', async () => {
    await using emulator = await startEmulator();
    using agent = new Agent({ declaresOutputs: true });
    const variables = {
      ...VARIABLES,
      APPSMITH_URL: emulator.url,
      BEARER_TOKEN: 'an-old-token-0123456789',
      OUTPUT_VARIABLES: ['APPSMITH_DEPLOY_STATUS'],
    };
    const { exitCode, stdout, stderr } = await agent.run({ variables, flags });
    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('✖') });
    expect(stdout + stderr).not.toContain('an-old-token-0123456789');
    expect(agent.outputVariables).toEqual({ APPSMITH_DEPLOY_STATUS: 'failed' });
  });

  test('names what is missing and sends nothing', async () => {
    await using emulator = await startEmulator();
    using agent = new Agent();
    const { exitCode, stdout } = await agent.run({ variables: { APPSMITH_URL: emulator.url }, flags });
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining('✖ Validation errors:'),
    });
    expect(stdout).toContain('APP_ID');
    expect(stdout).toContain('BEARER_TOKEN');
    expect(emulator.requests).toEqual([]);
  });

  test('deploys where it may write nothing of what was asked for, and warns of that', async () => {
    await using emulator = await startEmulator();
    using agent = new Agent({ clone: 'root alone' });
    const pipe = {
      variables: {
        ...VARIABLES,
        APPSMITH_URL: emulator.url,
        REPORTS: ['junit'],
        REPORT_DIR: '/opt/atlassian/pipelines/agent/build/apps/orders/reports',
        OUTPUT_VARIABLES: ['APPSMITH_APP_NAME'],
      },
      flags: [...flags, '--read-only', '--tmpfs=/opt/atlassian/pipelines/agent/build/apps/orders:ro'],
    };
    const { exitCode, stdout } = await agent.run(pipe);
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('✔') });
    expect(stdout.match(/WARNING: \S+ could not be written/g)).toHaveLength(2);
    expect(stdout).toMatch(/agent\/tmp\/pipeline-variables\.env could not be written: .* `output-variables`\./);
  });
});

describe('the image', () => {
  test('takes a list as Bitbucket hands it over', async () => {
    const [orders, stock] = [emulatedApp({ name: 'Orders' }), emulatedApp({ name: 'Stock' })];
    await using emulator = await startEmulator({ apps: [orders, stock] });
    using agent = new Agent();
    const variables = {
      APPSMITH_URL: emulator.url,
      APP_ID: [orders.id, stock.id],
      BEARER_TOKEN: [orders.token, stock.token],
    };
    const { exitCode, stdout, stderr } = await agent.run({ variables });
    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0 });
    expect(emulator.deployments).toHaveLength(2);
  });

  test('stops at once when the pipeline is stopped, although it is process 1', async () => {
    const { exitCode, stdout } = await stopped();
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 143, stdout: expect.stringContaining('✖') });
  });

  test('lets no signal open a debugger, through which its memory could be read', async () => {
    const { exitCode, stderr } = await stopped('SIGUSR1');
    expect({ exitCode, stderr }).toEqual({ exitCode: 143, stderr: '' });
  });

  test('trusts a given private CA, and names the variable when none is given', async () => {
    const { ca, server } = await certificates();
    await using emulator = await startEmulator({ tls: server });
    using agent = new Agent();
    const variables = { ...VARIABLES, APPSMITH_URL: emulator.url };
    const untold = await agent.run({ variables });
    expect(untold).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('CA_CERTIFICATE') });
    const told = await agent.run({ variables: { ...variables, CA_CERTIFICATE: ca } });
    expect(told).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('✔') });
  });

  test('cuts off an endless answer in 64 MB of memory', async () => {
    await using emulator = await startEmulator();
    using agent = new Agent();
    emulator.answerAlways({ ...answers['caddy-502'](), body: 'x'.repeat(10_000_000) });
    const pipe = {
      variables: { ...VARIABLES, MAX_ATTEMPTS: '1', APPSMITH_URL: emulator.url },
      flags: ['--memory=64m'],
    };
    expect(await agent.run(pipe)).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('✖') });
  });

  test('has nothing that could be run instead of the program', async () => {
    for (const shell of ['/bin/sh', '/bin/bash', 'npm', '/usr/bin/npx', 'apt-get']) {
      const { exitCode, stderr } = await docker('run', '--rm', '--entrypoint', shell, IMAGE);
      expect({ shell, exitCode, stderr }).toMatchObject({
        exitCode: 127,
        stderr: expect.stringMatching(/not found|no such file/),
      });
    }
  });
});

/** Runs the pipe against a server that never answers, gives it other signals first, and stops it. */
async function stopped(...signals: readonly string[]) {
  await using emulator = await startEmulator();
  using agent = new Agent();
  emulator.answerWith({ hang: true });
  const name = `appsmith-deploy-test-${process.pid}`;
  const running = agent.run({ variables: { ...VARIABLES, APPSMITH_URL: emulator.url }, flags: ['--name', name] });
  await emulator.waitForRequest(1);
  for (const signal of signals) await dockerOutput('kill', '--signal', signal, name);
  // Killed after ten seconds if it does not end by itself: that would be 137.
  await dockerOutput('stop', '--time', '10', name);
  return await running;
}
