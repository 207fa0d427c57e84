import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { takeWrites } from '../support/file-descriptors.ts';

/** The entry, which a process runs once, in the process of the test: signals are events here, and the end is a call. */
let runs = 0;
let written = { stdout: '', stderr: '' };
let exit: jest.SpiedFunction<typeof process.exit>;
const outside = { env: process.env, argv: process.argv, listeners: new Map<string, readonly unknown[]>() };
const EVENTS = ['SIGHUP', 'SIGINT', 'SIGTERM', 'uncaughtException', 'beforeExit'] as const;

takeWrites((fd, bytes) => {
  written[fd === 1 ? 'stdout' : 'stderr'] += bytes.toString();
  return bytes.length;
});
// Jest hands node:fs out as it is when the first module asks for it, so whatever may ask comes after.
const { answers, DEFAULT_APP, startEmulator } = await import('../../emulator/index.ts');
const { endedRun } = await import('../support/ended-run.ts');
const { variablesFor } = await import('../support/environment.ts');

afterAll(() => {
  jest.restoreAllMocks();
});

beforeEach(() => {
  written = { stdout: '', stderr: '' };
  exit = jest.spyOn(process, 'exit').mockImplementation((() => undefined) as () => never);
  for (const event of EVENTS) {
    outside.listeners.set(event, process.listeners(event as 'SIGINT'));
    process.removeAllListeners(event);
  }
});

afterEach(() => {
  exit.mockRestore();
  process.env = outside.env;
  process.argv = outside.argv;
  process.exitCode = undefined;
  for (const event of EVENTS) {
    process.removeAllListeners(event);
    for (const listener of outside.listeners.get(event) ?? []) process.on(event, listener as () => void);
  }
});

/** Runs the entry anew, and does something when it is under way. */
async function runEntry(
  environment: Readonly<Record<string, string>>,
  meanwhile = async (): Promise<unknown> => undefined,
  args: readonly string[] = [],
) {
  process.env = { ...environment };
  process.argv = ['node', 'index.ts', ...args];
  runs += 1;
  await import(`../../src/index.ts?run=${runs}`);
  await meanwhile();
  while (!/[✔✖]/.test(written.stdout) || exit.mock.calls.length === 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
  return endedRun(environment, { exitCode: exit.mock.calls[0]?.[0] ?? 'none', ...written, durationMs: 0 });
}

test('a deployment ends the process with 0, whatever would outlive it', async () => {
  await using emulator = await startEmulator();
  emulator.answerWith(answers['AE-GIT-5020']());
  const { exitCode, stdout } = await runEntry(variablesFor(emulator));
  expect(exitCode).toBe(0);
  expect(stdout).toContain('✔ Deployed Orders');
});

describe('a working directory that was removed', () => {
  async function runNowhere(environment: Readonly<Record<string, string>>) {
    const cwd = jest.spyOn(process, 'cwd').mockImplementationOnce(() => {
      throw new Error('ENOENT: process.cwd failed');
    });
    const run = await runEntry(environment);
    cwd.mockRestore();
    return run;
  }

  test('does not matter where no file is asked for', async () => {
    const { exitCode, stdout } = await runNowhere({});
    expect(exitCode).toBe(2);
    expect(stdout).not.toContain('ENOENT');
  });

  test('has no files', async () => {
    const { stdout } = await runNowhere({ DEPLOYMENTS_FILE: 'some.yml', BRANCH: 'main', PWD: '/removed' });
    expect(stdout).toContain('does not exist in the working directory /removed.');
  });
});

test('wrong variables end it with 2', async () => {
  const { exitCode } = await runEntry({});
  expect(exitCode).toBe(2);
});

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const)('%s ends the process with %d once all is said', async (signal, code) => {
  await using emulator = await startEmulator({ apps: [{ ...DEFAULT_APP, pullMs: 60_000 }] });
  const { exitCode, stdout } = await runEntry(variablesFor(emulator), async () => {
    await emulator.waitForRequest(1);
    expect(process.exitCode).toBe(70); // whatever ends the process before main has its say, it is no success
    process.emit(signal);
  });
  expect(exitCode).toBe(code);
  expect(stdout).toContain(`✖ Interrupted by ${signal}`);
});

test('a second signal ends the process at once', async () => {
  await using emulator = await startEmulator({ apps: [{ ...DEFAULT_APP, pullMs: 60_000 }] });
  await runEntry(variablesFor(emulator), async () => {
    await emulator.waitForRequest(1);
    process.emit('SIGTERM');
    process.emit('SIGINT');
    expect(exit).toHaveBeenCalledWith(130);
  });
});

test('an uncaught error ends the process with 70 and a stack', async () => {
  const answered = Promise.withResolvers<void>();
  const apps = [{ ...DEFAULT_APP, pullMs: 500 }];
  await using emulator = await startEmulator({ apps, onAnswered: () => answered.resolve() });
  const { exitCode, stdout } = await runEntry(variablesFor(emulator), async () => {
    await emulator.waitForRequest(1);
    process.emit('uncaughtException', new Error('out of cheese'));
  });
  expect(exitCode).toBe(70);
  expect(stdout).toMatch(/✖ This is a bug in appsmith-deploy[\s\S]*out of cheese\n\s+at /);
  await answered.promise; // the process would have ended, so nothing else waits for the deployment
});

test('a process that has nothing left to wait for says so and ends with 70', async () => {
  const answered = Promise.withResolvers<void>();
  const apps = [{ ...DEFAULT_APP, pullMs: 500 }];
  await using emulator = await startEmulator({ apps, onAnswered: () => answered.resolve() });
  const { exitCode, stdout } = await runEntry(variablesFor(emulator), async () => {
    await emulator.waitForRequest(1);
    process.emit('beforeExit', 0);
  });
  expect(exitCode).toBe(70);
  expect(stdout).toContain('Nothing is left to wait for');
  await answered.promise; // the process would have ended, so nothing else waits for the deployment
});

test('nothing in the environment turns the verification of certificates off', async () => {
  const { stdout } = await runEntry({ NODE_TLS_REJECT_UNAUTHORIZED: '0' });
  expect(process.env).not.toHaveProperty('NODE_TLS_REJECT_UNAUTHORIZED');
  expect(stdout).toContain('WARNING: NODE_TLS_REJECT_UNAUTHORIZED is ignored');
});

test('an argument is handed on', async () => {
  const { exitCode, stdout } = await runEntry({}, undefined, ['--nonsense']);
  expect(exitCode).toBe(2);
  expect(stdout).toContain('does not know the argument --nonsense');
});
