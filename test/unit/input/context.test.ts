import { expect, test } from '@jest/globals';
import { readContext } from '../../../src/input/context.ts';

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
