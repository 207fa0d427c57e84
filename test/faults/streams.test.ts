import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { answers, type Emulator, startEmulator } from '../../emulator/index.ts';
import { PIPE, runPipe } from '../support/run-pipe.ts';
import { faultVariables } from './support/fault.ts';
import { writeDown } from './support/seen.ts';

const running = new AsyncDisposableStack();
let well: Emulator;
let failing: Emulator;

beforeAll(async () => {
  well = running.use(await startEmulator());
  failing = running.use(await startEmulator());
  failing.answerAlways(answers['AE-GIT-4047']());
});

afterAll(() => running.disposeAsync());

/** What the pipe is asked to do, and how that ends whatever becomes of its words. */
const endings = [
  ['deployed', 0, () => faultVariables(well.url)],
  ['failed', 1, () => faultVariables(failing.url)],
  ['wrong variables', 2, () => ({ APPSMITH_URL: 'nowhere' })],
] as const;

function row(fault: string, where: string, ending: string, exitCode: number, durationMs: number): void {
  const told = `${ending}, exit code ${exitCode}`;
  const sent = exitCode === 2 ? '0' : '1';
  writeDown({
    chapter: 'Streams',
    fault: `${fault} (${ending})`,
    where,
    expected: told,
    seen: told,
    attempts: sent,
    reached: sent,
    durationMs,
  });
}

describe.each([
  ['Nobody reads stdout', ['stdout']],
  ['Nobody reads stderr', ['stderr']],
  ['Nobody reads either', ['stdout', 'stderr']],
] as const)('%s', (fault, closed) => {
  test.each(endings)('%s', async (ending, exitCode, variables) => {
    const run = await runPipe(variables(), { closed });
    expect(run.exitCode).toBe(exitCode);
    expect(run.log).not.toMatch(/^\s+at |EPIPE/m);
    row(fault, closed.join(' and '), ending, exitCode, run.durationMs);
  });
});

describe('The disk of the log is full', () => {
  test.each(endings)('%s', async (ending, exitCode, variables) => {
    const full = openSync('/dev/full', 'w');
    const start = performance.now();
    const child = spawn(process.execPath, [PIPE], { cwd: tmpdir(), env: variables(), stdio: ['ignore', full, full] });
    const [code] = (await once(child, 'close')) as [number];
    closeSync(full);
    expect(code).toBe(exitCode);
    row('The disk of the log is full', '/dev/full', ending, exitCode, performance.now() - start);
  });
});
