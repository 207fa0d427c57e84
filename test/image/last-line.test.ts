import { expect, test } from '@jest/globals';
import { answers, DEFAULT_APP, DEFAULT_TOKEN, startEmulator } from '../../emulator/index.ts';
import { Agent } from './support/bitbucket.ts';

const VARIABLES = { APP_ID: DEFAULT_APP.id, BEARER_TOKEN: DEFAULT_TOKEN, REPORTS: ['junit'] };
const AT_ONCE = 4;

/** The logs of many containers, each a run against this server, some at once. */
async function logs(count: number, url: string): Promise<string[]> {
  using agent = new Agent({ clone: 'root alone' }); // so that a report that cannot be written warns just before the end
  const seen: string[] = [];
  const runSome = async () => {
    for (let at = 0; at < count / AT_ONCE; at += 1)
      seen.push(await agent.log({ variables: { ...VARIABLES, APPSMITH_URL: url } }));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, runSome));
  return seen;
}

/** From the last line that begins with a colour: a result may go on over several. */
function lastBlock(log: string): string {
  return log.slice(log.lastIndexOf('\x1b[3'));
}

test('in 100 of 100 containers the result is the last thing in the log, after a warning just before it', async () => {
  await using well = await startEmulator();
  await using failing = await startEmulator();
  failing.answerAlways(answers['AE-GIT-4047']());
  const deployed = await logs(52, well.url);
  const failed = await logs(48, failing.url);
  expect([deployed.length, failed.length]).toEqual([52, 48]);
  for (const log of [...deployed, ...failed]) expect(log).toMatch(/WARNING: \S+ could not be written/);
  expect(deployed.map(lastBlock).filter((block) => !/^\x1b\[32m✔ Deployed [^\n]+\x1b\[0m\n$/.test(block))).toEqual([]);
  expect(failed.map(lastBlock).filter((block) => !/^\x1b\[31m✖ Not deployed[^\x1b]+\x1b\[0m\n$/.test(block))).toEqual(
    [],
  );
}, 600_000);
