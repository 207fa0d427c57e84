import { expect, test } from '@jest/globals';
import { type Answer, answers, DEFAULT_TOKEN, startEmulator } from '../../emulator/index.ts';
import { makeClone } from '../support/clone.ts';
import { variablesFor } from '../support/environment.ts';
import { runPipe } from '../support/run-pipe.ts';

const base64 = Buffer.from(`Authorization: Bearer ${DEFAULT_TOKEN}`).toString('base64');
const hex = Buffer.from(DEFAULT_TOKEN).toString('hex');

/** `runPipe` and the clone search all that was written for the token, in every form. */
test.each<[string, Answer, number]>([
  ['a failure', answers['AE-GIT-4044']({ message: `${DEFAULT_TOKEN} ${base64} ${hex}` }), 1],
  ['a page', { status: 502, headers: { 'Content-Type': 'text/html' }, body: `<title>${base64}</title>` }, 1],
  ['a redirect', { status: 302, headers: { Location: `https://${DEFAULT_TOKEN.slice(0, 40)}.example/` } }, 1],
  ['a success', answers.deployed({ applicationName: DEFAULT_TOKEN, repoUrl: `https://x:${DEFAULT_TOKEN}@a.b/c` }), 0],
])('a token that comes back in %s is in no stream and no file', async (_, answer, code) => {
  await using emulator = await startEmulator();
  await using clone = await makeClone();
  emulator.answerAlways(answer);
  const { exitCode } = await runPipe(
    variablesFor(emulator, {
      ...clone.variables,
      MAX_ATTEMPTS: '1',
      DEBUG: 'true',
      REPORTS: 'junit\nhtml\njson',
      BITBUCKET_REPO_FULL_NAME: 'acme/orders',
    }),
    { cwd: clone.path },
  );
  expect(exitCode).toBe(code);
  expect(clone.files().filter((file) => file.includes('appsmith-deploy.'))).toHaveLength(4);
});

test('NODE_DEBUG, which makes Node write requests to stderr, gets no token there: nothing is sent', async () => {
  await using emulator = await startEmulator();
  const { exitCode, stdout } = await runPipe(variablesFor(emulator, { NODE_DEBUG: 'http,net,tls' }));
  expect(exitCode).toBe(2);
  expect(stdout).toContain('NODE_DEBUG:\n- ');
  expect(emulator.requests).toEqual([]);
});
