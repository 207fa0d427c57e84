import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { answers, DEFAULT_APP, type Emulator, emulatedApp, startEmulator } from '../../emulator/index.ts';
import { toolkitPython } from '../../scripts/peers/python.ts';
import { Logger } from '../../src/log/logger.ts';
import { metadata } from '../../src/manifest/manifest.ts';
import { variablesFor } from '../support/environment.ts';

/** Without these the toolkit asks the clone, which may be on no branch. */
const PLAIN_STEP = {
  BITBUCKET_BRANCH: 'main',
  BITBUCKET_COMMIT: '9f2c1e7ab4d05c3388b1f6d7e2a490cc51d3e8f0',
  BITBUCKET_PARALLEL_STEP: '0',
  BITBUCKET_PARALLEL_STEP_COUNT: '1',
  BITBUCKET_PROJECT_KEY: 'ACME',
  BITBUCKET_PROJECT_UUID: '{1c5a3f5e-9a34-4f0c-8a59-4f6f7c2b9d10}',
  BITBUCKET_REPO_OWNER: 'acme',
  BITBUCKET_REPO_SLUG: 'orders',
  BITBUCKET_WORKSPACE: 'acme',
};

const program = (name: string) => `test/peers/python/${name}.py`;

const python = await toolkitPython();

describe('a line of the log has the bytes of the toolkit', () => {
  const TEXTS = ['text', 'Ünïcode 注文', 'two  spaces and 100 % of {braces}'];
  const kinds = ['info', 'warning', 'error', 'debug', 'success', 'fail'] as const;

  function theirs(kind: string, text: string, environment: Readonly<Record<string, string>> = {}): string {
    const { stdout, stderr } = spawnSync(python, [program('log_lines'), kind, text], {
      env: { ...environment, PYTHONIOENCODING: 'utf8' },
      encoding: 'utf8',
    });
    return stdout + stderr;
  }

  function ours(kind: (typeof kinds)[number], text: string, colours = true): string {
    const written: string[] = [];
    const log = new Logger({ write: (line) => written.push(line), redact: (line) => line, colours });
    log.enableDebug();
    log[kind](text);
    return written.slice(1).join('');
  }

  test.each(kinds)('%s', (kind) => {
    for (const text of TEXTS) expect(ours(kind, text)).toBe(theirs(kind, text));
  });

  test.each(kinds)('%s, with NO_COLOR; where the toolkit colours all the same, ours is plain', (kind) => {
    const plain = theirs(kind, 'text', { NO_COLOR: '1' }).replaceAll(/\x1b\[\d+m/g, '');
    expect(ours(kind, 'text', false)).toBe(plain);
  });
});

describe('pipe.yml, as the toolkit reads it', () => {
  let read: { image: string; name: string; communityLink: string; variables: string[] };

  beforeAll(async () => {
    const { stdout } = await promisify(execFile)(python, [program('read_pipe_yml')]);
    read = JSON.parse(stdout);
  });

  test('has its image, name and variables', () => {
    expect(read.image).toMatch(new RegExp(`:${metadata.version}$`));
    expect(read.name).toBe(new URL(metadata.repository).pathname.slice(1));
    expect(read.variables).toEqual(metadata.variables.map(({ name }) => name));
  });

  test('has the link for questions that README.md gives', () => {
    expect(readFileSync('README.md', 'utf8')).toContain(`(${read.communityLink})`);
  });
});

describe('the image in PipeTestCase', () => {
  const [orders, stock] = [DEFAULT_APP, emulatedApp({ name: 'Stock' })];
  const running = new AsyncDisposableStack();
  let results: Readonly<Record<string, { exitCode: number; log: string; files: string[] }>> = {};
  let server: Emulator;

  beforeAll(async () => {
    server = running.use(await startEmulator({ apps: [orders, stock] }));
    const failing = running.use(await startEmulator());
    failing.answerAlways(answers['AE-GIT-4047']());
    const given = (emulator: Emulator, changes: Readonly<Record<string, string>> = {}) =>
      variablesFor(emulator, { CHECK_FOR_NEWER_VERSION: 'false', ...changes });
    const cases = {
      nothing: {},
      success: given(server),
      'wrong token': given(server, { BEARER_TOKEN: '0123456789abcdef'.repeat(4) }),
      'merge conflict': given(failing),
      list: given(server, {
        APP_ID: '',
        APP_ID_COUNT: '2',
        APP_ID_0: orders.id,
        APP_ID_1: stock.id,
        BEARER_TOKEN: '',
        BEARER_TOKEN_COUNT: '2',
        BEARER_TOKEN_0: orders.token,
        BEARER_TOKEN_1: stock.token,
      }),
      DEBUG: given(server, { DEBUG: 'True' }),
      reports: given(server, { REPORTS: "['junit', 'html', 'json', 'env']" }),
    };
    const env = {
      ...process.env,
      CASES: JSON.stringify(cases),
      BUILD_NETWORK: /--network[ =](\S+)/.exec(process.env['DOCKER_BUILD_FLAGS'] ?? '')?.[1] ?? 'default',
      ...PLAIN_STEP,
      BITBUCKET_BUILD_NUMBER: `peers${process.pid}`, // in the name of the image
    };
    const { stdout } = await promisify(execFile)(python, [program('pipe_test_case')], { env, maxBuffer: 1e8 });
    results = JSON.parse(stdout);
  });

  afterAll(() => running.disposeAsync());

  test.each([
    ['nothing', 2, /✖ Validation errors: \n[\s\S]*BEARER_TOKEN:\n- required field/],
    ['success', 0, /\n\x1b\[32m✔ Deployed Orders [^\n]+\x1b\[0m\n$/],
    ['wrong token', 1, /\n\x1b\[31m✖ Not deployed: Token not accepted \(HTTP-401\)\.\n[^\x1b]+\x1b\[0m\n$/],
    ['merge conflict', 1, /\n\x1b\[31m✖ Not deployed: [^\n]+ \(AE-GIT-4047\)\.\n/],
    ['list', 0, /\n\x1b\[32m✔ All 2 deployments succeeded[^\n]+\x1b\[0m\n$/],
    ['DEBUG', 0, /\n\x1b\[34mINFO: Enabling debug mode\.\x1b\[0m\n\x1b\[37mDEBUG: /],
    ['reports', 0, /INFO: Reports: test-reports\/appsmith-deploy\.html, [^\n]+\n\x1b\[32m✔ /],
  ])('%s: exit code %d', (name, exitCode, log) => {
    expect(results[name]?.log).toMatch(log);
    expect(results[name]?.exitCode).toBe(exitCode);
  });

  test('leaves the reports in the clone, and nothing where none was asked for', () => {
    expect(results['reports']?.files).toEqual(
      ['env', 'html', 'json', 'xml'].map((each) => `test-reports/appsmith-deploy.${each}`),
    );
    expect(results['success']?.files).toEqual([]);
  });

  test('deployed what it said', () => {
    const names = server.deployments.map(({ appId }) => (appId === stock.id ? 'Stock' : 'Orders'));
    expect(names.sort()).toEqual(['Orders', 'Orders', 'Orders', 'Orders', 'Stock']);
  });
});
