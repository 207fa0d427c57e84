import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { answers, DEFAULT_APP } from '../../emulator/index.ts';
import { makeClone } from '../support/clone.ts';
import { ALL_REPORTS, runIn, STORED } from '../support/records.ts';

const BUILD = {
  BITBUCKET_BUILD_NUMBER: '42',
  BITBUCKET_COMMIT: '9f2c1e7ab4d05c3388b1f6d7e2a490cc51d3e8f0',
  BITBUCKET_REPO_FULL_NAME: 'acme/orders',
  CHECK_FOR_NEWER_VERSION: 'false',
};

interface Stored {
  readonly schema: number;
  readonly status: string;
  readonly build: Readonly<Record<string, string>>;
  readonly deployments: readonly Readonly<Record<string, unknown>>[];
}

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
    const { exitCode } = await runIn(clone, { ...BUILD, REPORTS: ALL_REPORTS, REPORT_DIR: 'build/reports' });
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
    const { log } = await runIn(clone, { REPORTS: ALL_REPORTS, REPORT_DIR: './out/' });
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
    const { exitCode } = await runIn(clone, { REPORTS: ALL_REPORTS }, answers['AE-GIT-4032']());
    expect(exitCode).toBe(1);
    expect(clone.read('test-reports/appsmith-deploy.xml')).toMatch(/<failure [^>]*SSH key/);
    expect(clone.read('test-reports/appsmith-deploy.html')).toContain('Access keys');
  });

  test('outside the clone are refused', async () => {
    await using clone = await makeClone();
    symlinkSync(tmpdir(), join(clone.path, 'link'));
    symlinkSync('../nowhere', join(clone.path, 'dangling'));
    for (const folder of [join(tmpdir(), 'reports'), '../reports', 'link/reports', 'a/../../b', 'dangling']) {
      const { exitCode, log } = await runIn(clone, { REPORTS: ALL_REPORTS, REPORT_DIR: folder });
      expect(exitCode).toBe(2);
      expect(log).toMatch(/REPORT_DIR:\n- is outside the clone/);
    }
  });

  test('code-insights outside Bitbucket is a warning, and quick', async () => {
    await using clone = await makeClone();
    const { exitCode, log, durationMs } = await runIn(clone, { ...BUILD, REPORTS: 'code-insights' });
    expect(exitCode).toBe(0);
    expect(log).toMatch(/WARNING: Bitbucket did not accept the Code Insights report: /);
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
