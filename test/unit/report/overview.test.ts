import { describe, expect, test } from '@jest/globals';
import { readContext } from '../../../src/input/context.ts';
import { metadata } from '../../../src/manifest/manifest.ts';
import { attempts, BUILD, deployed, failed, failure, LOCKED, overview, skipped } from './runs.ts';

describe('the outcome of a run', () => {
  test.each([
    ['all deployed', [deployed(), deployed()], 'deployed'],
    ['one failed', [deployed(), failed()], 'failed'],
    ['one skipped', [deployed(), skipped()], 'failed'],
    ['nothing to do', [], 'nothing'],
  ] as const)('%s', (_what, results, status) => {
    expect(overview(results).status).toBe(status);
  });

  test('counts every state, and the attempts after the first', () => {
    const retried = deployed(
      {},
      attempts(
        [
          [0, 1],
          [2, 3],
          [4, 5],
        ],
        LOCKED,
      ),
    );
    const { counts, retries } = overview([deployed(), retried, failed(), skipped(), failed({}, failure(), [])]);
    expect(counts).toEqual({ total: 5, deployed: 2, failed: 2, skipped: 1, disabled: 0 });
    expect(retries).toBe(2);
  });

  test('gives seconds with at most three decimals, and never a negative time', () => {
    expect(overview([], { durationMs: 1_234.567_8 }).seconds).toBe(1.235);
    expect(overview([], { durationMs: -0.4 }).seconds).toBe(0);
  });
});

describe('what a report may see', () => {
  test('neither the token nor the endpoint is in an overview', () => {
    const text = JSON.stringify(overview([deployed(), failed(), skipped()]));
    expect(text).not.toContain('the-token-that-no-report-shows');
    expect(text).not.toContain('branchName=');
  });

  test('every text is masked, also where a cut would hide the end of a secret', () => {
    const secret = 's3cr3t-token-value';
    const echo = `echo ${secret} `;
    const why = failure({
      code: echo,
      title: echo,
      advice: [echo],
      serverMessage: 'x'.repeat(590) + echo,
      detail: echo,
      requestId: echo,
      serverRequestId: echo,
    });
    const context = readContext(Object.fromEntries(Object.keys(BUILD).map((name) => [name, echo])));
    const given = { name: echo, app: echo, branch: echo, url: echo };
    const receipt = { applicationName: echo, deployedAt: echo };
    const results = [{ ...deployed(given), receipt }, failed(given, why), skipped(given, echo)];
    const text = JSON.stringify(
      overview(results, {}, { context, redact: (value) => value.replaceAll(secret, '****') }),
    );
    expect(text).not.toContain(secret.slice(0, 5));
    expect(text).toContain('****');
  });

  test('every text is one printable line of a sane length', () => {
    const [entry] = overview([failed({ name: `a\r\n\u0000\u202e${'b'.repeat(9_000)}` })]).entries;
    expect(entry?.name).toMatch(/^a b{697}…$/);
  });

  test.each([
    ['the longest of a deployments file', `${'a'.repeat(199)}1`],
    ['the longest, of characters that are two units each', '😀'.repeat(200)],
    ['made of application, branch and server', `${'a'.repeat(120)} (${'b'.repeat(250)}) @ ${'h'.repeat(300)}`],
  ])('a name is not cut: %s', (_, name) => {
    expect(overview([deployed({ name })]).entries[0]?.name).toBe(name);
  });

  test('a failure links to the page that explains it', () => {
    const [entry] = overview([failed({}, failure({ key: 'HTTP-404' }))]).entries;
    expect(entry?.failure?.help).toBe(`${metadata.failuresUrl}http-404`);
  });
});
