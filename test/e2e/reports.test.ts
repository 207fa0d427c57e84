import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { answers, startEmulator } from '../../emulator/index.ts';
import { makeClone } from '../support/clone.ts';
import { variablesFor } from '../support/environment.ts';
import { ALL_OUTPUTS } from '../support/output-names.ts';
import { runPipe } from '../support/run-pipe.ts';

test('a run leaves output variables, its record and the reports that are wanted', async () => {
  await using emulator = await startEmulator();
  await using clone = await makeClone();
  emulator.answerWith(answers['AE-GIT-5020'](), answers['AE-GIT-4032']());
  const { exitCode } = await runPipe(
    variablesFor(emulator, {
      ...clone.variables,
      OUTPUT_VARIABLES: ALL_OUTPUTS,
      REPORTS_COUNT: '4',
      REPORTS_0: 'junit',
      REPORTS_1: 'html',
      REPORTS_2: 'json',
      REPORTS_3: 'env',
    }),
    { cwd: clone.path },
  );
  expect(exitCode).toBe(1);
  expect(clone.outputVariables()).toMatchObject({ APPSMITH_DEPLOY_STATUS: 'failed', APPSMITH_DEPLOY_ATTEMPTS: '2' });
  expect(clone.files()).toEqual([
    '.bitbucket/pipelines/generated/pipe/appsmith-deploy.json',
    '.bitbucket/pipelines/generated/variables',
    'test-reports/appsmith-deploy.env',
    'test-reports/appsmith-deploy.html',
    'test-reports/appsmith-deploy.json',
    'test-reports/appsmith-deploy.xml',
  ]);
});

test('places that cannot be written only warn, and code-insights takes no longer than its 10 s', async () => {
  await using emulator = await startEmulator();
  await using clone = await makeClone();
  writeFileSync(join(clone.path, 'file'), '');
  mkdirSync(join(clone.path, 'reports'));
  symlinkSync('/dev/full', join(clone.path, 'outputs'));
  const { exitCode, log, durationMs } = await runPipe(
    variablesFor(emulator, {
      BITBUCKET_CLONE_DIR: clone.path,
      BITBUCKET_PIPE_STORAGE_DIR: join(clone.path, 'file', 'x'),
      BITBUCKET_PIPELINES_VARIABLES_PATH: join(clone.path, 'outputs'),
      BITBUCKET_COMMIT: '9f2c1e7ab4d05c3388b1f6d7e2a490cc51d3e8f0',
      BITBUCKET_REPO_FULL_NAME: 'acme/orders',
      REPORTS: "['code-insights', 'html']",
      OUTPUT_VARIABLES: 'APPSMITH_APP_NAME',
      REPORT_DIR: 'file/x',
    }),
    { cwd: clone.path },
  );
  expect(exitCode).toBe(0);
  expect(log.match(/WARNING: .* could not be written: /g)).toHaveLength(2);
  expect(log).toMatch(/WARNING: Bitbucket did not accept the Code Insights report/);
  expect(log).toContain('✔ Deployed Orders');
  expect(durationMs).toBeLessThan(20_000);
});
