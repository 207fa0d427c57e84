import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Answer, answers, DEFAULT_TOKEN, startEmulator } from '../../emulator/index.ts';
import { makeClone } from '../support/clone.ts';
import { variablesFor } from '../support/environment.ts';
import { findLeaks } from '../support/leaks.ts';
import { startRawServer } from '../support/raw-server.ts';
import { runMain } from '../support/run-main.ts';

const REPORTS = 'junit\nhtml\njson';

/** Forms that a server may bring a token into. */
const FORMS: Readonly<Record<string, (token: string) => string>> = {
  'as it is': (token) => token,
  'in capitals': (token) => token.toUpperCase(),
  'with Bearer': (token) => `Bearer ${token}`,
  'percent-encoded': (token) => encodeURIComponent(token),
  base64: (token) => Buffer.from(token).toString('base64'),
  'base64 of the header': (token) => Buffer.from(`Bearer ${token}`).toString('base64'),
  'base64 of JSON': (token) => Buffer.from(JSON.stringify({ a: token })).toString('base64url'),
  hex: (token) => Buffer.from(token).toString('hex').toUpperCase(),
  'as JSON in JSON': (token) => JSON.stringify(JSON.stringify(token)),
  'over several lines': (token) => token.replace(/.{20}/g, '$&\r\n'),
  'cut short': (token) => token.slice(0, 12),
  octal: (token) => token.replace(/./gs, (sign) => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`),
  'base64 of base64': (token) => Buffer.from(Buffer.from(token).toString('base64')).toString('base64'),
  'a list of bytes': (token) => JSON.stringify([...Buffer.from(token)].slice(0, 60)),
  'over many characters': (token) => 'x'.repeat(290) + token,
};

/** Places that a server may put it. Everything of the answer that is shown, and much that is not. */
const PLACES: Readonly<Record<string, (text: string) => Answer>> = {
  message: (text) => answers['AE-GIT-4044']({ message: `pull failed for ${text} today` }),
  code: (text) => ({ status: 400, body: { responseMeta: { success: false, error: { code: text, title: text } } } }),
  'a page': (text) => ({
    status: 500,
    headers: { 'Content-Type': 'text/html' },
    body: `<title>${text}</title>${text}`,
  }),
  'plain text': (text) => ({ status: 400, body: text }),
  'X-Appsmith-Request-Id': (text) => ({
    status: 400,
    headers: { 'X-Appsmith-Request-Id': text.replace(/[\r\n]+/g, ' '), 'Retry-After': '0' },
    body: { responseMeta: { success: false } },
  }),
  'the target of a redirect': (text) => ({
    status: 302,
    headers: { Location: `https://x.example/${encodeURIComponent(text)}` },
  }),
  'the host of a redirect': (text) => ({
    status: 302,
    headers: { Location: `https://${text.replace(/[^a-z0-9]/gi, '').slice(0, 60)}.example/` },
  }),
  'application name': (text) => answers.deployed({ applicationName: text }),
  branch: (text) => answers.deployed({ branchName: text }),
  'repository address': (text) => answers.deployed({ repoUrl: `https://x-token-auth:${text}@bitbucket.org/a/b.git` }),
  'time of deployment': (text) => answers.deployed({ deployedAt: text }),
};

const cases = Object.keys(PLACES).flatMap((place) => Object.keys(FORMS).map((form) => [form, place] as const));

/** Runs with everything on that writes; the helpers themselves search the log and, at the end, all files. */
async function expectNoLeak(answer: Answer, token: string) {
  await using clone = await makeClone();
  await using emulator = await startEmulator();
  emulator.answerAlways(answer);
  const run = await runMain(
    variablesFor(emulator, {
      ...clone.variables,
      BEARER_TOKEN: token,
      DEBUG: 'true',
      MAX_ATTEMPTS: '2',
      RETRY_DELAY: '0',
      REPORTS,
      BITBUCKET_REPO_FULL_NAME: 'acme/orders',
    }),
    { cwd: clone.path },
  );
  expect(clone.files().filter((file) => file.includes('appsmith-deploy'))).toHaveLength(4);
  for (const file of clone.files()) expect(findLeaks(clone.read(file), [token])).toEqual([]);
  return run;
}

test.each(cases)('a token that comes back %s in the %s is nowhere', async (form, place) => {
  const answer = PLACES[place]?.(FORMS[form]?.(DEFAULT_TOKEN) ?? '') ?? {};
  await expectNoLeak(answer, DEFAULT_TOKEN);
});

test('for any token, form and place: it is nowhere', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({
        unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
        minLength: 24,
        maxLength: 80,
      }),
      fc.constantFrom(...Object.values(FORMS)),
      fc.constantFrom(...Object.values(PLACES)),
      async (token, form, place) => {
        fc.pre(!/^(\$|<|bearer|authorization)|^(["']).*\2$/i.test(token));
        fc.pre(isHeaderSafe(form(token)));
        await expectNoLeak(place(form(token)), token);
      },
    ),
    { numRuns: 40 },
  );
});

/** Node's server refuses to send other headers. */
function isHeaderSafe(text: string): boolean {
  return /^[\x20-\x7e\r\n]*$/.test(text);
}

test.each(['HTTP/1.1 200 TOKEN\r\n\r\n', 'HTTP/1.1 TOKEN\r\n\r\n', 'TOKEN\r\n', 'HTTP/1.1 200 OK\r\nTOKEN\r\n\r\n'])(
  'a token in an answer that is not HTTP (%j) is nowhere',
  async (text) => {
    await using server = await startRawServer((socket) =>
      socket.once('data', () => socket.end(text.replace('TOKEN', DEFAULT_TOKEN))),
    );
    const { exitCode } = await runMain(variablesFor(server, { MAX_ATTEMPTS: '1', DEBUG: 'true' }));
    expect(exitCode).toBe(1);
  },
);

test.each([
  ['a token with white space inside', { BEARER_TOKEN: `${DEFAULT_TOKEN.slice(0, 40)} ${DEFAULT_TOKEN.slice(40)}` }],
  ['a token in the address', { APPSMITH_URL: `https://user:${DEFAULT_TOKEN}@appsmith.example.com` }],
  ['a token in place of the id', { APP_ID: `${DEFAULT_TOKEN}!` }],
  ['a token in place of the branch', { BRANCH: `${DEFAULT_TOKEN} ` }],
  ['a token as a header', { EXTRA_HEADERS: `Authorization: Bearer ${DEFAULT_TOKEN}` }],
  ['a token as an api-key', { DEPLOY_ENDPOINT: `https://a.example/api/v1/git/deploy/app/x?api-key=${DEFAULT_TOKEN}` }],
  ['a token as a number', { TIMEOUT: DEFAULT_TOKEN }],
  ['a token as a path', { CA_CERTIFICATE: DEFAULT_TOKEN, REPORT_DIR: `../${DEFAULT_TOKEN}` }],
  ['a token in a proxy', { HTTPS_PROXY: `ftp://user:${DEFAULT_TOKEN}@proxy.example.com` }],
])('%s is refused or used without being shown', async (_, changes) => {
  const { log } = await runMain(variablesFor({ url: 'http://127.0.0.1:1' }, { MAX_ATTEMPTS: '1', ...changes }));
  expect(findLeaks(log, [DEFAULT_TOKEN])).toEqual([]);
});

test.each([
  ['a variable that the file names', '{app: a1, token: $T1, name: TOKEN}, {app: a2, bogus: 1}'],
  ['one, and its value in a message', '{app: a1, token: $T1, name: TOKEN}, {app: a2, after: TOKEN}'],
  ['one, where YAML is broken', '{app: a1, token: $T1, name: TOKEN}, {app: @'],
  ['one, in another form', '{app: a1, token: $T1, name: "x token y"}, {app: a2, bogus: 1}'],
  ['a token in the file itself', '{app: a1, token: TOKEN, name: "Orders TOKEN"}'],
  ['a token in the file itself, by an alias', '{name: &t TOKEN, app: a1}, {app: a2, token: *t}'],
])('the value of %s is not shown in what is said of a wrong deployments file', async (_, items) => {
  await using clone = await makeClone();
  const token = 'zq9Xw7Kv3Rt5Lm2Nb8'; // not the emulator's: that must be in no file of a clone
  const list = items.replaceAll('TOKEN', token).replace('token y', `${token.toUpperCase()} y`);
  const text = `defaults: {url: "http://127.0.0.1:1", branch: main}\ndeployments: [${list}]\n`;
  writeFileSync(join(clone.path, 'd.yml'), text);
  const run = await runMain({ ...clone.variables, DEPLOYMENTS_FILE: 'd.yml', T1: token }, { cwd: clone.path });
  expect(run.exitCode).toBe(2);
  expect(run.log).toContain('d.yml:2:');
  expect(findLeaks(run.log, [token])).toEqual([]);
});

test('no answer can forge a line of the log, on either stream', async () => {
  const forged = 'x\n\x1b[32m✔ Deployed everything\x1b[0m\r\nINFO: all is well\u2028✔ done\u0085✔ done';
  for (const place of Object.values(PLACES)) {
    await using emulator = await startEmulator();
    const answer = place(forged);
    if (
      Object.values(answer.headers ?? {}).some((value) => !isHeaderSafe(String(value)) || /[\r\n]/.test(String(value)))
    )
      continue;
    emulator.answerAlways(answer);
    const { stdout } = await runMain(
      variablesFor(emulator, { MAX_ATTEMPTS: '1', BITBUCKET_REPO_FULL_NAME: 'acme/orders' }),
    );
    const lines = stdout.split(/[\r\n\u2028\u0085]/);
    expect(
      lines.filter((line) => /^(\x1b\[\d+m)?\s*(✔ done|✔ Deployed everything|INFO: all is well)/.test(line)),
    ).toEqual([]);
    expect(stdout.replace(/\x1b\[(0|3[1-7])m/g, '')).not.toContain('\x1b');
    expect(stdout.match(/\x1b\[32m/g) ?? []).toHaveLength(stdout.includes('\n\x1b[32m✔ Deployed ') ? 1 : 0);
  }
});
