import { describe, expect, test } from '@jest/globals';
import type { Deployed, Result } from '../../../src/deployment/result.ts';
import { closing } from '../../../src/log/closing.ts';
import type { ServerState } from '../../../src/log/explanation.ts';
import { narrate } from '../../../src/log/narration.ts';
import { metadata } from '../../../src/manifest/manifest.ts';
import { aDeployment, aFailure, aPlan } from '../../support/builders.ts';

const DOCS = metadata.failuresUrl;
const attempts = [{ startMs: 0, endMs: 1_000 }];

function end(results: readonly Result[], interruptedBy?: string, state?: ServerState) {
  const run = { results, durationMs: 2_000, startedAt: new Date(0), ...(interruptedBy && { interruptedBy }) };
  return closing(run, state && [state]);
}

const deployed = (name = 'A', receipt = {}): Result => ({
  status: 'deployed',
  deployment: aDeployment({ name }),
  attempts,
  durationMs: 1_000,
  receipt,
});
const failed = (name = 'A', given = {}): Result => ({
  status: 'failed',
  deployment: aDeployment({ name }),
  attempts,
  durationMs: 1_000,
  failure: aFailure(given),
});
const skipped = (name = 'A'): Result => ({
  status: 'skipped',
  deployment: aDeployment({ name }),
  reason: 'B was not deployed',
});
const INTERRUPTED = { key: 'INTERRUPTED', code: 'INTERRUPTED', outcome: 'not-confirmed' };

describe('a success', () => {
  test.each([
    [{}, 'Deployed A: application 660427bb3927480dc0720914, branch main, to https://appsmith.example.com in 1 s.'],
    [
      { applicationName: 'Orders', deployedAt: '2024-03-05T10:15:30.123456Z' },
      'Deployed A: Orders (660427bb3927480dc0720914), branch main, to https://appsmith.example.com in 1 s, at 2024-03-05 10:15:30 UTC.',
    ],
    [
      { deployedAt: 'soon' },
      'Deployed A: application 660427bb3927480dc0720914, branch main, to https://appsmith.example.com in 1 s, at soon.',
    ],
  ])('with %j', (receipt, line) => {
    expect(end([deployed('A', receipt)])).toEqual({ success: true, lines: [line] });
  });

  test.each([
    ['2024-03-05T10:15:30Z', '2024-03-05 10:15:30 UTC'],
    ['2024-03-05T10:15:30+01:00', '2024-03-05T10:15:30+01:00'],
    ['at 2024-03-05T10:15:30Z', 'at 2024-03-05T10:15:30Z'],
    ['2024-03-05T10:15:30Z, about', '2024-03-05T10:15:30Z, about'],
  ])('at %s tells the time as %s', (deployedAt, time) => {
    expect(end([deployed('A', { deployedAt })]).lines[0]).toContain(`, at ${time}.`);
  });

  test('after several attempts says on which', () => {
    expect(end([{ ...deployed('A'), attempts: [...attempts, ...attempts] } as Result]).lines).toEqual([
      'Deployed A: application 660427bb3927480dc0720914, branch main, to https://appsmith.example.com in 1 s, on attempt 2.',
    ]);
  });

  test.each([
    [[], 'All 0 deployments succeeded, in 2 s.'],
    [[deployed('A'), deployed('B')], 'All 2 deployments succeeded, in 2 s.'],
  ])('of none or several', (results, line) => {
    expect(end(results)).toEqual({ success: true, lines: [line] });
  });
});

describe('a failure', () => {
  test('of one deployment says what happened, where, why, and what to do', () => {
    const failure = {
      ambiguous: true,
      serverMessage: 'No.',
      detail: 'A detail.',
      requestId: 'r',
      serverRequestId: 's',
    };
    const finding = { url: aDeployment().url, text: 'The server is up.' };
    expect(end([failed('A', failure)], undefined, finding)).toEqual({
      success: false,
      lines: [
        'Not deployed: Token not accepted (HTTP-401).',
        '  A: application 660427bb3927480dc0720914, branch main, https://appsmith.example.com; 1 attempt, 1 s.',
        '  The server says: "No."',
        '  A detail.',
        '  The server is up.',
        '  What to do:',
        '  - Make a new token.',
        '  X-Request-Id r, X-Appsmith-Request-Id s',
        `  More: ${DOCS}http-401`,
      ],
    });
  });

  test.each([
    ['660427bb3927480dc0720914', '  Application 660427bb3927480dc0720914, branch main'],
    ['Orders', '  Orders: application 660427bb3927480dc0720914, branch main'],
  ])('names it where it has a name of its own: %s', (name, line) => {
    expect(end([failed(name)]).lines[1]).toContain(line);
  });

  test('breaks what was seen between sentences, where one line would be too long', () => {
    const certificate = `Certificate: CN=${'a'.repeat(60)}; issuer CN=CA; valid 2026-01-02 to 2026-02-03.`;
    const { lines } = end([failed('A', { detail: `The address was a:443. OpenSSL says: no. ${certificate}` })]);
    expect(lines.slice(2, 4)).toEqual(['  The address was a:443. OpenSSL says: no.', `  ${certificate}`]);
  });

  test('with nothing but a title and advice', () => {
    expect(end([failed()]).lines).toHaveLength(5);
  });

  test('after several attempts says how many', () => {
    const { lines } = end([{ ...failed(), attempts: [...attempts, ...attempts] } as Result]);
    expect(lines[1]).toContain('; 2 attempts, 1 s.');
  });

  test('of a single deployment that was never started is no success', () => {
    expect(end([skipped()])).toEqual({
      success: false,
      lines: [
        'Not everything is deployed: 0 failed, 1 skipped, 0 deployed, in 2 s.',
        'Skipped because B was not deployed: A',
      ],
    });
  });

  test('keeps apart those of which one may still be running in Appsmith', () => {
    const alike = { code: 'X', key: 'X', title: 'X' };
    const unknown = { ...alike, outcome: 'not-confirmed' };
    const { lines } = end([failed('A', alike), failed('B', unknown), failed('C', alike)]);
    expect(lines.filter((line) => /\(X\): |may be live/.test(line))).toEqual([
      'X (X): 2 deployments',
      'X (X): B',
      expect.stringMatching(/^ {2}- The new version may be live, or still being deployed: /),
    ]);
  });

  test('says what was found out about a server with the failures on it that left it open, and nowhere else', () => {
    const on = (url: string, name: string, code: string) => ({
      ...failed(name, { code, key: code, title: code, ...(code === 'X' && { ambiguous: true }) }),
      deployment: aDeployment({ name, url }),
    });
    const results = [on('https://us', 'A', 'AE-GIT-4047'), on('https://eu', 'B', 'X'), on('https://us', 'C', 'X')];
    const { lines } = end(results as Result[], undefined, { url: 'https://us', text: 'https://us does not answer.' });
    expect(lines.filter((line) => /does not answer|\(.*\): |More/.test(line))).toEqual([
      'AE-GIT-4047 (AE-GIT-4047): A',
      `  More: ${DOCS}ae-git-4047`,
      'X (X): 2 deployments',
      '  https://us does not answer.',
      `  More: ${DOCS}x`,
    ]);
  });

  test('of some says how many ended how, before each is explained', () => {
    const { lines, success } = end([failed('A'), skipped('B'), deployed('C'), failed('D')]);
    expect(success).toBe(false);
    expect(lines[0]).toBe('Not everything is deployed: 2 failed, 1 skipped, 1 deployed, in 2 s.');
    expect(lines[1]).toBe('Token not accepted (HTTP-401): 2 deployments');
    expect(end([failed('A'), failed('B', { outcome: 'not-confirmed' }), skipped('C')]).lines[0]).toBe(
      'Not everything is deployed: 1 failed, 1 not confirmed, 1 skipped, 0 deployed, in 2 s.',
    );
    expect(lines.at(-1)).toBe('Skipped because B was not deployed: B');
  });
});

describe('an interruption', () => {
  test.each<[string, Result[], string, RegExp]>([
    [
      'before anything',
      [skipped('A'), skipped('B')],
      'Interrupted by SIGTERM after 2 s, before anything was sent.',
      /before/,
    ],
    [
      'of one under way',
      [failed('A', INTERRUPTED)],
      'Interrupted by SIGTERM after 2 s.',
      /may still be running in Appsmith/,
    ],
    [
      'of one that was not sent',
      [failed('A', { code: 'INTERRUPTED' })],
      'Interrupted by SIGTERM after 2 s.',
      /Nothing of this step was running/,
    ],
    [
      'of some',
      [deployed('A'), failed('B', INTERRUPTED), skipped('C'), failed('D')],
      'Interrupted by SIGTERM after 2 s: 1 of 4 had been deployed by then.',
      /of B \(application 660427bb3927480dc0720914, branch main\) may still be running/,
    ],
    [
      'of one that had ended before, nobody knows how',
      [failed('A', { code: 'TIMEOUT', outcome: 'not-confirmed' }), skipped('B')],
      'Interrupted by SIGTERM after 2 s: 0 of 2 had been deployed by then.',
      /branch main\) may still be running in Appsmith/,
    ],
    [
      'of many',
      Array.from({ length: 8 }, () => failed('A', INTERRUPTED)),
      'Interrupted by SIGTERM after 2 s: 0 of 8 had been deployed by then.',
      / and 3 more may still be running/,
    ],
  ])('%s', (_, results, head, rest) => {
    const { success, lines } = end(results, 'SIGTERM');
    expect(success).toBe(false);
    expect(lines[0]).toBe(head);
    expect(lines.join('\n')).toMatch(rest);
  });
});

test('an interruption names what may still be running, and where to read about it', () => {
  expect(end([failed('A', INTERRUPTED), failed('B', INTERRUPTED)], 'SIGINT').lines).toEqual([
    'Interrupted by SIGINT after 2 s: 0 of 2 had been deployed by then.',
    '  The deployment of A (application 660427bb3927480dc0720914, branch main); B (application 660427bb3927480dc0720914, branch main) may still be running in Appsmith.',
    '  Check there before you run this step again.',
    `  More: ${DOCS}interrupted`,
  ]);
});

describe('a line about a slow deployment', () => {
  const event = { type: 'slow', attempt: 2, elapsedMs: 15_000, sent: true } as const;
  const one = aDeployment({ name: 'A' });

  test.each([
    [[one], 'Still deploying, 15 s so far; attempt 2 times out after 5 min.'],
    [[one, aDeployment({ name: 'B' })], 'A: still deploying, 15 s so far; attempt 2 times out after 5 min.'],
  ])('names the deployment where there are several', (deployments, text) => {
    expect(narrate(one, event, aPlan(deployments))).toEqual({ level: 'info', text });
  });

  test('says deploying only when the request was sent', () => {
    const text = `Still connecting to ${one.url}, 15 s so far; attempt 2 times out after 5 min.`;
    expect(narrate(one, { ...event, sent: false }, aPlan([one]))).toEqual({ level: 'info', text });
  });
});

test('with one deployment the end of it is left to the closing lines', () => {
  const result = deployed('A') as Deployed;
  const event = { type: 'ended', result } as const;
  const [one, other] = [result.deployment, aDeployment({ name: 'B' })];
  expect(narrate(one, event, aPlan([one]))).toBeUndefined();
  expect(narrate(one, event, aPlan([one, other]))).toEqual({ level: 'info', text: 'A: deployed in 1 s.' });
});
