import { describe, expect, test } from '@jest/globals';
import { readContext } from '../../../src/input/context.ts';
import { metadata } from '../../../src/manifest/manifest.ts';
import { junitReport } from '../../../src/report/junit-report.ts';
import { BUILD, deployed, failed, failure, MIXED_RUN, overview, skipped } from './runs.ts';

// That reports are valid, whatever the texts in them, is shown in test/contract/junit-report-schema.test.ts.

describe('junit report', () => {
  test('counts the test cases in the suite', () => {
    const xml = junitReport(overview(MIXED_RUN.results, MIXED_RUN));
    expect(xml).toContain('<testsuites name="appsmith-deploy" tests="6" failures="2" errors="0" time="72.040">');
    expect(xml).toContain('skipped="1" time="72.040" timestamp="2026-11-24T13:41:30">');
  });

  test('a deployed case passes', () => {
    const xml = junitReport(overview([deployed({ name: 'Orders (EU)' })]));
    expect(xml).toContain('<testcase classname="appsmith-deploy" name="Orders (EU)" time="1.234">\n      <system-out>');
    expect(xml).not.toMatch(/<(failure|error|skipped)/);
  });

  test('a failed case says what happened, what to do, and where to look', () => {
    const why = failure({
      serverMessage: 'No <token>.',
      detail: 'Also this.',
      requestId: 'ours',
      serverRequestId: 'theirs',
    });
    const xml = junitReport(overview([failed({}, why)]));
    expect(xml).toContain(
      '<failure type="HTTP-401" message="Token not accepted (HTTP-401)">Token not accepted (HTTP-401)\nIn Appsmith',
    );
    expect(xml).toContain(
      '\nAlso this.\nThe server says: No &lt;token&gt;.\nX-Request-Id: ours\nX-Appsmith-Request-Id: ' +
        `theirs\nMore: ${metadata.failuresUrl}http-401</failure>`,
    );
  });

  test('a failure is named as in the log: by the code that explains it, and whether it is not confirmed', () => {
    const why = failure({ key: 'TLS-CA', code: 'DEPTH_ZERO_SELF_SIGNED_CERT', title: 'Not trusted' });
    expect(junitReport(overview([failed({}, why)]))).toContain(
      '<failure type="DEPTH_ZERO_SELF_SIGNED_CERT" message="Not trusted (TLS-CA: ' +
        'DEPTH_ZERO_SELF_SIGNED_CERT)">Not trusted (TLS-CA: ',
    );
    expect(junitReport(overview([failed({}, { ...why, outcome: 'not-confirmed' })]))).toContain(
      'message="Not confirmed: Not trusted (TLS-CA: DEPTH_ZERO_SELF_SIGNED_CERT)">Not confirmed: Not trusted (',
    );
  });

  test('a skipped case says why', () => {
    expect(junitReport(overview([skipped({}, 'Intake was not deployed')]))).toContain(
      '<skipped message="Intake was not deployed"/>',
    );
  });

  test('each case lists its attempts', () => {
    const xml = junitReport(overview(MIXED_RUN.results, MIXED_RUN));
    expect(xml).toContain(
      'Attempt 1, 2.8 s: AE-GIT-5020\nAttempt 2, 2.6 s: AE-GIT-5020\nAttempt 3, 8.4 s: deployed\nTotal 61 s, ' +
        'including waits</system-out>',
    );
  });

  test('the suite names the build, the environment and the parallel step, if there are any', () => {
    const context = readContext({
      ...BUILD,
      BITBUCKET_DEPLOYMENT_ENVIRONMENT: 'staging',
      BITBUCKET_PARALLEL_STEP: '2',
    });
    const xml = junitReport(overview([deployed()], {}, { context }));
    expect(xml).toContain('<testsuite name="appsmith-deploy staging step 2"');
    expect(xml).toContain('<property name="build" value="128"/>');
    const bare = junitReport(overview([deployed()], {}, { context: readContext({}) }));
    expect(bare).toContain(`<properties><property name="version" value="${metadata.version}"/></properties>`);
  });
});
