import { expect, test } from '@jest/globals';
import { startEmulator } from '../../emulator/index.ts';
import { variablesFor } from '../support/environment.ts';
import { runPipe } from '../support/run-pipe.ts';

test('an empty environment ends with 2 and names all that is missing, on stdout alone', async () => {
  const { exitCode, stdout, stderr } = await runPipe({});
  expect(exitCode).toBe(2);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^\x1b\[31m✖ Validation errors: \n(?:[A-Z_]+:\n- .+\n(?: {2}.+\n)*)+.+\x1b\[0m\n$/);
  for (const name of ['APP_ID', 'BEARER_TOKEN', 'BRANCH']) expect(stdout).toContain(`\n${name}:\n- required field`);
});

test('wrong variables are reported together, and nothing is sent', async () => {
  await using emulator = await startEmulator();
  const wrong = { APP_ID: 'a/b', TIMEOUT: 'soon', APP_IDS: 'x', BEARER_TOKEN: '$APPSMITH_TOKEN' };
  const { exitCode, stdout } = await runPipe(variablesFor(emulator, wrong));
  expect(exitCode).toBe(2);
  for (const name of ['APP_ID', 'TIMEOUT', 'BEARER_TOKEN']) expect(stdout).toContain(`\n${name}:\n`);
  expect(stdout).toContain('WARNING: APP_IDS is not a variable of this pipe. Did you mean APP_ID?');
  expect(emulator.requests).toEqual([]);
});

test('a dry run that was meant but misspelt deploys nothing, and sends nothing', async () => {
  await using emulator = await startEmulator();
  const { exitCode, stdout } = await runPipe(variablesFor(emulator, { DRYRUN: 'true' }));
  expect(exitCode).toBe(2);
  expect(stdout).toContain('\nDRYRUN:\n- is not a variable of this pipe. Write DRY_RUN: ');
  expect(emulator.requests).toEqual([]);
});

test('a Node that is too old ends with one clear line', async () => {
  const nodeArguments = ['--import', 'data:text/javascript,delete Promise.withResolvers'];
  const { exitCode, stdout, stderr } = await runPipe({}, { nodeArguments });
  expect(exitCode).toBe(1);
  expect(stdout).toBe(`\x1b[31m✖ The pipe needs Node 24 or newer; this is ${process.versions.node}.\x1b[0m\n`);
  expect(stderr).toBe('');
  const plain = await runPipe({ NO_COLOR: '1' }, { nodeArguments });
  expect(plain.stdout).toBe(`✖ The pipe needs Node 24 or newer; this is ${process.versions.node}.\n`);
});

test('the built program answers --help and --version, and refuses other arguments', async () => {
  const [help, version, other] = await Promise.all(
    ['--help', '--version', '--nonsense'].map((argument) => runPipe({}, { args: [argument] })),
  );
  expect([help?.exitCode, version?.exitCode, other?.exitCode]).toEqual([0, 0, 2]);
  expect(help?.stdout).toContain('\n  APPSMITH_URL ');
  expect(version?.stdout).toMatch(/^appsmith-deploy \d+\.\d+\.\d+\n$/);
  expect(other?.stdout).toContain('✖ appsmith-deploy does not know the argument --nonsense.');
});
