import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { answers, DEFAULT_APP, startEmulator } from '../../emulator/index.ts';
import { variablesFor } from '../support/environment.ts';
import { startPipe } from '../support/run-pipe.ts';

const SIGNALS = [
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const;

/** On an idle machine a signal takes hold within a second; tests share theirs. What they tell apart is a minute. */
const AT_ONCE_MS = 5_000;

const slowApp = { ...DEFAULT_APP, pullMs: 60_000 };

describe.each(SIGNALS)('%s', (signal, code) => {
  test(`in the middle of a request ends with ${code} at once`, async () => {
    await using emulator = await startEmulator({ apps: [slowApp] });
    const pipe = startPipe(variablesFor(emulator));
    await emulator.waitForRequest(1);
    const sentAt = performance.now();
    pipe.kill(signal);
    const { exitCode, stdout } = await pipe.ended;
    expect(exitCode).toBe(code);
    expect(performance.now() - sentAt).toBeLessThan(AT_ONCE_MS);
    expect(stdout).toMatch(new RegExp(`✖ Interrupted by ${signal} after .*\n.*may still be running in Appsmith`));
  });

  test(`in the middle of a wait ends with ${code} at once`, async () => {
    await using emulator = await startEmulator();
    emulator.answerAlways(answers['AE-GIT-5020']());
    const pipe = startPipe(variablesFor(emulator, { RETRY_DELAY: '60' }));
    await emulator.waitForRequest(1);
    await sleep(500); // the answer is on its way, and the wait begins
    const sentAt = performance.now();
    pipe.kill(signal);
    const { exitCode, log } = await pipe.ended;
    expect(exitCode).toBe(code);
    expect(performance.now() - sentAt).toBeLessThan(AT_ONCE_MS);
    expect(log).toContain('Nothing of this step was running in Appsmith'); // the lock is of another deployment
    expect(emulator.deployRequests).toHaveLength(1);
  });
});

test('a signal ends many deployments at once', async () => {
  await using emulator = await startEmulator({ apps: [slowApp] });
  const pipe = startPipe(variablesFor(emulator, { BRANCH: 'main\nrelease\na+b', CONCURRENCY: '3' }));
  await emulator.waitForRequest(1);
  pipe.kill('SIGTERM');
  const { exitCode, log } = await pipe.ended;
  expect(exitCode).toBe(143);
  expect(log).toContain('0 of 3 had been deployed by then');
  expect(emulator.deployRequests).toHaveLength(1);
});

test('a second signal ends the process, whatever it does', async () => {
  await using emulator = await startEmulator({ apps: [slowApp] });
  const pipe = startPipe(variablesFor(emulator));
  await emulator.waitForRequest(1);
  pipe.kill('SIGTERM');
  pipe.kill('SIGINT');
  const { exitCode } = await pipe.ended;
  expect([143, 130]).toContain(exitCode);
});

test('at any time a signal ends the run with its code, or the run was over: never a false success', async () => {
  await using emulator = await startEmulator({ apps: [{ ...DEFAULT_APP, pullMs: 100 }] });
  const instants = Array.from({ length: 12 }, (_, at) => at * 30);
  const runs = [];
  for (const ms of instants) {
    const before = emulator.deployments.length;
    const pipe = startPipe(variablesFor(emulator));
    await sleep(ms);
    const sentAt = performance.now();
    pipe.kill('SIGTERM');
    const run = await pipe.ended;
    runs.push({ ...run, tookMs: performance.now() - sentAt, deployed: emulator.deployments.length > before });
    await sleep(run.exitCode === 143 ? 110 : 0); // what goes on in the server ends before the next run
  }
  for (const { exitCode, stdout, deployed, tookMs } of runs) {
    // Before Node has started the program, the system itself ends the process.
    expect([0, 143, 'SIGTERM']).toContain(exitCode);
    expect(tookMs).toBeLessThan(AT_ONCE_MS);
    if (exitCode === 0) expect(deployed).toBe(true);
    else expect(stdout).not.toContain('✔');
    if (exitCode === 143) expect(stdout).toContain('✖ Interrupted by SIGTERM');
  }
});
