import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readContext } from '../../../src/input/context.ts';
import { metadata } from '../../../src/manifest/manifest.ts';
import { codeInsights } from '../../../src/report/code-insights.ts';
import { anyText, HOSTILE } from './hostile.ts';
import { about, BUILD, deployed, failed, failure, MIXED_RUN, overview, skipped } from './runs.ts';

const context = about().context;

function request(...given: Parameters<typeof overview>) {
  const made = codeInsights(overview(...given), given[2]?.context ?? context);
  if (made === undefined) throw new Error('there is no request');
  return made;
}

describe('the Code Insights report', () => {
  test('has the outcome, the counts, the duration and the way to the build', () => {
    expect(request(MIXED_RUN.results, MIXED_RUN)).toEqual({
      path: `/2.0/repositories/acme/orders/commit/${BUILD.BITBUCKET_COMMIT}/reports/appsmith-deploy`,
      body: {
        title: 'Appsmith deployment',
        details: [
          '3 of 6 deployed, 1 failed, 1 not confirmed, 1 skipped, in 72 s.',
          'Intake: Appsmith does not know the branch (AE-APP-4027)',
          'Warehouse scanning and returns: Not confirmed: No complete response in time (TIMEOUT)',
          'Intake archive: skipped, Intake was not deployed',
        ].join('\n'),
        report_type: 'TEST',
        reporter: `appsmith-deploy ${metadata.version}`,
        result: 'FAILED',
        link: 'https://bitbucket.org/acme/orders/pipelines/results/128',
        data: [
          { title: 'Deployed', type: 'NUMBER', value: 3 },
          { title: 'Failed', type: 'NUMBER', value: 1 },
          { title: 'Not confirmed', type: 'NUMBER', value: 1 },
          { title: 'Skipped', type: 'NUMBER', value: 1 },
          { title: 'Retries', type: 'NUMBER', value: 3 },
          { title: 'Duration', type: 'DURATION', value: 72_040 },
        ],
      },
      annotations: [],
    });
  });

  test('of a step with nothing to deploy says so, and passes', () => {
    expect(request([]).body).toMatchObject({ details: 'Nothing to deploy in this step.', result: 'PASSED' });
  });

  test('names disabled deployments, and passes', () => {
    const disabled = [deployed({ name: 'Old' }).deployment];
    const { details, result } = request([deployed()], {}, about({ disabled })).body;
    expect([details, result]).toEqual(['1 of 1 deployed, in 48 s.\nOld: disabled', 'PASSED']);
    const alone = 'Nothing was deployed: every deployment is disabled.';
    expect(request([], {}, about({ disabled })).body).toMatchObject({ details: alone, result: 'PASSED' });
  });

  test('passes when all are deployed', () => {
    expect(request([deployed()]).body.result).toBe('PASSED');
  });

  test('step and environment are in its id and title, so that none replaces another', () => {
    const env = { ...BUILD, BITBUCKET_DEPLOYMENT_ENVIRONMENT: 'staging', BITBUCKET_PARALLEL_STEP: '1' };
    const { path, body } = request([deployed()], {}, { context: readContext(env) });
    expect(path).toMatch(/\/reports\/appsmith-deploy-staging-step-1$/);
    expect(body.title).toBe('Appsmith deployment, staging, step 1');
  });

  test('there is none without a commit or a repository', () => {
    for (const missing of ['BITBUCKET_COMMIT', 'BITBUCKET_REPO_FULL_NAME']) {
      expect(codeInsights(overview([deployed()]), readContext({ ...BUILD, [missing]: '' }))).toBeUndefined();
    }
  });

  test('has no link without a build number', () => {
    const bare = readContext({ ...BUILD, BITBUCKET_BUILD_NUMBER: '' });
    expect(request([deployed()], {}, { context: bare }).body).not.toHaveProperty('link');
  });

  test('details keep to 2,000 characters and say how many are left out', () => {
    const results = Array.from({ length: 500 }, (_, index) => failed({ name: `Region ${index}` }));
    const { details } = request(results).body;
    const lines = details.split('\n');
    expect(details.length).toBeLessThanOrEqual(2_000);
    expect(details.length).toBeGreaterThan(1_900);
    expect(lines.at(-1)).toBe(`… and ${500 - (lines.length - 2)} more: see the build's log.`);
  });

  test('nothing of the repository name or the commit can leave its place in the path', () => {
    const env = { ...BUILD, BITBUCKET_REPO_FULL_NAME: 'a b/c?d#e', BITBUCKET_COMMIT: '../x y' };
    expect(request([deployed()], {}, { context: readContext(env) }).path).toBe(
      '/2.0/repositories/a%20b/c%3Fd%23e/commit/..%2Fx%20y/reports/appsmith-deploy',
    );
  });

  test.each(Object.entries(HOSTILE))(
    '%s in a name, a title or an environment means nothing to Bitbucket',
    (_what, text) => {
      const env = readContext({ ...BUILD, BITBUCKET_DEPLOYMENT_ENVIRONMENT: text });
      const { path, body } = request(
        [failed({ name: text }, failure({ title: text, code: text })), skipped({}, text)],
        {},
        { context: env },
      );
      expect(path).toMatch(/^[!-~]+$/);
      for (const line of [body.title, ...body.details.split('\n')]) {
        expect(line).not.toMatch(/[<>`[\]]|@(?!\u2060)|:\/\/|[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }
      expect(body.details.split('\n')).toHaveLength(3);
      expect(body.details.length).toBeLessThanOrEqual(2_000);
    },
  );

  test('any name stays within a line of text', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const { details } = request([failed({ name })]).body;
        expect(details.split('\n')).toHaveLength(2);
        expect(details).not.toMatch(/[<>`[\]]|@(?!\u2060)|:\/\//);
      }),
    );
  });
});
