import { describe, expect, test } from '@jest/globals';
import type { Outcome, RetryPolicy } from '../../../src/deployment/deployment.ts';
import { type DeploymentEvent, runDeployment } from '../../../src/deployment/run-deployment.ts';
import { aDeployment, aFailure, DEPLOYED, failedWith, LOCKED } from '../../support/builders.ts';
import { ManualClock, settled } from '../../support/manual-clock.ts';

/** Runs one deployment whose attempts take a time in s, then end in an outcome. */
function start(script: readonly (readonly [seconds: number, outcome: Outcome])[], policy: Partial<RetryPolicy> = {}) {
  const clock = new ManualClock();
  const interruption = new AbortController();
  const events: (readonly [seconds: number, event: DeploymentEvent])[] = [];
  let attempt = 0;
  const deployer = {
    deploy: async (_: unknown, signal: AbortSignal, onSent: () => void): Promise<Outcome> => {
      const [seconds, outcome] = script[attempt] as readonly [number, Outcome];
      attempt += 1;
      if (attempt === 1) onSent();
      await clock.wait(seconds * 1_000, signal);
      return signal.aborted
        ? failedWith({ kind: 'interrupted', code: 'INTERRUPTED', outcome: 'not-confirmed' })
        : outcome;
    },
  };
  const result = runDeployment(
    aDeployment(),
    { maxAttempts: 6, delayMs: 5_000, ...policy },
    {
      deployer,
      clock,
      random: () => 0,
      signal: interruption.signal,
      onEvent: (_, event) => events.push([clock.now() / 1_000, event]),
      runStartMs: -1_000,
    },
  );
  return { result, clock, interruption, events, attempts: () => attempt };
}

const shown = (events: readonly (readonly [number, DeploymentEvent])[]) =>
  events.map(([seconds, event]) => `${seconds} s ${event.type}`);

describe('a deployment', () => {
  test('that is confirmed at once ends deployed, with its times counted from the start of the run', async () => {
    const { result, clock, events } = start([[2, DEPLOYED]]);
    await clock.advance(2_000);
    expect(await result).toMatchObject({
      status: 'deployed',
      durationMs: 2_000,
      attempts: [{ startMs: 1_000, endMs: 3_000 }],
    });
    expect(shown(events)).toEqual(['0 s started', '2 s ended']);
    expect(clock.waiting).toBe(0);
  });

  test('whose answer differs from what was asked is deployed, with warnings', async () => {
    const { result, clock, events } = start([
      [0, { deployed: true, receipt: { branch: 'x' }, warnings: ['one', 'two'] }],
    ]);
    await clock.advance(0);
    expect(await result).toMatchObject({ status: 'deployed', receipt: { branch: 'x' } });
    expect(events.map(([, event]) => (event.type === 'warned' ? event.text : event.type))).toEqual([
      'started',
      'one',
      'two',
      'ended',
    ]);
  });

  test('that meets a lock is tried again after the waits of the policy', async () => {
    const { result, clock, events } = start([
      [1, LOCKED],
      [1, LOCKED],
      [1, DEPLOYED],
    ]);
    await clock.advance(60_000);
    expect(await result).toMatchObject({
      status: 'deployed',
      durationMs: 10_500,
      attempts: [
        { startMs: 1_000, endMs: 2_000, failure: { code: 'AE-GIT-5020' } },
        { startMs: 4_500, endMs: 5_500, failure: { code: 'AE-GIT-5020' } },
        { startMs: 10_500, endMs: 11_500 },
      ],
    });
    expect(events.filter(([, { type }]) => type === 'retrying')).toEqual([
      [1, { type: 'retrying', attempt: 1, attempts: 6, failure: expect.anything(), waitMs: 2_500 }],
      [4.5, { type: 'retrying', attempt: 2, attempts: 6, failure: expect.anything(), waitMs: 5_000 }],
    ]);
  });

  test('that fails for good is not tried again', async () => {
    const { result, clock, attempts } = start([[1, failedWith()]]);
    await clock.advance(1_000);
    expect(await result).toMatchObject({ status: 'failed', failure: { code: 'HTTP-401' }, durationMs: 1_000 });
    expect(attempts()).toBe(1);
  });

  test('whose last attempt fails ends with that failure', async () => {
    const { result, clock, attempts } = start(
      [
        [0, LOCKED],
        [0, failedWith({ code: 'HTTP-500', retryable: 'few' })],
      ],
      { maxAttempts: 2 },
    );
    await clock.advance(60_000);
    expect(await result).toMatchObject({ status: 'failed', failure: { code: 'HTTP-500' } });
    expect(attempts()).toBe(2);
  });

  test('that takes long shows a sign of life after 15 s, then every 30 s; each attempt begins anew', async () => {
    const { result, clock, events } = start(
      [
        [76, failedWith({ retryable: 'yes' })],
        [16, DEPLOYED],
      ],
      { delayMs: 0 },
    );
    await clock.advance(100_000);
    await result;
    expect(
      events.flatMap(([, event]) => (event.type === 'slow' ? [[event.attempt, event.elapsedMs, event.sent]] : [])),
    ).toEqual([
      [1, 15_000, true],
      [1, 45_000, true],
      [1, 75_000, true],
      [2, 15_000, false], // as long as nothing is sent
    ]);
    expect(clock.waiting).toBe(0);
  });

  test('that ends at the very moment of a sign of life leaves nothing behind', async () => {
    const { result, clock } = start([[15, DEPLOYED]]);
    await clock.advance(15_000);
    expect(await result).toMatchObject({ status: 'deployed' });
    expect(clock.waiting).toBe(0);
  });
});

test('a failure does not forget that an earlier attempt may still be running', async () => {
  const lost = failedWith({ kind: 'network', outcome: 'not-confirmed', retryable: 'yes' });
  const { result, clock } = start([
    [1, LOCKED],
    [1, lost],
    [1, failedWith({ code: 'AE-GIT-4047', advice: ['Resolve it.'] })],
  ]);
  await clock.advance(60_000);
  expect(await result).toMatchObject({
    failure: { code: 'AE-GIT-4047', outcome: 'not-confirmed', advice: ['Resolve it.'] },
  });
});

describe('a signal', () => {
  test('in an attempt ends it at once', async () => {
    const { result, clock, interruption } = start([[60, DEPLOYED]]);
    await clock.advance(10_000);
    interruption.abort('SIGTERM');
    expect(await result).toMatchObject({ status: 'failed', failure: { code: 'INTERRUPTED' }, durationMs: 10_000 });
    expect(clock.waiting).toBe(0);
  });

  test('in an attempt that fails by itself leaves its failure, and it is not tried again', async () => {
    const interruption = new AbortController();
    const clock = new ManualClock();
    const result = await runDeployment(
      aDeployment(),
      { maxAttempts: 6, delayMs: 5_000 },
      {
        deployer: {
          deploy: async () => {
            interruption.abort('SIGTERM');
            return LOCKED;
          },
        },
        clock,
        random: () => 0,
        signal: interruption.signal,
        onEvent: () => undefined,
        runStartMs: 0,
      },
    );
    expect(result).toMatchObject({ status: 'failed', failure: { code: 'AE-GIT-5020' }, attempts: [{}] });
  });

  test('in a wait ends it after as long as it took, whatever the clock showed at first', async () => {
    const clock = new ManualClock(5_000);
    const interruption = new AbortController();
    const result = runDeployment(
      aDeployment(),
      { maxAttempts: 6, delayMs: 5_000 },
      {
        deployer: { deploy: async () => LOCKED },
        clock,
        random: () => 0,
        signal: interruption.signal,
        onEvent: () => undefined,
        runStartMs: 0,
      },
    );
    await clock.advance(1_000);
    interruption.abort('SIGTERM');
    expect(await result).toMatchObject({ failure: { code: 'INTERRUPTED' }, durationMs: 1_000 });
  });

  test.each([
    ['a connection that was refused', { kind: 'network' }, false],
    ['an answer that never came', { kind: 'network', outcome: 'not-confirmed' }, true],
    ['a lock, by which Appsmith has refused it', { kind: 'busy' }, false],
  ] as const)('in a wait after %s says whether something may be running in Appsmith', async (_, failure, isUnknown) => {
    const { result, clock, interruption } = start([[1, failedWith({ ...failure, retryable: 'yes' })]]);
    await clock.advance(2_000);
    interruption.abort('SIGINT');
    expect(await result).toMatchObject({
      failure: {
        title: 'Interrupted while waiting for another attempt',
        retryable: 'no',
        key: 'INTERRUPTED',
        outcome: isUnknown ? 'not-confirmed' : 'not-deployed',
        advice: ['Run this step again.'],
      },
    });
  });

  test('in an attempt that had sent nothing yet does not forget an earlier one', async () => {
    const lost = failedWith({ kind: 'network', outcome: 'not-confirmed', retryable: 'yes' });
    const { result, clock, interruption } = start([
      [1, lost],
      [1, failedWith({ kind: 'interrupted', code: 'INTERRUPTED', outcome: 'not-deployed' })],
    ]);
    await clock.advance(22_000);
    interruption.abort('SIGTERM');
    expect(await result).toMatchObject({ failure: { code: 'INTERRUPTED', outcome: 'not-confirmed' } });
  });

  test('in a wait after several attempts counts all of them', async () => {
    const lost = failedWith({ kind: 'network', outcome: 'not-confirmed', retryable: 'yes' });
    const { result, clock, interruption } = start([
      [1, lost],
      [1, failedWith({ kind: 'network', retryable: 'yes' })],
    ]);
    await clock.advance(24_000);
    interruption.abort('SIGINT');
    expect(await result).toMatchObject({ attempts: [{}, {}], failure: { outcome: 'not-confirmed' } });
  });

  test('in a wait ends it at once', async () => {
    const { result, clock, interruption, attempts } = start([[1, LOCKED]]);
    await clock.advance(2_000);
    interruption.abort('SIGINT');
    expect(await result).toMatchObject({
      status: 'failed',
      failure: { code: 'INTERRUPTED', kind: 'interrupted', outcome: 'not-deployed', advice: [expect.any(String)] },
      durationMs: 2_000,
      attempts: [{ failure: { code: 'AE-GIT-5020' } }],
    });
    expect(attempts()).toBe(1);
  });
});

test('an error that is thrown is a bug, and thrown on', async () => {
  const clock = new ManualClock();
  const run = runDeployment(
    aDeployment(),
    { maxAttempts: 6, delayMs: 5_000 },
    {
      deployer: { deploy: () => Promise.reject(new Error('a bug')) },
      clock,
      random: () => 0,
      signal: new AbortController().signal,
      onEvent: () => undefined,
      runStartMs: 0,
    },
  );
  await expect(run).rejects.toThrow('a bug');
  await settled();
  expect(clock.waiting).toBe(0);
});

test('a failure that is worth a few attempts announces no more than those', async () => {
  const few = { deployed: false, failure: aFailure({ retryable: 'few' }) } as const;
  const { result, clock, events } = start([
    [0, few],
    [0, few],
    [0, few],
  ]);
  await clock.advance(60_000);
  await result;
  expect(events.flatMap(([, event]) => (event.type === 'retrying' ? [event.attempts] : []))).toEqual([3, 3]);
});
