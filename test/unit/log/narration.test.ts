import { describe, expect, test } from '@jest/globals';
import { narrator } from '../../../src/log/narration.ts';
import { aDeployment, aFailure, aLog, aPlan } from '../../support/builders.ts';
import { ManualClock } from '../../support/manual-clock.ts';

/** A narrator, and the log that it writes, without colours. */
function start(count = 3) {
  const clock = new ManualClock();
  const deployments = Array.from({ length: count }, (_, at) => aDeployment({ name: `D${at}` }));
  const { log, lines } = aLog();
  return { ...narrator(aPlan(deployments), log, clock), deployments, lines, clock };
}

const LOCK = aFailure({ code: 'AE-GIT-5020', title: 'Git lock in use' });
const RETRYING = { type: 'retrying', attempt: 1, attempts: 6, failure: LOCK, waitMs: 5_000 } as const;
const SLOW = { type: 'slow', attempt: 1, elapsedMs: 15_000, sent: true } as const;

describe('skipped deployments are reported at once, with the reason', () => {
  test.each([
    [1, 'WARNING: Skipped because Orders was not deployed: D0'],
    [5, 'WARNING: Skipped because Orders was not deployed: D0, D1, D2, D3, D4'],
    [1_000, 'WARNING: Skipped because Orders was not deployed: D0, D1, D2, D3, D4 and 995 more'],
  ])('in one line for %d', (count, line) => {
    const { onSkipped, deployments, lines } = start(count);
    onSkipped(deployments, 'Orders was not deployed');
    expect(lines).toEqual([line]);
  });
});

describe('of a run with very many attempts', () => {
  test('the first 500 lines about them are shown, then one every 30 s, and the log says so once', async () => {
    const { onEvent, deployments, lines, clock } = start(1_000);
    for (const deployment of deployments) onEvent(deployment, RETRYING);
    expect(lines).toHaveLength(501);
    expect(lines[499]).toBe('WARNING: D499: Attempt 1 of 6 failed: Git lock in use (AE-GIT-5020). Retrying in 5 s.');
    expect(lines[500]).toBe(
      'INFO: From here on, at most one line about single attempts is shown every 30 s. The table at the end counts the attempts of each deployment.',
    );
    await clock.advance(29_999);
    onEvent(aDeployment({ name: 'A' }), RETRYING);
    expect(lines).toHaveLength(501);
    await clock.advance(1);
    onEvent(aDeployment({ name: 'B' }), SLOW);
    onEvent(aDeployment({ name: 'C' }), RETRYING);
    expect(lines.slice(501)).toEqual(['INFO: B: still deploying, 15 s so far; attempt 1 times out after 5 min.']);
    await clock.advance(30_000);
    onEvent(aDeployment({ name: 'D' }), RETRYING);
    expect(lines.at(-1)).toContain('WARNING: D: Attempt 1');
    expect(lines).toHaveLength(503);
  });

  test('starts, ends, warnings and skipped deployments are still reported', () => {
    const { onEvent, onSkipped, deployments, lines } = start(1_000);
    for (const deployment of deployments) onEvent(deployment, SLOW);
    const before = lines.length;
    const [one = aDeployment()] = deployments;
    const failed = { status: 'failed', deployment: one, attempts: [], durationMs: 0, failure: LOCK } as const;
    onEvent(one, { type: 'started' });
    onEvent(one, { type: 'warned', text: 'Look.' });
    onEvent(one, { type: 'ended', result: failed });
    onSkipped([one], 'x');
    expect(lines.slice(before)).toEqual([
      'INFO: D0: deploying.',
      'WARNING: D0: Look.',
      'ERROR: D0: not deployed: Git lock in use (AE-GIT-5020).',
      'WARNING: Skipped because x: D0',
    ]);
  });
});
