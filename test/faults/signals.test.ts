import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { answers, DEFAULT_APP, type Emulator, startEmulator } from '../../emulator/index.ts';
import { makeClone } from '../support/clone.ts';
import type { EndedRun } from '../support/ended-run.ts';
import { ALL_OUTPUTS } from '../support/output-names.ts';
import { startPipe } from '../support/run-pipe.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { faultVariables } from './support/fault.ts';
import { writeDown } from './support/seen.ts';

const CODES = { SIGTERM: 143, SIGINT: 130, SIGHUP: 129 } as const;
const NAMES = Object.keys(CODES) as (keyof typeof CODES)[];

/** On an idle machine a signal takes hold within a second; tests share theirs. */
const AT_ONCE_MS = 5_000;

const running = new AsyncDisposableStack();
let slow: Emulator;
let locked: Emulator;
let quick: Emulator;

beforeAll(async () => {
  slow = running.use(await startEmulator({ apps: [{ ...DEFAULT_APP, pullMs: 60_000 }] }));
  locked = running.use(await startEmulator());
  locked.answerAlways(answers['AE-GIT-5020']());
  quick = running.use(await startEmulator({ apps: [{ ...DEFAULT_APP, pullMs: 60 }] }));
});

afterAll(() => running.disposeAsync());

/** Starts the pipe, sends it a signal at the right moment, and checks what is promised of every interruption. */
async function interrupt(
  signal: keyof typeof CODES,
  fault: string,
  variables: Readonly<Record<string, string>>,
  emulator: Emulator,
  when: () => Promise<unknown>,
  cwd: string = tmpdir(),
): Promise<EndedRun> {
  const before = emulator.deployRequests.length;
  const pipe = startPipe(variables, { cwd });
  await Promise.race([when(), pipe.ended]);
  const sentAt = performance.now();
  pipe.kill(signal);
  const run = await pipe.ended;
  expect(run.exitCode).toBe(CODES[signal]);
  expect(performance.now() - sentAt).toBeLessThan(AT_ONCE_MS);
  expect(run.stdout).not.toContain('✔');
  expect(run.stdout).toContain(`✖ Interrupted by ${signal}`);
  expect(run.log).not.toMatch(/^\s+at /m);
  const ending = `Interrupted, exit code ${CODES[signal]}`;
  const reached = String(emulator.deployRequests.length - before);
  const durationMs = performance.now() - sentAt;
  writeDown({
    chapter: 'Signals',
    fault: `${signal} ${fault}`,
    where: 'process',
    expected: ending,
    seen: ending,
    attempts: '-',
    reached,
    durationMs,
  });
  return run;
}

test.each(NAMES)('%s while Appsmith deploys', async (signal) => {
  // Its own: the deployment goes on, and would hold the lock of the next one.
  await using own = await startEmulator({ apps: [{ ...DEFAULT_APP, pullMs: 60_000 }] });
  const variables = faultVariables(own.url, { TIMEOUT: '60' });
  const run = await interrupt(signal, 'while Appsmith deploys', variables, own, () => own.waitForRequest(1));
  expect(run.stdout).toContain('may still be running in Appsmith');
});

test.each(NAMES)('%s between two attempts', async (signal) => {
  const next = locked.deployRequests.length + 1;
  const variables = faultVariables(locked.url, { RETRY_DELAY: '60' });
  await interrupt(signal, 'between two attempts', variables, locked, async () => {
    await locked.waitForRequest(next);
    await sleep(400);
  });
  expect(locked.deployRequests).toHaveLength(next);
});

test.each(NAMES)('%s while the connection is made', async (signal) => {
  await using proxy = await startTcpProxy({ target: slow.port, onConnection: 'silence' });
  const variables = faultVariables(`https://127.0.0.1:${proxy.port}`, { TIMEOUT: '60' });
  const run = await interrupt(signal, 'in the TLS handshake', variables, slow, async () => {
    while (proxy.connections() === 0) await sleep(10);
  });
  expect(run.stdout).toContain('Nothing of this step was running in Appsmith');
});

test.each(NAMES)('%s while many deploy: files are written all the same', async (signal) => {
  await using clone = await makeClone();
  const next = slow.deployRequests.length + 1;
  const variables = faultVariables(slow.url, {
    ...clone.variables,
    TIMEOUT: '60',
    BRANCH: 'main\nrelease\na+b',
    CONCURRENCY: '2',
    REPORTS: 'junit',
    OUTPUT_VARIABLES: ALL_OUTPUTS,
  });
  await interrupt(signal, 'while many deploy', variables, slow, () => slow.waitForRequest(next), clone.path);
  expect(clone.outputVariables()).toMatchObject({ APPSMITH_DEPLOY_STATUS: 'failed', APPSMITH_DEPLOYED: '0' });
  expect(clone.files().filter((file) => file.includes('.appsmith-deploy-'))).toEqual([]);
});

test('at any instant', async () => {
  const start = performance.now();
  for (let round = 0; round < 24; round += 1) {
    const signal = NAMES[round % NAMES.length] ?? 'SIGTERM';
    const before = quick.deployments.length;
    await using clone = await makeClone();
    const pipe = startPipe(faultVariables(quick.url, { ...clone.variables, REPORTS: 'json', MAX_ATTEMPTS: '1' }), {
      cwd: clone.path,
    });
    const instantMs = randomInt(500);
    await sleep(instantMs);
    const sentAt = performance.now();
    pipe.kill(signal);
    const { exitCode, stdout, log } = await pipe.ended;
    const about = `${signal} after ${instantMs} ms\n${log}`;
    // Before Node runs the program, the system itself ends the process.
    expect([0, CODES[signal], signal, about]).toContain(exitCode);
    expect(performance.now() - sentAt).toBeLessThan(AT_ONCE_MS);
    // A signal after the last line cannot take the deployment back; one before it leaves no claim that there was one.
    const deployed = quick.deployments.length - before;
    if (stdout.includes('✔')) expect([deployed, about]).toEqual([1, about]);
    else expect([exitCode === 0, about]).toEqual([false, about]);
    if (exitCode === CODES[signal]) expect(stdout).toContain(`✖ Interrupted by ${signal}`);
    for (const file of clone.files().filter((each) => each.endsWith('.json'))) JSON.parse(clone.read(file));
    expect(clone.files().filter((file) => file.includes('.appsmith-deploy-'))).toEqual([]);
    await sleep(70); // what goes on in the server ends before the next round
  }
  const ending = 'Its exit code, or deployed before';
  writeDown({
    chapter: 'Signals',
    fault: '24 signals at random instants',
    where: 'process',
    expected: ending,
    seen: ending,
    attempts: '-',
    reached: '-',
    durationMs: performance.now() - start,
  });
});
