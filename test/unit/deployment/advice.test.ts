import { describe, expect, test } from '@jest/globals';
import { adviceLines } from '../../../src/deployment/advice.ts';
import { aDeployment, aFailure } from '../../support/builders.ts';

const DEPLOYMENT = aDeployment({
  app: 'a1',
  branch: 'release/$&',
  url: 'https://appsmith.example.com:8443/p',
  timeoutMs: 1_500,
});

describe('advice', () => {
  test.each([
    ['Check out {branch}.', 'Check out release/$&.'],
    ['Ask the administrator of {host}.', 'Ask the administrator of appsmith.example.com:8443.'],
    ['{app}, {branch}, {url}', 'a1, release/$&, https://appsmith.example.com:8443/p'],
    ['Raise {TIMEOUT} (now {seconds} s).', 'Raise TIMEOUT (now 1.5 s).'],
    ['{APP_ID}, {BRANCH}, {APPSMITH_URL}, {BEARER_TOKEN}', 'APP_ID, BRANCH, APPSMITH_URL, BEARER_TOKEN'],
    ['Look at {proxy}.', 'Look at HTTP_PROXY.'],
  ])('%s becomes %s', (line, filled) => {
    expect(adviceLines(aFailure({ advice: [line], facts: { proxy: 'HTTP_PROXY' } }), DEPLOYMENT)).toEqual([filled]);
  });

  test('uses the words of the user for what can be changed', () => {
    const names = { url: '`url`', app: 'DEPLOY_ENDPOINT', branch: '`branch`', token: '`token`', timeout: '`timeout`' };
    const failure = aFailure({ advice: ['{app} in {APP_ID}, {BEARER_TOKEN}, {TIMEOUT}, {APPSMITH_URL}, {BRANCH}'] });
    expect(adviceLines(failure, { ...DEPLOYMENT, names })).toEqual([
      'a1 in DEPLOY_ENDPOINT, `token`, `timeout`, `url`, `branch`',
    ]);
  });

  test('for several deployments hides the facts in which they differ', () => {
    const failure = aFailure({ advice: ['{app} on {branch} of {host}'] });
    expect(adviceLines(failure, DEPLOYMENT, ['app', 'host'])).toEqual(['<app> on release/$& of <host>']);
  });

  test('begins with a check of the application when the deployment is not confirmed', () => {
    const failure = aFailure({ outcome: 'not-confirmed', advice: ['Run it again.'] });
    expect(adviceLines(failure, DEPLOYMENT)).toEqual([
      'The new version may be live, or still being deployed: check in Appsmith when the application was last deployed.',
      'Run it again.',
    ]);
  });

  test('to run the step again is conditional there', () => {
    const failure = aFailure({ advice: ['{run} this step again.'] });
    expect(adviceLines(failure, DEPLOYMENT)).toEqual(['Run this step again.']);
    expect(adviceLines({ ...failure, outcome: 'not-confirmed' }, DEPLOYMENT)[1]).toBe(
      'If it was not deployed, run this step again.',
    );
  });

  test('says so where usually nothing is deployed all the same', () => {
    const failure = aFailure({ outcome: 'not-confirmed', probablyNotDeployed: true, advice: ['Set it.'] });
    const lines = adviceLines(failure, DEPLOYMENT);
    expect(lines).toEqual([expect.stringMatching(/^Usually nothing is deployed then\. To be sure, check/), 'Set it.']);
    expect(adviceLines({ ...failure, outcome: 'not-deployed' }, DEPLOYMENT)).toEqual(['Set it.']);
  });

  test('leaves a branch that looks like a word of it as it is', () => {
    const failure = aFailure({ advice: ['Check {branch} in {BRANCH}.'] });
    expect(adviceLines(failure, { ...DEPLOYMENT, branch: '{APP_ID}' })).toEqual(['Check {APP_ID} in BRANCH.']);
  });
});
