import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readContext } from '../../../src/input/context.ts';
import { metadata } from '../../../src/manifest/manifest.ts';
import { jsonReport } from '../../../src/report/json-report.ts';
import { printable } from '../../../src/text/printable.ts';
import { anyText, HOSTILE } from './hostile.ts';
import { BUILD, deployed, failed, failure, MIXED_RUN, overview, skipped } from './runs.ts';

const read = (...given: Parameters<typeof overview>) => JSON.parse(jsonReport(overview(...given)));

describe('appsmith-deploy.json', () => {
  test('describes the run: version, outcome, counts, time, build', () => {
    const context = readContext({
      ...BUILD,
      BITBUCKET_DEPLOYMENT_ENVIRONMENT: 'staging',
      BITBUCKET_PARALLEL_STEP: '1',
    });
    expect(read(MIXED_RUN.results, MIXED_RUN, { context })).toMatchObject({
      schema: 1,
      pipe: { name: 'appsmith-deploy', version: metadata.version },
      status: 'failed',
      startedAt: '2026-11-24T13:41:30.500Z',
      seconds: 72.04,
      counts: { total: 6, deployed: 3, failed: 2, skipped: 1, retries: 3 },
      build: {
        number: '128',
        url: 'https://bitbucket.org/acme/orders/pipelines/results/128',
        commit: BUILD.BITBUCKET_COMMIT,
        branch: 'main',
        repository: 'acme/orders',
        environment: 'staging',
        step: '1',
      },
    });
  });

  test('a deployed one has what the server says, and no code', () => {
    const [first] = read([deployed({ name: 'Orders (EU)' })]).deployments;
    expect(first).toEqual({
      name: 'Orders (EU)',
      app: '660427bb3927480dc0720914',
      branch: 'main',
      url: 'https://appsmith.example.com',
      status: 'deployed',
      attempts: 1,
      seconds: 1.234,
      applicationName: 'Orders',
      deployedAt: '2024-03-05T10:15:30.123456Z',
      timeline: [{ start: 0, end: 1.234 }],
    });
  });

  test('a failed one has code, title, advice and the ids of the request', () => {
    const why = failure({
      requestId: 'ours',
      serverRequestId: 'theirs',
      serverMessage: 'No.',
      detail: 'Seen.',
      httpStatus: 401,
    });
    const [first] = read([failed({}, why)]).deployments;
    expect(first).toMatchObject({
      status: 'failed',
      code: 'HTTP-401',
      title: 'Token not accepted',
      advice: expect.stringMatching(/BEARER_TOKEN\. A token belongs/),
      attempts: 1,
      seconds: 0.3,
      kind: 'access',
      httpStatus: 401,
      serverMessage: 'No.',
      detail: 'Seen.',
      outcomeUnknown: false,
      requestId: 'ours',
      serverRequestId: 'theirs',
      timeline: [{ start: 0, end: 0.3, code: 'HTTP-401' }],
    });
  });

  test('a skipped one has the reason, and no attempt', () => {
    const [first] = read([skipped({}, 'Orders (EU) was not deployed')]).deployments;
    expect(first).toMatchObject({ status: 'skipped', reason: 'Orders (EU) was not deployed', attempts: 0, seconds: 0 });
    expect(first).not.toHaveProperty('code');
  });

  test('names the signal that ended the run', () => {
    expect(read([], { interruptedBy: 'SIGTERM' }).interruptedBy).toBe('SIGTERM');
    expect(read([])).not.toHaveProperty('interruptedBy');
  });

  test.each(Object.entries(HOSTILE))('text with %s stays text', (_what, text) => {
    const report = read([failed({ name: text }, failure({ title: text })), skipped({}, text)]);
    expect(report.deployments[0].name).toBe(printable(text, 700));
    expect(report.deployments[0].title).toBe(printable(text, 300));
    expect(report.deployments[1].reason).toBe(printable(text, 300));
  });

  test('stays JSON of the same form whatever is masked: numbers and states are no texts', () => {
    const masked = { redact: (text: string) => text.replace(/[a-z0-9]+/gi, '****') };
    const report = read([failed(), deployed()], { durationMs: 1_234_567 }, masked);
    expect(report).toMatchObject({ status: 'failed', seconds: 1_234.567, build: { number: '****' } });
    expect(report.deployments[0]).toMatchObject({ name: '****', status: 'failed', seconds: 0.3 });
  });

  test('any name comes back as it was, made printable', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        expect(read([deployed({ name })]).deployments[0].name).toBe(printable(name, 120));
      }),
    );
  });
});
