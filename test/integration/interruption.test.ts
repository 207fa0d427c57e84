import { describe, expect, test } from '@jest/globals';
import {
  answers,
  DEFAULT_APP,
  DEFAULT_TOKEN,
  type Emulator,
  emulatedApp,
  startEmulator,
} from '../../emulator/index.ts';
import { makeClone } from '../support/clone.ts';
import { variablesFor } from '../support/environment.ts';
import { ALL_OUTPUTS } from '../support/output-names.ts';
import { startRawServer } from '../support/raw-server.ts';
import { runMain } from '../support/run-main.ts';

/** Starts a run, and sends it a signal at the right moment. */
async function interrupt(
  emulator: Emulator,
  changes: Readonly<Record<string, string>>,
  when: (log: () => string) => Promise<unknown>,
  signal = 'SIGTERM',
) {
  const interruption = new AbortController();
  let log = '';
  const running = runMain(variablesFor(emulator, changes), {
    signal: interruption.signal,
    onWrite: (text) => {
      log += text;
    },
  });
  await when(() => log);
  const sentAt = performance.now();
  interruption.abort(signal);
  const run = await running;
  return { ...run, endedAfterMs: performance.now() - sentAt };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const STILL = 'The deployment of application 660427bb3927480dc0720914 (branch main) may still be running in Appsmith.';

describe.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
])('%s ends with %d', (signal, exitCode) => {
  test('in the middle of a request, and says that the deployment may be running', async () => {
    await using emulator = await startEmulator({ apps: [{ ...DEFAULT_APP, pullMs: 60_000 }] });
    const run = await interrupt(emulator, {}, () => emulator.waitForRequest(1), signal);
    expect(run.exitCode).toBe(exitCode);
    expect(run.endedAfterMs).toBeLessThan(5_000);
    expect(run.stdout).toMatch(new RegExp(`^\x1b\\[31m✖ Interrupted by ${signal} after [\\d.]+ s\\.\n`, 'm'));
    expect(run.log).toContain(STILL);
    expect(run.log).not.toContain('Retrying');
  });

  test('in the middle of a wait', async () => {
    await using emulator = await startEmulator();
    emulator.answerAlways(answers['AE-GIT-5020']());
    const run = await interrupt(
      emulator,
      { RETRY_DELAY: '60' },
      (log) => until(() => log().includes('Retrying in')),
      signal,
    );
    expect(run.exitCode).toBe(exitCode);
    expect(run.endedAfterMs).toBeLessThan(5_000);
    expect(emulator.deployRequests).toHaveLength(1);
    expect(run.log).toContain('Nothing of this step was running in Appsmith at that moment.');
  });
});

test('a signal before anything was sent says that', async () => {
  await using emulator = await startEmulator();
  const run = await interrupt(emulator, {}, async () => undefined);
  expect(run.exitCode).toBe(143);
  expect(emulator.deployRequests).toEqual([]);
  expect(run.log).toMatch(/✖ Interrupted by SIGTERM after [\d.]+ s, before anything was sent\./);
});

test('a signal while the connection is being made says that nothing was under way', async () => {
  const interruption = new AbortController();
  await using silent = await startRawServer((socket) => socket.once('data', () => interruption.abort('SIGTERM')));
  const run = await runMain(variablesFor({ url: silent.url.replace('http:', 'https:') }), {
    signal: interruption.signal,
  });
  expect(run.exitCode).toBe(143);
  expect(run.log).toContain('Nothing of this step was running in Appsmith at that moment.');
});

test('a signal lists every deployment, writes outputs and reports, and starts nothing more', async () => {
  const apps = ['A', 'B', 'C'].map((name) => emulatedApp({ name, pullMs: name === 'A' ? 0 : 60_000 }));
  await using emulator = await startEmulator({ apps });
  await using clone = await makeClone();
  const tokens = apps.map(({ token }) => token).join('\n');
  const run = await interrupt(
    emulator,
    {
      ...clone.variables,
      APP_ID: apps.map(({ id }) => id).join('\n'),
      BEARER_TOKEN: tokens,
      CONCURRENCY: '1',
      REPORTS: 'junit\ncode-insights',
      OUTPUT_VARIABLES: ALL_OUTPUTS,
      REPORT_DIR: `${clone.path}/test-reports`,
    },
    () => emulator.waitForRequest(2),
  );
  expect(run.exitCode).toBe(143);
  expect(run.endedAfterMs).toBeLessThan(5_000);
  expect(emulator.deployRequests).toHaveLength(2);
  expect(clone.outputVariables()).toMatchObject({
    APPSMITH_DEPLOY_STATUS: 'failed',
    APPSMITH_DEPLOYED: '1',
    APPSMITH_FAILED: '1',
    APPSMITH_SKIPPED: '1',
  });
  const results = JSON.parse(clone.outputVariables()['APPSMITH_DEPLOY_RESULTS'] ?? '') as {
    status: string;
    code?: string;
  }[];
  expect(results.map(({ status, code }) => `${status} ${code}`)).toEqual([
    'deployed undefined',
    'failed INTERRUPTED',
    'skipped undefined',
  ]);
  expect(clone.files()).toContain('test-reports/appsmith-deploy.xml');
  expect(run.log).not.toContain('Code Insights');
  expect(run.log).toContain(': 1 of 3 had been deployed by then.');
});

test('a signal during a dry run ends it', async () => {
  await using emulator = await startEmulator({ delayMs: 5_000 });
  const run = await interrupt(emulator, { DRY_RUN: 'true' }, () => until(() => emulator.requests.length > 0));
  expect(run.exitCode).toBe(143);
  expect(run.endedAfterMs).toBeLessThan(5_000);
});

test('a signal during the probe after a failure ends the probe: the failure is reported', async () => {
  await using emulator = await startEmulator({ delayMs: 60_000 });
  emulator.answerAlways(answers.unauthorized({ delayMs: 0 }));
  const run = await interrupt(emulator, {}, () =>
    until(() => emulator.requests.some(({ method }) => method === 'GET')),
  );
  expect(run.exitCode).toBe(1);
  expect(run.endedAfterMs).toBeLessThan(2_000);
  expect(run.log).toContain('(HTTP-401)');
  expect(run.log).not.toContain('does not answer');
});

test('of many interrupted deployments the first are named', async () => {
  const apps = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((name) => emulatedApp({ name, pullMs: 60_000 }));
  await using emulator = await startEmulator({ apps });
  const many = {
    APP_ID: apps.map(({ id }) => id).join('\n'),
    BEARER_TOKEN: apps.map(({ token }) => token).join('\n'),
    CONCURRENCY: '64',
  };
  const run = await interrupt(emulator, many, () => emulator.waitForRequest(7));
  expect(run.log).toMatch(
    /The deployment of (application \w+ \(branch main\); ){4}application \w+ \(branch main\) and 2 more may/,
  );
});

test('an unexpected error is a bug: exit code 70, a stack, and never a success', async () => {
  const answered = Promise.withResolvers<void>();
  const apps = [{ ...DEFAULT_APP, pullMs: 500 }];
  await using emulator = await startEmulator({ apps, onAnswered: () => answered.resolve() });
  const { promise: bug, reject } = Promise.withResolvers<never>();
  const running = runMain(variablesFor(emulator), { bug });
  await emulator.waitForRequest(1);
  reject(new TypeError(`cannot read properties of ${DEFAULT_TOKEN}`));
  const { exitCode, log, stdout } = await running;
  expect(exitCode).toBe(70);
  expect(stdout).toMatch(/^\x1b\[31m✖ This is a bug in appsmith-deploy \d+\.\d+\.\d+, not in your setup\.\n/m);
  expect(log).toMatch(/TypeError: cannot read properties of \*{4}\n\s+at /);
  expect(log).toMatch(/Please report this, with these lines, to \S+@\S+\.$/m);
  await answered.promise; // the process would have ended, so nothing else waits for the deployment
});

test.each([
  ['text', 'out of cheese', /out of cheese/],
  ['an error without a stack', Object.assign(new Error('no stack'), { stack: undefined }), /no stack/],
])('%s that is thrown is reported too', async (_, thrown, message) => {
  const { exitCode, log } = await runMain({}, { bug: Promise.reject(thrown) });
  expect(exitCode).toBe(70);
  expect(log).toMatch(message);
});
