import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { answers, DEFAULT_APP, emulatedApp, startEmulator } from '../../emulator/index.ts';
import { makeClone } from '../support/clone.ts';
import { variablesFor } from '../support/environment.ts';
import { ALL_OUTPUTS } from '../support/output-names.ts';
import { runIn, STORED } from '../support/records.ts';
import { runMain } from '../support/run-main.ts';

describe('output variables', () => {
  test.each([
    [99_600, 0, ['APPSMITH_DEPLOY_RESULTS leaves out 1 of 1 deployments, deployed ones first: Bitbucket takes 100 KB']],
    [60_000, 1, []],
    [
      99_999,
      0,
      ['leaves out 1 of 1', 'The output variables are above the 100 KB that Bitbucket takes, with 100 KB from'],
    ],
  ])('leave room for what earlier commands have written: %d bytes', async (before, listed, warnings) => {
    await using clone = await makeClone();
    writeFileSync(clone.outputs, `OTHER=${'x'.repeat(before - 7)}\n`);
    const { log, exitCode } = await runIn(clone);
    expect(exitCode).toBe(0);
    const results = JSON.parse(clone.outputVariables()['APPSMITH_DEPLOY_RESULTS'] ?? '') as unknown[];
    expect(results).toHaveLength(listed);
    expect(log.match(/WARNING: /g) ?? []).toHaveLength(warnings.length);
    for (const warning of warnings) expect(log).toContain(warning);
  });

  test('describe a deployment for the next steps', async () => {
    await using clone = await makeClone();
    await runIn(clone, {}, answers['AE-GIT-5020']());
    const { APPSMITH_DEPLOYED_AT, APPSMITH_DEPLOY_SECONDS, ...others } = clone.outputVariables();
    expect(others).toMatchObject({
      APPSMITH_DEPLOY_STATUS: 'deployed',
      APPSMITH_APP_NAME: 'Orders',
      APPSMITH_APP_ID: DEFAULT_APP.id,
      APPSMITH_BRANCH: 'main',
      APPSMITH_DEPLOY_ATTEMPTS: '2',
      APPSMITH_DEPLOYED: '1',
      APPSMITH_FAILED: '0',
      APPSMITH_SKIPPED: '0',
    });
    expect(APPSMITH_DEPLOYED_AT).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(Number(APPSMITH_DEPLOY_SECONDS)).toBeGreaterThanOrEqual(0);
  });

  test('describe a failure', async () => {
    await using clone = await makeClone();
    const { exitCode } = await runIn(clone, { BEARER_TOKEN: 'not the one at all'.replaceAll(' ', '-') });
    expect(exitCode).toBe(1);
    expect(clone.outputVariables()).toMatchObject({
      APPSMITH_DEPLOY_STATUS: 'failed',
      APPSMITH_DEPLOY_RESULTS: expect.stringContaining('"code":"HTTP-401"'),
    });
  });

  test('are appended to what other pipes wrote, one line each, whatever the server says', async () => {
    await using clone = await makeClone();
    writeFileSync(clone.outputs, 'OTHER=1');
    const evil = 'Orders\nBITBUCKET_EVIL=$(reboot) `id` "\' \u0000\u2028;';
    await runIn(clone, {}, answers.deployed({ applicationName: evil, deployedAt: 'x\r\nEVIL=1' }));
    const lines = readFileSync(clone.outputs, 'utf8').trimEnd().split('\n');
    expect(lines[0]).toBe('OTHER=1');
    for (const line of lines.slice(1)) expect(line).toMatch(/^APPSMITH_[A-Z_]+=[^\s$`;\\]*[^\s$`;]*$/);
  });

  test('are not written where nothing was deployed or tried', async () => {
    await using clone = await makeClone();
    await runIn(clone, { DRY_RUN: 'true' });
    await runIn(clone, { APP_ID: '' });
    expect(clone.files()).toEqual([]);
  });

  test('are those that OUTPUT_VARIABLES lists, and no others', async () => {
    await using clone = await makeClone();
    await runIn(clone, { OUTPUT_VARIABLES: "['APPSMITH_BRANCH', 'APPSMITH_APP_NAME']" });
    expect(readFileSync(clone.outputs, 'utf8')).toBe('APPSMITH_BRANCH=main\nAPPSMITH_APP_NAME=Orders\n');
  });

  test('are none where nothing is listed, and the file of Bitbucket is not made', async () => {
    await using clone = await makeClone();
    const { log } = await runIn(clone, { OUTPUT_VARIABLES: '' });
    expect(clone.files()).toEqual([STORED]);
    expect(log).not.toContain('WARNING');
  });

  test('that there are not stop the step before anything is sent, with the names that there are', async () => {
    await using clone = await makeClone();
    const { exitCode, log } = await runIn(clone, { OUTPUT_VARIABLES: 'APPSMITH_NAME' });
    expect(exitCode).toBe(2);
    expect(log).toMatch(/OUTPUT_VARIABLES:\n- must be one of APPSMITH_DEPLOY_STATUS, APPSMITH_APP_NAME,/);
  });

  test('outside Bitbucket, and in a step that declares none, are a warning', async () => {
    await using clone = await makeClone();
    const folder = join(clone.path, 'agent', 'tmp');
    const undeclared = await runIn(clone, { BITBUCKET_PIPELINES_VARIABLES_PATH: join(folder, 'variables.env') });
    expect(undeclared.exitCode).toBe(0);
    expect(undeclared.log).toMatch(
      /WARNING: .*variables\.env could not be written: no such file or directory \(ENOENT\)\. Bitbucket makes /,
    );
    expect(existsSync(folder)).toBe(false);
    const outside = await runIn(clone, { BITBUCKET_PIPELINES_VARIABLES_PATH: '' });
    expect(outside.exitCode).toBe(0);
    expect(outside.log).toMatch(/WARNING: OUTPUT_VARIABLES were not written: BITBUCKET_PIPELINES_VARIABLES_PATH/);
  });
});

test('many deployments are counted and listed', async () => {
  const apps = [DEFAULT_APP, emulatedApp({ name: 'Stock' })];
  await using clone = await makeClone();
  await using emulator = await startEmulator({ apps });
  emulator.answerWith(answers['AE-GIT-4047']());
  await runMain(
    variablesFor(emulator, {
      ...clone.variables,
      OUTPUT_VARIABLES: ALL_OUTPUTS,
      APP_ID: apps.map(({ id }) => id).join('\n'),
      BEARER_TOKEN: apps.map(({ token }) => token).join('\n'),
      CONCURRENCY: '1',
    }),
  );
  const outputs = clone.outputVariables();
  expect(outputs).toMatchObject({ APPSMITH_DEPLOY_STATUS: 'failed', APPSMITH_DEPLOYED: '1', APPSMITH_FAILED: '1' });
  expect(JSON.parse(outputs['APPSMITH_DEPLOY_RESULTS'] ?? '')).toEqual([
    { name: apps[0]?.id, app: apps[0]?.id, branch: 'main', status: 'failed', code: 'AE-GIT-4047' },
    { name: apps[1]?.id, app: apps[1]?.id, branch: 'main', status: 'deployed' },
  ]);
});
