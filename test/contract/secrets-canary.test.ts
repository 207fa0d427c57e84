import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { answers, DEFAULT_TOKEN, startEmulator } from '../../emulator/index.ts';
import { makeClone } from '../support/clone.ts';
import { endedRun } from '../support/ended-run.ts';
import { variablesFor } from '../support/environment.ts';
import { findLeaks, secretsOf } from '../support/leaks.ts';
import { runMain } from '../support/run-main.ts';

/**
 * Every test that runs the pipe has its log searched for the secrets of its environment, and every test clone its
 * files: here it is shown that the search finds.
 */
const TOKEN = 'c4n4ry+/&<"token">=0123456789-abcdefghij';

describe('the search for secrets', () => {
  test.each([
    ['text', TOKEN],
    ['text in capitals', TOKEN.toUpperCase()],
    ['a beginning', TOKEN.slice(0, 10)],
    ['text over two lines', `${TOKEN.slice(0, 6)}\n  ${TOKEN.slice(6)}`],
    ['base64', Buffer.from(TOKEN).toString('base64')],
    ['base64 after one byte', Buffer.from(`:${TOKEN}`).toString('base64')],
    ['base64 after two bytes', Buffer.from(`a:${TOKEN}`).toString('base64')],
    ['base64 after many bytes', Buffer.from(`Authorization: Bearer ${TOKEN}`).toString('base64')],
    ['base64url', Buffer.from(TOKEN).toString('base64url')],
    ['hex', Buffer.from(TOKEN).toString('hex')],
    ['hex in capitals', Buffer.from(TOKEN).toString('hex').toUpperCase()],
    ['percent-encoded', encodeURIComponent(TOKEN)],
    ['percent-encoded in lower case', encodeURIComponent(TOKEN).toLowerCase()],
    ['JSON', JSON.stringify(TOKEN)],
    ['HTML', TOKEN.replaceAll('&', '&amp;').replaceAll('<', '&lt;')],
  ])('finds %s', (_, text) => {
    expect(findLeaks(`before ${text} after`, [TOKEN])).not.toEqual([]);
  });

  test('finds nothing where there is nothing', () => {
    expect(findLeaks('INFO: Deploying application 660427bb3927480dc0720914, token ****', [TOKEN])).toEqual([]);
  });

  test('knows where an environment has its secrets', () => {
    const environment = {
      BEARER_TOKEN: 'Bearer first-secret\n',
      BEARER_TOKEN_1: 'second-secret',
      ORDERS_TOKEN: 'third-secret',
      EXTRA_HEADERS: 'X-A: fourth-secret\nX-B: fifth-secret',
      HTTPS_PROXY: 'http://user:sixth-secret@proxy',
      CLIENT_KEY_PASSPHRASE: 'seventh-secret',
      CLIENT_KEY: '-----BEGIN X-----\neighth-secret\n-----END X-----\n',
      APP_ID: 'no secret at all',
    };
    expect(secretsOf(environment).sort()).toEqual(
      ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'sixth', 'seventh', 'eighth']
        .map((each) => `${each}-secret`)

        .sort(),
    );
  });

  test('fails a run that wrote a secret, and a clone that holds one', async () => {
    const run = { exitCode: 0, stdout: `✔ ${TOKEN}`, stderr: '', durationMs: 1 };
    expect(() => endedRun({ BEARER_TOKEN: TOKEN }, run)).toThrow('The run wrote a secret: secret 1 as text');
    const clone = await makeClone();
    mkdirSync(join(clone.path, 'deep'));
    writeFileSync(join(clone.path, 'deep', 'report'), Buffer.from(DEFAULT_TOKEN).toString('base64'));
    await expect(clone[Symbol.asyncDispose]()).rejects.toThrow('deep/report: secret 1 as base64');
  });
});

test('a bug in the pipe shows its stack without a secret', async () => {
  const deployed = Promise.withResolvers<void>();
  await using emulator = await startEmulator({ onAnswered: () => deployed.resolve() });
  const bug = Promise.reject(new Error(`request failed: Authorization: Bearer ${DEFAULT_TOKEN}`));
  const { exitCode, log } = await runMain(variablesFor(emulator), { bug: afterPreparation(bug) });
  expect(exitCode).toBe(70);
  expect(log).toContain('request failed: Authorization: Bearer ****');
  await deployed.promise; // the process would have ended, so nothing waits for what was under way
});

/** Secrets are known as soon as the variables are read: before that nothing of them has been touched. */
async function afterPreparation(bug: Promise<never>): Promise<never> {
  bug.catch(() => undefined);
  await new Promise((resolve) => setImmediate(resolve));
  return bug;
}

test('code insights, outputs and all reports of one run hold no secret that a server gave back', async () => {
  await using emulator = await startEmulator();
  await using clone = await makeClone();
  emulator.answerAlways(
    answers['AE-GIT-4044']({ message: `${DEFAULT_TOKEN} ${Buffer.from(DEFAULT_TOKEN).toString('hex')}` }),
  );
  const { exitCode } = await runMain(
    variablesFor(emulator, {
      ...clone.variables,
      REPORTS: 'junit\nhtml\njson',
      OUTPUT_VARIABLES: 'APPSMITH_DEPLOY_RESULTS',
      DEBUG: 'true',
    }),
    { cwd: clone.path },
  );
  expect(exitCode).toBe(1);
  expect(clone.files().length).toBe(5);
});
