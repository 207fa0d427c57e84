import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type Answer, answers, DEFAULT_APP, type Emulator, emulatedApp, startEmulator } from '../../emulator/index.ts';
import { certificates } from '../../scripts/certificates.ts';
import { metadata } from '../../src/manifest/manifest.ts';
import { makeClone } from '../support/clone.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import type { EndedRun } from '../support/ended-run.ts';
import { variablesFor } from '../support/environment.ts';
import { runMain } from '../support/run-main.ts';

type Changes = Readonly<Record<string, string | undefined>>;

/** What can be seen of a run from outside. */
interface Seen extends EndedRun {
  readonly emulator: Emulator;
  /** `METHOD path?query` of all that the server received. */
  readonly requests: readonly string[];
  readonly files: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
}

const locked = answers['AE-GIT-5020']();
const APPS = [DEFAULT_APP, emulatedApp({ name: 'Stock' }), emulatedApp({ name: 'Intake' })].map((app) => ({
  ...app,
  pullMs: 20,
}));
const [, stock = DEFAULT_APP] = APPS;
const three = {
  APP_ID: APPS.map(({ id }) => id).join('\n'),
  BEARER_TOKEN: APPS.map(({ token }) => token).join('\n'),
};

async function run(
  changes: Changes,
  script: readonly Answer[] = [],
  files: Readonly<Record<string, string>> = {},
): Promise<Seen> {
  await using emulator = await startEmulator({ apps: APPS });
  await using clone = await makeClone();
  emulator.answerWith(...script);
  writeFileSync(
    join(clone.path, 'deployments.yml'),
    `deployments:\n  - { app: '${stock.id}', url: ${emulator.url}, branch: main, token: $STOCK_TOKEN }\n`,
  );
  for (const [path, text] of Object.entries(files)) writeFileSync(join(clone.path, path), text);
  const variables = variablesFor(emulator, { ...clone.variables, ...changes });
  const ended = await runMain(variables, { cwd: clone.path });
  const requests = emulator.requests.map(({ method, url }) => `${method} ${url}`);
  return { ...ended, emulator, requests, files: clone.files(), outputs: clone.outputVariables() };
}

/** Runs against an https server of a private CA, by a name that only a proxy knows. */
async function runSecure(changes: Changes, mutual = false): Promise<EndedRun & { readonly proxied: number }> {
  const { ca, wrongHost } = await certificates();
  const tls = mutual ? { ...wrongHost, requestClientCertificate: ca } : wrongHost;
  await using emulator = await startEmulator({ tls });
  const hosts = { 'appsmith.wrong.example': emulator.port };
  await using proxy = await startConnectProxy({ hosts });
  const all = { HTTPS_PROXY: proxy.url, CA_CERTIFICATE: ca, MAX_ATTEMPTS: '1', ...changes };
  const ended = await runMain(variablesFor({ url: 'https://appsmith.wrong.example' }, all));
  return { ...ended, proxied: proxy.requests.length };
}

/** For every variable of pipe.yml: what a run does with it, and not without it. */
const effects: Readonly<Record<string, () => Promise<void>>> = {
  APPSMITH_URL: async () => {
    expect((await run({})).exitCode).toBe(0);
    expect((await run({ APPSMITH_URL: 'http://127.0.0.1:1', MAX_ATTEMPTS: '1' })).requests).toEqual([]);
  },
  APP_ID: async () => {
    const { emulator } = await run({ APP_ID: stock.id, BEARER_TOKEN: stock.token });
    expect(emulator.deployments.map(({ appId }) => appId)).toEqual([stock.id]);
  },
  BRANCH: async () => {
    expect((await run({ BRANCH: 'release' })).emulator.deployments[0]?.branch).toBe('release');
    expect((await run({ BRANCH: 'a+b' })).emulator.deployments[0]?.branch).toBe('a+b');
  },
  BEARER_TOKEN: async () => {
    const { emulator, exitCode } = await run({ BEARER_TOKEN: stock.token });
    expect(exitCode).toBe(1);
    expect(emulator.requests[0]?.headers.authorization).toBe(`Bearer ${stock.token}`);
  },
  DEPLOY_ENDPOINT: async () => {
    const place = 'http://127.0.0.1:1/api/v1/git/deploy/app/elsewhere?branchName=dev';
    const { log } = await run({
      APPSMITH_URL: undefined,
      APP_ID: undefined,
      BRANCH: undefined,
      DEPLOY_ENDPOINT: place,
      MAX_ATTEMPTS: '1',
    });
    expect(log).toContain('application elsewhere, branch dev, to http://127.0.0.1:1');
  },
  DEPLOYMENTS_FILE: async () => {
    const own = { APPSMITH_URL: undefined, APP_ID: undefined, BRANCH: undefined, BEARER_TOKEN: undefined };
    const { emulator } = await run({ ...own, DEPLOYMENTS_FILE: 'deployments.yml', STOCK_TOKEN: stock.token });
    expect(emulator.deployments.map(({ appId }) => appId)).toEqual([stock.id]);
  },
  TIMEOUT: async () => {
    const slow = [answers.deployed(), answers.deployed()].map((answer) => ({ ...answer, delayMs: 400 }));
    expect((await run({ MAX_ATTEMPTS: '1' }, slow)).exitCode).toBe(0);
    expect((await run({ MAX_ATTEMPTS: '1', TIMEOUT: '0.1' }, slow)).log).toContain('(TIMEOUT)');
  },
  MAX_ATTEMPTS: async () => {
    const script = Array.from({ length: 9 }, () => locked);
    expect((await run({}, script)).emulator.deployRequests).toHaveLength(6);
    expect((await run({ MAX_ATTEMPTS: '2' }, script)).emulator.deployRequests).toHaveLength(2);
  },
  RETRY_DELAY: async () => {
    expect((await run({ RETRY_DELAY: '0' }, [locked])).log).toContain('Retrying in 0 s.');
    const starting = answers['AE-APP-5024']();
    expect((await run({ RETRY_DELAY: '0.4' }, [starting])).log).toMatch(/Retrying in 0\.[2-4] s\./);
  },
  CONCURRENCY: async () => {
    expect((await run(three)).emulator.maxConcurrent).toBe(3);
    expect((await run({ ...three, CONCURRENCY: '1' })).emulator.maxConcurrent).toBe(1);
  },
  FAIL_FAST: async () => {
    const script = [answers['AE-GIT-4047']()];
    expect((await run({ ...three, CONCURRENCY: '1' }, script)).emulator.deployRequests).toHaveLength(3);
    const failFast = { ...three, CONCURRENCY: '1', FAIL_FAST: 'true' };
    expect((await run(failFast, script)).emulator.deployRequests).toHaveLength(1);
  },
  SHARD: async () => {
    const step = { ...three, BITBUCKET_PARALLEL_STEP: '0', BITBUCKET_PARALLEL_STEP_COUNT: '3' };
    expect((await run(step)).emulator.deployRequests).toHaveLength(3);
    expect((await run({ ...step, SHARD: 'true' })).emulator.deployRequests).toHaveLength(1);
  },
  REPORTS: async () => {
    expect((await run({})).files).not.toContain('test-reports/appsmith-deploy.xml');
    expect((await run({ REPORTS: 'junit' })).files).toContain('test-reports/appsmith-deploy.xml');
  },
  REPORT_DIR: async () => {
    expect((await run({ REPORTS: 'html', REPORT_DIR: 'out/x' })).files).toContain('out/x/appsmith-deploy.html');
  },
  OUTPUT_VARIABLES: async () => {
    expect((await run({})).outputs).toEqual({});
    const wanted = { OUTPUT_VARIABLES: "['APPSMITH_APP_NAME', 'APPSMITH_BRANCH']" };
    expect((await run(wanted)).outputs).toEqual({ APPSMITH_APP_NAME: DEFAULT_APP.name, APPSMITH_BRANCH: 'main' });
  },
  CA_CERTIFICATE: async () => {
    expect((await runSecure({})).exitCode).toBe(0);
    expect((await runSecure({ CA_CERTIFICATE: undefined })).exitCode).toBe(1);
  },
  CLIENT_CERTIFICATE: async () => {
    const { client } = await certificates();
    const mutual = { CLIENT_CERTIFICATE: client.cert, CLIENT_KEY: client.key };
    expect((await runSecure(mutual, true)).exitCode).toBe(0);
    expect((await runSecure({}, true)).exitCode).toBe(1);
  },
  CLIENT_KEY: async () => {
    const { client, foreignClient } = await certificates();
    const wrong = { CLIENT_CERTIFICATE: client.cert, CLIENT_KEY: foreignClient.key };
    expect((await runSecure(wrong, true)).exitCode).toBe(2);
  },
  CLIENT_KEY_PASSPHRASE: async () => {
    const { createPrivateKey } = await import('node:crypto');
    const { client } = await certificates();
    const passphrase = 'a passphrase nobody should see';
    const key = createPrivateKey(client.key).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase,
    });
    const encrypted = { CLIENT_CERTIFICATE: client.cert, CLIENT_KEY: key.toString() };
    expect((await runSecure({ ...encrypted, CLIENT_KEY_PASSPHRASE: passphrase }, true)).exitCode).toBe(0);
    expect((await runSecure(encrypted, true)).exitCode).toBe(2);
  },
  EXTRA_HEADERS: async () => {
    const { emulator } = await run({ EXTRA_HEADERS: 'X-Door: open-sesame' });
    expect(emulator.requests[0]?.headers['x-door']).toBe('open-sesame');
  },
  HTTPS_PROXY: async () => {
    expect((await runSecure({})).proxied).toBe(1);
    expect((await runSecure({ HTTPS_PROXY: undefined })).log).toMatch(/\((ENOTFOUND|DNS: DNS-[A-Z]+)\)/);
  },
  HTTP_PROXY: async () => {
    await using proxy = await startConnectProxy({ hosts: { 'appsmith.wrong.example': 1 } });
    const changes = { APPSMITH_URL: 'http://appsmith.wrong.example', HTTP_PROXY: proxy.url, MAX_ATTEMPTS: '1' };
    expect((await run(changes)).log).toContain('(HTTP-502)');
    expect(proxy.requests.length).toBeGreaterThan(0);
  },
  NO_PROXY: async () => {
    expect((await runSecure({ NO_PROXY: '.wrong.example' })).proxied).toBe(0);
  },
  DRY_RUN: async () => {
    expect((await run({ DRY_RUN: 'true' })).emulator.deployRequests).toEqual([]);
  },
  CHECK_REPOSITORY: async () => {
    const half = { 'metadata.json': '{ "fileFormatVersion": 5 }' };
    const checked = await run({ BITBUCKET_BRANCH: 'main' }, [], half);
    expect([checked.exitCode, checked.requests]).toEqual([2, []]);
    expect((await run({ BITBUCKET_BRANCH: 'main', CHECK_REPOSITORY: 'false' }, [], half)).exitCode).toBe(0);
  },
  CHECK_FOR_NEWER_VERSION: async () => {
    const asked = async (changes: Changes) => {
      await using proxy = await startConnectProxy();
      await run({ BITBUCKET_BUILD_NUMBER: '1', HTTPS_PROXY: proxy.url, ...changes });
      return proxy.requests.map(({ target }) => target);
    };
    expect(await asked({})).toEqual(['bitbucket.org:443']);
    expect(await asked({ CHECK_FOR_NEWER_VERSION: 'false' })).toEqual([]);
  },
  DEBUG: async () => {
    const { log } = await run({ DEBUG: 'true' });
    expect(log).toContain('INFO: Enabling debug mode.');
    expect(log).toMatch(
      /DEBUG: MAX_ATTEMPTS: 6[\s\S]*DEBUG: \w+: POST http\S+; x-request-id: [\s\S]*DEBUG: \w+: HTTP 200 after /,
    );
    expect((await run({})).log).not.toContain('DEBUG');
    expect((await run({})).log).not.toContain('debug');
  },
};

test.each(metadata.variables.map(({ name }) => name))('%s has an effect on a run', async (name) => {
  const effect = effects[name];
  if (effect === undefined) throw new Error(`${name} is in pipe.yml, but no test here shows what it does.`);
  await effect();
});

test('every effect that is shown belongs to a variable of pipe.yml', () => {
  expect(Object.keys(effects).sort()).toEqual(metadata.variables.map(({ name }) => name).sort());
});
