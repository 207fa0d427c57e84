import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { DEFAULT_APP, startEmulator } from '../../emulator/index.ts';
import { type Clone, makeClone } from '../support/clone.ts';
import { variablesFor } from '../support/environment.ts';
import { ALL_OUTPUTS } from '../support/output-names.ts';
import { ALL_REPORTS, runIn, STORED } from '../support/records.ts';
import { runMain } from '../support/run-main.ts';

describe('a parallel step that no deployment falls to', () => {
  const EMPTY = { SHARD: 'true', BITBUCKET_PARALLEL_STEP: '1', BITBUCKET_PARALLEL_STEP_COUNT: '2' };

  test('has outputs for the next steps and reports that show no deployment', async () => {
    await using clone = await makeClone();
    const { exitCode, stdout } = await runIn(clone, { ...EMPTY, REPORTS: ALL_REPORTS });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('✔ The only deployment is not assigned to parallel step');
    expect(clone.outputVariables()).toMatchObject({
      APPSMITH_DEPLOY_STATUS: 'nothing',
      APPSMITH_DEPLOYED: '0',
      APPSMITH_FAILED: '0',
      APPSMITH_SKIPPED: '0',
      APPSMITH_DEPLOY_RESULTS: '[]',
    });
    const stored = clone.read(STORED.replace('.json', '-step-1.json'));
    expect(JSON.parse(stored)).toMatchObject({ status: 'nothing', counts: { total: 0 }, deployments: [] });
    expect(clone.read('test-reports/appsmith-deploy.json')).toBe(stored);
    expect(clone.read('test-reports/appsmith-deploy.xml')).toContain(' tests="0" ');
    expect(clone.read('test-reports/appsmith-deploy.html')).toContain('Nothing to deploy in this step');
  });

  test('leaves nothing behind in a dry run', async () => {
    await using clone = await makeClone();
    const { exitCode } = await runIn(clone, { ...EMPTY, REPORTS: ALL_REPORTS, DRY_RUN: 'true' });
    expect(exitCode).toBe(0);
    expect(clone.files()).toEqual([]);
  });
});

test('a run outside Bitbucket leaves nothing behind', async () => {
  await using clone = await makeClone();
  await using emulator = await startEmulator();
  await runMain(variablesFor(emulator), { cwd: clone.path });
  expect(clone.files()).toEqual([]);
});

describe('a disabled deployment', () => {
  const OFF = { name: 'Old', app: 'off', branch: 'main', status: 'disabled' };

  async function runDisabled(clone: Clone, rows: readonly string[], changes: Readonly<Record<string, string>> = {}) {
    await using emulator = await startEmulator();
    const file = `defaults: { url: '${emulator.url}', branch: main, token: $T }\ndeployments:\n${rows.join('\n')}\n`;
    writeFileSync(join(clone.path, 'd.yml'), file);
    const given = {
      DEPLOYMENTS_FILE: 'd.yml',
      T: DEFAULT_APP.token,
      OUTPUT_VARIABLES: ALL_OUTPUTS,
      REPORTS: ALL_REPORTS,
    };
    return await runMain({ ...clone.variables, ...given, ...changes }, { cwd: clone.path });
  }
  const old = "- { name: Old, app: 'off', enabled: false }";
  const on = `- { name: Orders, app: '${DEFAULT_APP.id}' }`;

  test('is in every report as disabled, and counts as nothing else', async () => {
    await using clone = await makeClone();
    const { exitCode, log } = await runDisabled(clone, [old, on]);
    expect({ exitCode, log }).toEqual({ exitCode: 0, log });
    expect(log).toMatch(/INFO: Old +off +main +disabled +0 +- +-\n/);
    expect(log).toContain('✔ Deployed Orders');
    expect(JSON.parse(clone.read(STORED))).toMatchObject({
      status: 'deployed',
      counts: { total: 1, deployed: 1, failed: 0, skipped: 0, disabled: 1 },
      deployments: [{ name: 'Orders' }, { ...OFF, attempts: 0, seconds: 0, timeline: [] }],
    });
    const xml = clone.read('test-reports/appsmith-deploy.xml');
    expect(xml).toContain('tests="2" failures="0" errors="0" skipped="1"');
    expect(xml).toContain('name="Old" time="0.000"><skipped message="disabled"/>');
    const html = clone.read('test-reports/appsmith-deploy.html');
    expect(html).toContain('<title>Orders is deployed</title>');
    expect(html).toMatch(
      /<bdi>Old<\/bdi>.*Disabled<\/span><\/td><td class="c-tries idle">0<\/td><td class="c-time idle">–/,
    );
    const { APPSMITH_DEPLOY_RESULTS, ...outputs } = clone.outputVariables();
    expect(outputs).toMatchObject({
      APPSMITH_DEPLOY_STATUS: 'deployed',
      APPSMITH_APP_ID: DEFAULT_APP.id,
      APPSMITH_DEPLOYED: '1',
      APPSMITH_SKIPPED: '0',
    });
    expect(JSON.parse(String(APPSMITH_DEPLOY_RESULTS))).toEqual([expect.objectContaining({ name: 'Orders' }), OFF]);
  });

  test('alone leaves nothing: no report says that something was deployed', async () => {
    await using clone = await makeClone();
    const { exitCode, log } = await runDisabled(clone, [old]);
    expect({ exitCode, log }).toEqual({ exitCode: 0, log });
    expect(JSON.parse(clone.read(STORED))).toMatchObject({
      status: 'nothing',
      counts: { total: 0, deployed: 0, skipped: 0, disabled: 1 },
      deployments: [OFF],
    });
    expect(clone.outputVariables()['APPSMITH_DEPLOY_STATUS']).toBe('nothing');
    const html = clone.read('test-reports/appsmith-deploy.html');
    expect(html).toContain('<title>Nothing was deployed: every deployment is disabled</title>');
  });

  test('is shown by the first of parallel steps alone', async () => {
    const reported = [0, 1].map(async (step) => {
      await using clone = await makeClone();
      const parallel = { BITBUCKET_PARALLEL_STEP: String(step), BITBUCKET_PARALLEL_STEP_COUNT: '2', SHARD: 'true' };
      const { log } = await runDisabled(clone, [old, on], parallel);
      const stored = JSON.parse(clone.read(STORED.replace('.json', `-step-${step}.json`)));
      return [stored.counts.disabled, log.includes('Disabled, so not deployed: Old.')];
    });
    expect(await Promise.all(reported)).toEqual([
      [1, true],
      [0, false],
    ]);
  });

  test('is not in what a dry run leaves', async () => {
    await using clone = await makeClone();
    const { log } = await runDisabled(clone, [old, on], { DRY_RUN: 'true' });
    expect(log).toContain('Disabled, so not deployed: Old.');
    expect(clone.files()).toEqual(['d.yml']);
  });
});
