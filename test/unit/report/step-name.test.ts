import { describe, expect, test } from '@jest/globals';
import { readContext } from '../../../src/input/context.ts';
import { stepName } from '../../../src/report/step-name.ts';

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
