import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { answers, type Emulator, emulatedApp, startEmulator } from '../../emulator/index.ts';
import { makeClone } from '../support/clone.ts';
import { ALL_OUTPUTS } from '../support/output-names.ts';
import { runMain } from '../support/run-main.ts';
import { APPS, tableRows } from '../support/several-apps.ts';

describe('DEPLOYMENTS_FILE', () => {
  const [alpha = emulatedApp(), beta = emulatedApp(), gamma = emulatedApp()] = APPS;
  const file = (url: string) => `
defaults: { url: ${url}, branch: main }
deployments:
  - { name: Packages, app: '${alpha.id}', token: $ALPHA_TOKEN }
  - { name: Orders, app: '${beta.id}', token: $BETA_TOKEN, branch: release, after: Packages }
  - { name: Intake, token: $GAMMA_TOKEN, after: [Orders],
      endpoint: '${url}/api/v1/git/deploy/app/${gamma.id}?branchName=main' }
`;
  const tokens = { ALPHA_TOKEN: alpha.token, BETA_TOKEN: beta.token, GAMMA_TOKEN: gamma.token };

  async function runFile(
    changes: Readonly<Record<string, string>>,
    prepareServer: (emulator: Emulator) => void = () => undefined,
  ) {
    await using emulator = await startEmulator({ apps: APPS });
    await using clone = await makeClone();
    prepareServer(emulator);
    writeFileSync(join(clone.path, 'appsmith-deployments.yml'), file(emulator.url));
    const variables = {
      ...clone.variables,
      ...tokens,
      OUTPUT_VARIABLES: ALL_OUTPUTS,
      DEPLOYMENTS_FILE: 'appsmith-deployments.yml',
      RETRY_DELAY: '0.01',
    };
    const run = await runMain({ ...variables, ...changes }, { cwd: clone.path });
    const junit = clone
      .files()
      .filter((name) => name.endsWith('.xml'))
      .map(clone.read)
      .join('\n');
    return { ...run, requests: emulator.requests, outputs: clone.outputVariables(), junit };
  }

  test('is carried out in the order that it asks for', async () => {
    const { exitCode, log, requests } = await runFile({});
    expect(exitCode).toBe(0);
    expect(requests.map(({ url }) => url.split('/app/')[1])).toEqual([
      `${alpha.id}?branchName=main`,
      `${beta.id}?branchName=release`,
      `${gamma.id}?branchName=main`,
    ]);
    expect(tableRows(log).map(([name]) => name)).toEqual(['Packages', 'Orders', 'Intake']);
  });

  test('skips what comes after a failure', async () => {
    const { exitCode, log, requests, outputs } = await runFile({}, (emulator) =>
      emulator.answerWith(answers['AE-GIT-4047']()),
    );
    expect(exitCode).toBe(1);
    expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(log).toContain('1 failed, 2 skipped, 0 deployed');
    expect(log).toContain('\nWARNING: Skipped because Packages was not deployed: Orders, Intake\n');
    expect(log).toContain(
      '\nSkipped because Packages was not deployed: Orders\nSkipped because Orders was not deployed: Intake',
    );
    expect(outputs).toMatchObject({ APPSMITH_DEPLOY_STATUS: 'failed', APPSMITH_FAILED: '1', APPSMITH_SKIPPED: '2' });
  });

  test('is shown by DRY_RUN in waves', async () => {
    const { exitCode, log, requests } = await runFile({ DRY_RUN: 'true' });
    expect(exitCode).toBe(0);
    const [, first, second] = log.split(/Wave \d of 3.*:\n/);
    expect(first).toContain('Packages: ');
    expect(second).toMatch(/Orders: application \w+, branch release, to \S+, after Packages\./);
    expect(log).toContain('Wave 2 of 3 (each starts after the deployments that it depends on):');
    expect(requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test.each([
    ['APP_ID', alpha.id],
    ['BEARER_TOKEN', alpha.token],
    ['DEPLOY_ENDPOINT', `https://x.example/api/v1/git/deploy/app/${alpha.id}`],
    ['BRANCH', "['a', 'b']"],
  ])('beside %s is refused', async (name, value) => {
    const { exitCode, log, requests } = await runFile({ [name]: value });
    expect(exitCode).toBe(2);
    expect(log).toContain(`${name}`);
    expect(requests).toEqual([]);
  });

  test('that fails says what to change in the file, in the log and in reports', async () => {
    const { exitCode, log, junit } = await runFile({ ALPHA_TOKEN: gamma.token, REPORTS: 'junit' });
    expect(exitCode).toBe(1);
    const line = `Compare ${alpha.id} in \`app\` with the endpoint under Git Settings `;
    expect(log).toContain(`  - ${line}`);
    expect(junit).toContain(line);
  });

  test.each([
    ['', 'Check main in `endpoint`.'],
    [', branch: other', 'Check other in `branch`.'],
  ])('that fails at an endpoint with %j beside it says what to change by that key', async (branch, line) => {
    await using emulator = await startEmulator({ apps: APPS });
    await using clone = await makeClone();
    emulator.answerAlways(answers['AE-BAD-4000']());
    const endpoint = `${emulator.url}/api/v1/git/deploy/app/${gamma.id}?branchName=main`;
    const text = `deployments: [{ endpoint: '${endpoint}', token: $GAMMA_TOKEN${branch} }]`;
    writeFileSync(join(clone.path, 'appsmith-deployments.yml'), text);
    const variables = { ...clone.variables, ...tokens, DEPLOYMENTS_FILE: 'appsmith-deployments.yml' };
    const { log } = await runMain(variables, { cwd: clone.path });
    expect(log).toContain(`  - Compare ${gamma.id} in \`endpoint\` with the endpoint `);
    expect(log).toContain(`  - ${line}\n`);
  });

  describe('of one deployment', () => {
    async function runOne(name: string, changes: Readonly<Record<string, string>> = {}) {
      await using emulator = await startEmulator({ apps: APPS });
      await using clone = await makeClone();
      const one = `deployments: [{ name: '${name}', app: ${alpha.id}, branch: main, token: $ALPHA_TOKEN }]`;
      writeFileSync(join(clone.path, 'appsmith-deployments.yml'), one);
      const variables = { ...clone.variables, ...tokens, DEPLOYMENTS_FILE: 'appsmith-deployments.yml' };
      return await runMain({ ...variables, APPSMITH_URL: emulator.url, ...changes }, { cwd: clone.path });
    }

    test('shows its name at the start and at the end', async () => {
      const { log } = await runOne('Orders (EU)');
      expect(log).toContain(`: deploying Orders (EU): application ${alpha.id}, branch main, to http`);
      expect(log).toContain(`✔ Deployed Orders (EU): Alpha (${alpha.id}), branch main, to http`);
    });

    test('shows its name when it fails', async () => {
      const { log } = await runOne('Orders (EU)', { ALPHA_TOKEN: beta.token });
      expect(log).toContain(`\n  Orders (EU): application ${alpha.id}, branch main, http`);
    });

    test('shows a name once that is also the one of the application', async () => {
      const { log } = await runOne('Alpha');
      expect(log).toContain(`: deploying Alpha: application ${alpha.id}, `);
      expect(log).toContain(`✔ Deployed Alpha (${alpha.id}), branch main, `);
    });

    test('shows an id once that is also its name', async () => {
      const { log } = await runOne(alpha.id);
      expect(log).toContain(`: deploying application ${alpha.id}, `);
      expect(log).toContain(`✔ Deployed Alpha (${alpha.id}), branch main, `);
    });
  });

  test('with a token that is not there names the variable to add', async () => {
    const { exitCode, log } = await runFile({ BETA_TOKEN: '' });
    expect(exitCode).toBe(2);
    expect(log).toContain('BETA_TOKEN: $BETA_TOKEN');
  });

  test('warns of no repository: a file may name applications of others', async () => {
    const { log } = await runFile({ BITBUCKET_REPO_FULL_NAME: 'acme/other' });
    expect(log).not.toContain('WARNING');
  });
});
