import { describe, expect, test } from '@jest/globals';
import { type Answer, answers, DEFAULT_APP, emulatedApp, startEmulator } from '../../emulator/index.ts';
import { variablesFor } from '../support/environment.ts';
import { clock, runMain } from '../support/run-main.ts';

/** Runs with the default waits, a thousand times as fast. Limits of connections stay as they are. */
async function runFast(script: readonly Answer[], changes: Readonly<Record<string, string>> = {}, random = () => 0.5) {
  await using emulator = await startEmulator();
  emulator.answerWith(...script);
  const { wait, waits } = clock(1_000);
  const run = await runMain(variablesFor(emulator, { ...changes, RETRY_DELAY: changes['RETRY_DELAY'] }), {
    clock: { ...clock(), wait },
    random,
  });
  return { ...run, waits, requests: emulator.deployRequests.length };
}

/** RFC 9110, 5.6.7: `Sunday, 06-Nov-94 08:49:37 GMT` */
function rfc850(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().split(' ');
  const weekday = date.toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' });
  return `${weekday}, ${day}-${month}-${year?.slice(2)} ${time} GMT`;
}

/** RFC 9110, 5.6.7: `Sun Nov  6 08:49:37 1994` */
function asctime(date: Date): string {
  const [weekday, day, month, year, time] = date.toUTCString().split(' ');
  return `${weekday?.slice(0, 3)} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;
}

const locked = answers['AE-GIT-5020']();

describe('a lock that clears', () => {
  test('is waited for, and each retry says which attempt failed, why, and how long it waits', async () => {
    const { exitCode, log, requests, waits } = await runFast([locked, locked]);
    expect(exitCode).toBe(0);
    expect(requests).toBe(3);
    expect(waits).toEqual([25_000, 25_000]);
    expect(log).toContain('WARNING: Attempt 1 of 6 failed: Git lock in use (AE-GIT-5020). Retrying in 25 s.\n');
    expect(log).toContain('WARNING: Attempt 2 of 6 failed: Git lock in use (AE-GIT-5020). Retrying in 25 s.\n');
    expect(log).toMatch(/✔ Deployed .*, on attempt 3, at /);
  });

  test('after 180 s is waited for with the defaults, when the server waits 20 s for it at each attempt', async () => {
    // One ms of the emulator stands for a second; the shortest waits that jitter can give.
    await using emulator = await startEmulator({ lockWaitMs: 20 });
    emulator.holdLock({ ms: 180 });
    const run = await runMain(variablesFor(emulator, { RETRY_DELAY: undefined }), {
      clock: clock(1_000),
      random: () => 0,
    });
    expect(run.exitCode).toBe(0);
    expect(emulator.deployRequests.length).toBeGreaterThan(2);
  });

  test('too late is a failure after MAX_ATTEMPTS, with what the server said last', async () => {
    const { exitCode, requests, log } = await runFast([locked, locked, locked], { MAX_ATTEMPTS: '3' });
    expect(exitCode).toBe(1);
    expect(requests).toBe(3);
    expect(log).toMatch(/✖ Not deployed: Git lock in use \(AE-GIT-5020\)\.\n.*; 3 attempts, /);
  });

  test('is not waited for with MAX_ATTEMPTS 1', async () => {
    const { exitCode, requests, log } = await runFast([locked], { MAX_ATTEMPTS: '1' });
    expect(exitCode).toBe(1);
    expect(requests).toBe(1);
    expect(log).not.toContain('Retrying');
    expect(log).toContain('; 1 attempt, ');
  });
});

describe('the wait before another attempt', () => {
  const busy = (headers: Record<string, string>) => answers['AE-TMR-4029']({ headers });

  test.each([
    ['as many seconds as Retry-After says', { 'Retry-After': '12' }, [12_000]],
    ['the wait of the pipe where Retry-After is shorter', { 'Retry-After': '1' }, [3_750]],
    ['at most 60 s, whatever Retry-After says', { 'Retry-After': '86400' }, [60_000]],
    ['the wait of the pipe where Retry-After is nonsense', { 'Retry-After': 'soon' }, [3_750]],
    ['the wait of the pipe where Retry-After is negative', { 'Retry-After': '-5' }, [3_750]],
    [
      'the wait of the pipe where Retry-After is in the past',
      { 'Retry-After': 'Wed, 21 Oct 2015 07:28:00 GMT' },
      [3_750],
    ],
  ] as const)('is %s', async (_, headers, waits) => {
    const run = await runFast([busy(headers)]);
    expect(run.exitCode).toBe(0);
    expect(run.waits).toEqual(waits);
  });

  test('is until the date that Retry-After gives', async () => {
    const date = new Date(Date.now() + 30_000).toUTCString();
    const { waits } = await runFast([busy({ 'Retry-After': date })]);
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThan(25_000);
    expect(waits[0]).toBeLessThanOrEqual(30_000);
  });

  test.each([
    ['the obsolete form', (date: Date) => rfc850(date)],
    ['the form of C', (date: Date) => asctime(date)],
  ])('is until the date that Retry-After gives in %s', async (_, written) => {
    const { waits } = await runFast([busy({ 'Retry-After': written(new Date(Date.now() + 30_000)) })]);
    expect(waits[0]).toBeGreaterThan(25_000);
    expect(waits[0]).toBeLessThanOrEqual(30_000);
  });

  test('follows Retry-After of plain text, too', async () => {
    const { waits } = await runFast([answers['caddy-429']({ headers: { 'Retry-After': '9' } })]);
    expect(waits).toEqual([9_000]);
  });

  test.each(['AE-GIT-5020', 'nginx-504', 'cloudflare-524', 'caddy-502'] as const)(
    'is 20 to 30 s after %s: somebody may hold the lock',
    async (name) => {
      const least = await runFast([answers[name]()], {}, () => 0);
      const most = await runFast([answers[name]()], {}, () => 0.999_999);
      expect(least.waits).toEqual([20_000]);
      expect(most.waits[0]).toBeGreaterThan(29_000);
    },
  );

  test('doubles from RETRY_DELAY up to 60 s, and is between half and the whole of that', async () => {
    const script = Array.from({ length: 6 }, () => answers['AE-APP-5024']());
    const least = await runFast(script, { MAX_ATTEMPTS: '7', RETRY_DELAY: '10' }, () => 0);
    const most = await runFast(script, { MAX_ATTEMPTS: '7', RETRY_DELAY: '10' }, () => 1 - Number.EPSILON);
    expect(least.waits).toEqual([5_000, 10_000, 20_000, 30_000, 30_000, 30_000]);
    expect(most.waits.map(Math.round)).toEqual([10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
  });

  test('may be none', async () => {
    const { waits, exitCode } = await runFast([locked], { RETRY_DELAY: '0' });
    expect(waits).toEqual([0]);
    expect(exitCode).toBe(0);
  });
});

test('each attempt has an X-Request-Id of its own', async () => {
  await using emulator = await startEmulator();
  emulator.holdLock({ attempts: 2 });
  await runMain(variablesFor(emulator));
  const ids = emulator.deployRequests.map(({ headers }) => headers['x-request-id']);
  expect(new Set(ids).size).toBe(3);
});

test('a deployment that takes long gives signs of life', async () => {
  await using emulator = await startEmulator({ apps: [{ ...DEFAULT_APP, pullMs: 150 }] });
  const run = await runMain(variablesFor(emulator), { clock: clock(1_000) });
  expect(run.exitCode).toBe(0);
  expect(run.log).toMatch(/INFO: Still deploying, \d+ s so far; attempt 1 times out after 5 min\.\n/);
});

test('of many deployments each sign of life has its name', async () => {
  const apps = ['Orders', 'Stock'].map((name) => emulatedApp({ name, pullMs: 150 }));
  await using emulator = await startEmulator({ apps });
  const many = { APP_ID: apps.map(({ id }) => id).join('\n'), BEARER_TOKEN: apps.map(({ token }) => token).join('\n') };
  const run = await runMain(variablesFor(emulator, many), { clock: clock(1_000) });
  expect(run.exitCode).toBe(0);
  for (const { id } of apps) expect(run.log).toMatch(new RegExp(`INFO: ${id}: still deploying, \\d+ s so far`));
});
