import { spawnSync } from 'node:child_process';

type Environment = Readonly<Record<string, string>>;

/** A command of a script that has been run. */
export interface Command {
  readonly text: string;
  readonly exitCode: number | null;
  readonly log: string;
  /** What the rest of the script finds in its environment. */
  readonly environment: Environment;
}

/** Runs one command of a step's script, in the shell and the folder that the whole script has. */
export function runCommand(text: string, environment: Environment, cwd: string): Command {
  const { status, output } = spawnSync('/bin/sh', ['-ec', `set -a\n${text}\nenv -0 >&3`], {
    cwd,
    env: { ...environment, PATH: '/usr/bin:/bin' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [, stdout = '', stderr = '', left = ''] = output.map(String);
  const pairs = left
    .split('\0')
    .filter((pair) => pair.includes('='))
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]);
  return {
    text,
    exitCode: status,
    log: stdout + stderr,
    environment: status === 0 ? Object.fromEntries(pairs) : environment,
  };
}
