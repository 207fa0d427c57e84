import { describe, expect, test } from '@jest/globals';
import * as context from '../../../src/input/context.ts';
import { reading } from '../../support/findings.ts';

const { readContext, stepName } = context;

const STEP = {
  BITBUCKET_BUILD_NUMBER: '7',
  BITBUCKET_BRANCH: 'main',
  BITBUCKET_COMMIT: 'abc',
  BITBUCKET_WORKSPACE: 'acme',
  BITBUCKET_REPO_SLUG: 'orders',
  BITBUCKET_REPO_FULL_NAME: 'acme/orders',
  BITBUCKET_DEPLOYMENT_ENVIRONMENT: 'production',
  BITBUCKET_PARALLEL_STEP: '0',
  BITBUCKET_PARALLEL_STEP_COUNT: '2',
  BITBUCKET_CLONE_DIR: '/clone',
  BITBUCKET_PIPELINES_VARIABLES_PATH: '/variables',
  BITBUCKET_PIPE_STORAGE_DIR: '/storage',
};

test('of a step on a branch all is known', () => {
  expect(readContext({ ...STEP, BITBUCKET_TAG: '' })).toStrictEqual({
    inBitbucket: true,
    branch: 'main',
    commit: 'abc',
    repoFullName: 'acme/orders',
    buildNumber: '7',
    buildUrl: 'https://bitbucket.org/acme/orders/pipelines/results/7',
    commitUrl: 'https://bitbucket.org/acme/orders/commits/abc',
    deploymentEnvironment: 'production',
    parallelStep: '0',
    parallelStepCount: '2',
    cloneDir: '/clone',
    variablesPath: '/variables',
    storageDir: '/storage',
  });
});

test('a tag takes the place of the branch', () => {
  expect(readContext({ ...STEP, BITBUCKET_BRANCH: '', BITBUCKET_TAG: '1.0' })).toMatchObject({ tag: '1.0' });
});

test('outside Bitbucket nothing is known', () => {
  expect(readContext({ PATH: '/bin' })).toStrictEqual({ inBitbucket: false });
});

test.each([
  [{ BITBUCKET_WORKSPACE: 'acme', BITBUCKET_REPO_SLUG: 'orders' }, 'acme/orders'],
  [{ BITBUCKET_REPO_FULL_NAME: 'acme/orders' }, 'acme/orders'],
  [{ BITBUCKET_WORKSPACE: 'acme' }, undefined],
  [{ BITBUCKET_REPO_SLUG: 'orders' }, undefined],
])('the repository of %j is %s', (given, repoFullName) => {
  const context = readContext({ BITBUCKET_BUILD_NUMBER: '7', ...given });
  expect(context.repoFullName).toBe(repoFullName);
  expect(context.buildUrl).toBe(repoFullName && `https://bitbucket.org/${repoFullName}/pipelines/results/7`);
  expect(context.commitUrl).toBeUndefined();
});

const readShard = (step?: string, count?: string) => {
  const given = readContext({ BITBUCKET_PARALLEL_STEP: step, BITBUCKET_PARALLEL_STEP_COUNT: count });
  return reading((remarks) => context.readShard(given, remarks));
};

describe('what Bitbucket says of a parallel step', () => {
  test.each([
    ['0', '1', { step: 0, count: 1 }],
    ['2', '3', { step: 2, count: 3 }],
    ['9999', '10000', { step: 9_999, count: 10_000 }],
  ])('step %s of %s', (step, count, shard) => {
    expect(readShard(step, count)).toEqual({ value: shard });
  });

  test.each([
    [
      undefined,
      undefined,
      /^needs BITBUCKET_PARALLEL_STEP and BITBUCKET_PARALLEL_STEP_COUNT\. .* `parallel:`: pass them .*remove SHARD/,
    ],
    ['', '', /^needs BITBUCKET_PARALLEL_STEP and BITBUCKET_PARALLEL_STEP_COUNT\./],
    [undefined, '3', /^needs BITBUCKET_PARALLEL_STEP\. /],
    ['0', undefined, /^needs BITBUCKET_PARALLEL_STEP_COUNT\. /],
    ['3', '3', /BITBUCKET_PARALLEL_STEP is 3, which is not below BITBUCKET_PARALLEL_STEP_COUNT, 3\./],
    ['7', '3', /BITBUCKET_PARALLEL_STEP is 7, .*Steps are counted from 0\..*remove your own settings of them\.$/],
    ['0', '0', /whole number/],
    ['-1', '3', /whole number/],
    ['1.5', '3', /whole number/],
    ['1', '3.0', /whole number/],
    ['0x1', '3', /whole number/],
    [' 1', '3', /whole number/],
    ['one', '3', /whole number/],
    ['1', '10001', /one from 1 to 10000/],
    ['1', '99999999999999999999', /whole number/],
    ['١', '3', /whole number/],
  ])('step %j of %j is refused with what to do', (step, count, problem) => {
    expect(readShard(step, count)).toEqual({ problem: expect.stringMatching(problem) });
  });
});

const named = (environment?: string, step?: string) =>
  readContext({ BITBUCKET_DEPLOYMENT_ENVIRONMENT: environment, BITBUCKET_PARALLEL_STEP: step });

describe('what the steps of a pipeline share is named after the step', () => {
  test.each([
    [undefined, undefined, 'appsmith-deploy'],
    ['staging', undefined, 'appsmith-deploy-staging'],
    [undefined, '0', 'appsmith-deploy-step-0'],
    ['production', '12', 'appsmith-deploy-production-step-12'],
  ])('environment %s, step %s: %s', (environment, step, name) => {
    expect(stepName(named(environment, step))).toBe(name);
  });

  test.each([['Prod EU'], ['prod/eu'], ['../../etc/passwd'], ['注文'], ['x'.repeat(300)], ['a\u0000b']])(
    '%j becomes letters, digits and hyphens',
    (environment) => {
      expect(stepName(named(environment))).toMatch(/^appsmith-deploy-[a-z0-9-]{1,70}$/);
    },
  );

  test('environments that look alike keep different names', () => {
    const names = ['prod-eu', 'Prod EU', 'prod/eu', 'prod eu', 'PROD-EU', `${'x'.repeat(60)}1`, `${'x'.repeat(60)}2`];
    expect(new Set(names.map((name) => stepName(named(name)))).size).toBe(names.length);
  });
});
