import { describe, expect, test } from '@jest/globals';
import { startEmulator } from '../../emulator/index.ts';
import { metadata } from '../../src/manifest/manifest.ts';
import { variablesFor } from '../support/environment.ts';
import { runMain } from '../support/run-main.ts';

describe.each(['--help', '-h'])('%s', (argument) => {
  test('says what the pipe is, lists every variable in its group, and where to read on; nothing is sent', async () => {
    await using emulator = await startEmulator();
    const { exitCode, stdout } = await runMain(variablesFor(emulator), { args: [argument] });
    expect(exitCode).toBe(0);
    expect(emulator.requests).toEqual([]);
    expect(stdout).toMatch(/^appsmith-deploy \d+\.\d+\.\d+\nDeploys Git-connected Appsmith applications/);
    for (const { name, group, required } of metadata.variables)
      expect(stdout).toMatch(new RegExp(`\\n${group}:\\n(?: {2}.*\\n)*? {2}${name}${required ? ' \\(\\*\\)' : ''}  `));
    expect(stdout).toContain(' Default: BITBUCKET_BRANCH.\n');
    expect(stdout).toContain(' Default: 300.\n');
    expect(stdout).toContain(`${metadata.repository}/src/${metadata.version}/README.md\n`);
    expect(stdout).not.toContain('\x1b');
  });
});

test('--version is the version', async () => {
  const { exitCode, stdout } = await runMain({}, { args: ['--version'] });
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `appsmith-deploy ${metadata.version}\n` });
});

test.each([
  [['--token=0123456789abcdef'], 'does not know the argument --token'],
  [['-v'], 'does not know the argument -v'],
  [['deploy'], 'takes no arguments'],
  [['--help', 'x'], 'takes no arguments'],
  [[''], 'takes no arguments'],
])('any other argument is an error that says how the pipe is configured: %j', async (args, shown) => {
  await using emulator = await startEmulator();
  const { exitCode, log } = await runMain(variablesFor(emulator), { args });
  expect(exitCode).toBe(2);
  expect(log).toBe(
    `✖ appsmith-deploy ${shown}. Nothing was sent.\n` +
      '  Configure it with variables: in Bitbucket under the `variables:` of the pipe, elsewhere with `docker ' +
      'run -e NAME=value`.\n' +
      '  --help lists the variables.\n',
  );
  expect(emulator.requests).toEqual([]);
});
