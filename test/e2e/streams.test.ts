import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { answers, startEmulator } from '../../emulator/index.ts';
import { variablesFor } from '../support/environment.ts';
import { PIPE, runPipe } from '../support/run-pipe.ts';

describe.each([[['stdout']], [['stderr']], [['stdout', 'stderr']]] as const)('with %j closed', (closed) => {
  test('a deployment is still 0, a failure still 1, wrong variables still 2; no stack', async () => {
    await using emulator = await startEmulator();
    await using failing = await startEmulator();
    failing.answerAlways(answers['AE-GIT-4047']());
    const runs = await Promise.all([
      runPipe(variablesFor(emulator), { closed }),
      runPipe(variablesFor(failing), { closed }),
      runPipe({}, { closed }),
    ]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 1, 2]);
    for (const { log } of runs) expect(log).not.toMatch(/\n\s+at |EPIPE/);
    expect(emulator.deployments).toHaveLength(1);
  });
});

test('a reader that is slow loses nothing of a long log', async () => {
  const apps = Array.from({ length: 900 }, (_, at) => `application-${'long-name-'.repeat(4)}${at}`);
  await using emulator = await startEmulator();
  emulator.answerAlways(answers.deployed());
  const child = spawn(process.execPath, [PIPE], {
    cwd: tmpdir(),
    env: variablesFor(emulator, { APP_ID: apps.join('\n'), CONCURRENCY: '64' }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const ended = once(child, 'close') as Promise<[number]>;
  await Promise.race([sleep(1_500), exited]); // meanwhile the pipe is full, and nobody reads
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const [code] = await ended;
  expect(code).toBe(0);
  expect(log.length).toBeGreaterThan(128 * 1024);
  expect(log.match(/: deployed in /g)).toHaveLength(900);
  expect(log).toMatch(/\n\x1b\[32m✔ All 900 deployments succeeded[^\n]*\n$/);
});

describe('every line', () => {
  async function retriedAndFailed(given: Parameters<typeof runPipe>[1] = {}, changes: Record<string, string> = {}) {
    await using emulator = await startEmulator();
    emulator.answerWith(answers['AE-GIT-5020'](), answers['AE-GIT-4047']());
    return runPipe(variablesFor(emulator, { DEBUG: 'true', ...changes }), given);
  }
  const LINES =
    /^(\x1b\[3[1347]m(INFO|WARNING|ERROR|DEBUG): [^\n]+\x1b\[0m\n)+\x1b\[31m✖ Not deployed[^\x1b]+\x1b\[0m\n$/;

  test('goes to stdout, the end last', async () => {
    const { stdout, stderr } = await retriedAndFailed();
    expect(stdout).toMatch(LINES);
    expect(stdout).toContain('\x1b[34mINFO: Enabling debug mode.\x1b[0m\n');
    expect(stderr).toBe('');
  });

  test('goes to stderr, once, where nobody reads stdout', async () => {
    const { stderr, exitCode } = await retriedAndFailed({ closed: ['stdout'] });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(LINES);
    expect(stderr.match(/Enabling debug mode/g)).toHaveLength(1);
  });

  test('is without colours with NO_COLOR, the end too', async () => {
    const { stdout } = await retriedAndFailed({}, { NO_COLOR: '1' });
    expect(stdout).not.toContain('\x1b');
    expect(stdout).toMatch(/^INFO: appsmith-deploy [\s\S]*\nINFO: Enabling debug mode\.\n[\s\S]*\n✖ Not deployed/);
    const wrong = await runPipe({ NO_COLOR: '1' });
    expect(wrong.stdout).toMatch(/^✖ Validation errors: \n[^\x1b]+$/);
  });
});
