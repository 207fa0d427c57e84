import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Answer, answers, DEFAULT_APP, emulatedApp, startEmulator } from '../../emulator/index.ts';
import { type Clone, makeClone } from '../support/clone.ts';
import { variablesFor } from '../support/environment.ts';
import { ALL_OUTPUTS } from '../support/output-names.ts';
import { runMain } from '../support/run-main.ts';

const STORED = '.bitbucket/pipelines/generated/pipe/appsmith-deploy.json';
const ALL = 'junit\nhtml\njson\nenv';
const BUILD = {
  BITBUCKET_BUILD_NUMBER: '42',
  BITBUCKET_COMMIT: '9f2c1e7ab4d05c3388b1f6d7e2a490cc51d3e8f0',
  BITBUCKET_REPO_FULL_NAME: 'acme/orders',
  CHECK_FOR_NEWER_VERSION: 'false',
};

async function runIn(clone: Clone, changes: Readonly<Record<string, string>> = {}, ...script: readonly Answer[]) {
  await using emulator = await startEmulator();
  emulator.answerWith(...script);
  const variables = { ...clone.variables, OUTPUT_VARIABLES: ALL_OUTPUTS, ...changes };
  return await runMain(variablesFor(emulator, variables), { cwd: clone.path });
}

interface Stored {
  readonly schema: number;
  readonly status: string;
  readonly build: Readonly<Record<string, string>>;
  readonly deployments: readonly Readonly<Record<string, unknown>>[];
}

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

describe('appsmith-deploy.json', () => {
  test('in the storage folder describes the whole run', async () => {
    await using clone = await makeClone();
    await runIn(clone, BUILD, answers['AE-GIT-4047']());
    const report = JSON.parse(clone.read(STORED)) as Stored;
    expect(report).toMatchObject({ schema: 1, status: 'failed' });
    expect(report.deployments).toHaveLength(1);
    expect(report.deployments[0]).toMatchObject({
      app: DEFAULT_APP.id,
      branch: 'main',
      status: 'failed',
      code: 'AE-GIT-4047',
      title: 'Merge conflict while pulling',
      attempts: 1,
    });
    expect(JSON.stringify(report.build)).toContain('https://bitbucket.org/acme/orders/pipelines/results/42');
  });

  test.each([
    ['a deployment step', { BITBUCKET_DEPLOYMENT_ENVIRONMENT: 'production' }, 'appsmith-deploy-production.json'],
    [
      'a parallel step',
      { BITBUCKET_PARALLEL_STEP: '2', BITBUCKET_PARALLEL_STEP_COUNT: '3' },
      'appsmith-deploy-step-2.json',
    ],
  ])('has a name of its own in %s', async (_, changes, name) => {
    await using clone = await makeClone();
    await runIn(clone, changes);
    expect(clone.files().map((file) => file.split('/').at(-1))).toContain(name);
  });
});

describe('REPORTS', () => {
  test('are written to REPORT_DIR, from the working directory', async () => {
    await using clone = await makeClone();
    const { exitCode } = await runIn(clone, { ...BUILD, REPORTS: ALL, REPORT_DIR: 'build/reports' });
    expect(exitCode).toBe(0);
    expect(clone.files()).toEqual(
      expect.arrayContaining(['html', 'json', 'xml', 'env'].map((each) => `build/reports/appsmith-deploy.${each}`)),
    );
    expect(clone.read('build/reports/appsmith-deploy.json')).toBe(clone.read(STORED));
    expect(clone.read('build/reports/appsmith-deploy.xml')).toMatch(/<testcase /);
    expect(clone.read('build/reports/appsmith-deploy.html')).toMatch(/^<!doctype html>/i);
    expect(clone.read('build/reports/appsmith-deploy.env')).toMatch(/^APPSMITH_APP_NAME='Orders'$/m);
  });

  test('are named in the log before the result, those alone that could be written', async () => {
    await using clone = await makeClone();
    mkdirSync(join(clone.path, 'out', 'appsmith-deploy.xml', 'full'), { recursive: true });
    const { log } = await runIn(clone, { REPORTS: ALL, REPORT_DIR: './out/' });
    expect(log).toMatch(
      /^INFO: Reports: out\/appsmith-deploy\.html, out\/appsmith-deploy\.json, out\/appsmith-deploy\.env\n✔ /m,
    );
    expect((await runIn(clone)).log).not.toContain('Reports: ');
    expect((await runIn(clone, { REPORTS: 'junit', REPORT_DIR: 'out' })).log).not.toContain('Reports: ');
  });

  test('go to test-reports where nothing else is said, as text that a list became', async () => {
    await using clone = await makeClone();
    await runIn(clone, { REPORTS: "['junit']" });
    expect(clone.files()).toContain('test-reports/appsmith-deploy.xml');
  });

  test('of a failure hold its title and advice', async () => {
    await using clone = await makeClone();
    const { exitCode } = await runIn(clone, { REPORTS: ALL }, answers['AE-GIT-4032']());
    expect(exitCode).toBe(1);
    expect(clone.read('test-reports/appsmith-deploy.xml')).toMatch(/<failure [^>]*SSH key/);
    expect(clone.read('test-reports/appsmith-deploy.html')).toContain('Access keys');
  });

  test('outside the clone are refused', async () => {
    await using clone = await makeClone();
    symlinkSync(tmpdir(), join(clone.path, 'link'));
    symlinkSync('../nowhere', join(clone.path, 'dangling'));
    for (const folder of [join(tmpdir(), 'reports'), '../reports', 'link/reports', 'a/../../b', 'dangling']) {
      const { exitCode, log } = await runIn(clone, { REPORTS: ALL, REPORT_DIR: folder });
      expect(exitCode).toBe(2);
      expect(log).toMatch(/REPORT_DIR:\n- is outside the clone/);
    }
  });

  test('code-insights outside Bitbucket is a warning, and quick', async () => {
    await using clone = await makeClone();
    const { exitCode, log, durationMs } = await runIn(clone, { ...BUILD, REPORTS: 'code-insights' });
    expect(exitCode).toBe(0);
    expect(log).toMatch(/WARNING: Bitbucket did not take the Code Insights report: /);
    expect(durationMs).toBeLessThan(15_000);
    const without = await runIn(clone, { REPORTS: 'code-insights' });
    expect(without.log).toMatch(/WARNING: No Code Insights report: Bitbucket names no repository and commit here\./);
    expect(without.exitCode).toBe(0);
  });
});

describe('a place that cannot be written', () => {
  test('is a warning that names it; the exit code stays', async () => {
    await using clone = await makeClone();
    writeFileSync(join(clone.path, 'file'), 'in the way');
    mkdirSync(join(clone.path, 'taken', 'appsmith-deploy.xml'), { recursive: true });
    writeFileSync(join(clone.path, 'taken', 'appsmith-deploy.xml', 'x'), '');
    const broken = {
      BITBUCKET_PIPELINES_VARIABLES_PATH: join(clone.path, 'file', 'variables'),
      BITBUCKET_PIPE_STORAGE_DIR: join(clone.path, 'file'),
      REPORTS: 'junit',
      REPORT_DIR: 'taken',
    };
    const good = await runIn(clone, broken);
    expect(good.exitCode).toBe(0);
    expect(good.stdout).toContain('✔');
    expect(good.log.match(/WARNING: .* could not be written: /g)).toHaveLength(2);
    const bad = await runIn(clone, broken, answers['AE-GIT-4047']());
    expect(bad.exitCode).toBe(1);
  });

  test('may be where not even root can make a folder', async () => {
    await using clone = await makeClone();
    const nowhere = { BITBUCKET_PIPE_STORAGE_DIR: '/proc/appsmith-deploy' };
    const { exitCode, log } = await runIn(clone, { ...nowhere, DEBUG: 'true' });
    expect(exitCode).toBe(0);
    expect(log.match(/DEBUG: \/proc\/appsmith-deploy.* could not be written: /g)).toHaveLength(1);
    expect((await runIn(clone, nowhere)).log).not.toContain('could not be written');
  });

  test('may be a link: it is replaced or refused, never followed', async () => {
    await using clone = await makeClone();
    const target = join(clone.path, 'precious');
    writeFileSync(target, 'precious');
    symlinkSync(target, clone.outputs);
    symlinkSync(target, join(clone.storage, 'appsmith-deploy.json'));
    const { exitCode, log } = await runIn(clone);
    expect(exitCode).toBe(0);
    expect(readFileSync(target, 'utf8')).toBe('precious');
    expect(log).toMatch(/WARNING: .*variables could not be written/);
    expect((JSON.parse(clone.read(STORED)) as Stored).status).toBe('deployed');
  });
});

describe('a parallel step that no deployment falls to', () => {
  const EMPTY = { SHARD: 'true', BITBUCKET_PARALLEL_STEP: '1', BITBUCKET_PARALLEL_STEP_COUNT: '2' };

  test('has outputs for the next steps and reports that show no deployment', async () => {
    await using clone = await makeClone();
    const { exitCode, stdout } = await runIn(clone, { ...EMPTY, REPORTS: ALL });
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
    const { exitCode } = await runIn(clone, { ...EMPTY, REPORTS: ALL, DRY_RUN: 'true' });
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

describe('a disabled deployment', () => {
  const OFF = { name: 'Old', app: 'off', branch: 'main', status: 'disabled' };

  async function runDisabled(clone: Clone, rows: readonly string[], changes: Readonly<Record<string, string>> = {}) {
    await using emulator = await startEmulator();
    const file = `defaults: { url: '${emulator.url}', branch: main, token: $T }\ndeployments:\n${rows.join('\n')}\n`;
    writeFileSync(join(clone.path, 'd.yml'), file);
    const given = { DEPLOYMENTS_FILE: 'd.yml', T: DEFAULT_APP.token, OUTPUT_VARIABLES: ALL_OUTPUTS, REPORTS: ALL };
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
