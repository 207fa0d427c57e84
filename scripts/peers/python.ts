import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const REQUIREMENTS = 'scripts/peers/requirements.txt';

export interface ToolkitOptions {
  /** Where the virtual environment is kept. Default: node_modules. */
  readonly cache?: string;
  readonly interpreter?: string;
}

/**
 * A Python with Atlassian's toolkit, exactly as requirements.txt pins it, in a virtual environment that is made at its
 * first use.
 * @returns path of the interpreter
 * @throws Error that names what is missing on this machine
 */
export async function toolkitPython({ cache = 'node_modules', interpreter = 'python3' }: ToolkitOptions = {}) {
  const version = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const folder = resolve(cache, `.toolkit-${version}`);
  const python = join(folder, 'bin', 'python');
  const whole = join(folder, 'requirements.txt');
  if (existsSync(whole)) return python;
  rmSync(folder, { recursive: true, force: true });
  await step({
    command: [interpreter, '-m', 'venv', folder],
    needs: 'python3 with its module venv (Debian: python3 and python3-venv)',
  });
  await step({
    command: [python, '-m', 'pip', 'install', '--quiet', '--no-deps', '--requirement', REQUIREMENTS],
    needs: 'a Python package index with what requirements.txt pins',
  });
  copyFileSync(REQUIREMENTS, `${whole}.new`);
  renameSync(`${whole}.new`, whole); // last: an environment without it was not finished
  return python;
}

async function step({ command: [program, ...args], needs }: { command: [string, ...string[]]; needs: string }) {
  try {
    await run(program, args);
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new Error(`Atlassian's toolkit needs ${needs}: ${(stderr || message).trim()}`);
  }
}
