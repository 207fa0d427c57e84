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
  const apps = Array.from({ length: 600 }, (_, at) => `application-${'long-name-'.repeat(6)}${at}`);
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
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
    });
  }
  const [code] = await ended;
  expect(code).toBe(0);
  expect(written.stderr.length).toBeGreaterThan(128 * 1024);
  expect(written.stderr.match(/: deployed in /g)).toHaveLength(600);
  expect(written.stdout).toContain('✔ All 600 deployments are done');
});

test('levels go to stderr, the end alone to stdout', async () => {
  await using emulator = await startEmulator();
  emulator.answerWith(answers['AE-GIT-5020'](), answers['AE-GIT-4047']());
  const { stdout, stderr } = await runPipe(variablesFor(emulator, { DEBUG: 'true' }));
  expect(stderr).toMatch(/^(\x1b\[3[1347]m(INFO|WARNING|ERROR|DEBUG): [^\n]+\x1b\[0m\n)+$/);
  expect(stderr).toContain('\x1b[34mINFO: Enabling debug mode.\x1b[0m\n');
  expect(stdout).toMatch(/^\x1b\[31m✖ [^\x1b]+\x1b\[0m\n$/);
});
