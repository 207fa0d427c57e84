import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readContext } from '../../../src/input/context.ts';
import { prepare } from '../../../src/input/prepare.ts';

let clone: string;

beforeAll(() => {
  clone = realpathSync(mkdtempSync(join(tmpdir(), 'prepare-')));
  mkdirSync(join(clone, 'sub'));
  writeFileSync(join(clone, 'deployments.yml'), 'deployments: [{app: a, branch: main, token: $ORDERS_TOKEN}]\n');
});

afterAll(() => rmSync(clone, { recursive: true }));

async function prepared(environment: Record<string, string>, cwd = clone) {
  const masked: string[] = [];
  const whole = { BITBUCKET_CLONE_DIR: clone, ...environment };
  const source = { environment: whole, context: readContext(whole), cwd };
  const result = await prepare(source, (secrets) => masked.push(...secrets));
  return { result, masked };
}

const ONE = { APP_ID: 'a', BRANCH: 'main', BEARER_TOKEN: 'token-of-the-variables' };

test.each<[string, Record<string, string>, string]>([
  ['of the variables', ONE, 'token-of-the-variables'],
  ['that is wrong', { BEARER_TOKEN: 'two words' }, 'two words'],
  [
    'that a deployments file names',
    { DEPLOYMENTS_FILE: 'deployments.yml', ORDERS_TOKEN: 'token-orders' },
    'token-orders',
  ],
])('a token %s is masked', async (_, environment, token) => {
  expect((await prepared(environment)).masked).toContain(token);
});

test('so are secrets of the connection', async () => {
  expect((await prepared({ ...ONE, HTTPS_PROXY: 'http://user:word@proxy.example' })).masked).toContain('user:word');
});

test('reports may lie anywhere in the clone, seen from the working directory', async () => {
  const { result } = await prepared({ ...ONE, REPORTS: 'json', REPORT_DIR: '../reports' }, join(clone, 'sub'));
  expect(result).toMatchObject({ reportDir: join(clone, 'reports') });
});

test('where no report is wanted, the file system is not asked about their folder', async () => {
  const { result } = await prepared(ONE, '/nowhere');
  expect(result).toMatchObject({ reportDir: 'test-reports', planSize: 1 });
});

test('of a parallel step the whole plan is known, and its own part is carried out', async () => {
  const step = { BITBUCKET_PARALLEL_STEP: '1', BITBUCKET_PARALLEL_STEP_COUNT: '2' };
  const { result } = await prepared({ ...ONE, APP_ID: 'a\nb', SHARD: 'true', ...step });
  expect(result).toMatchObject({ planSize: 2, plan: { deployments: [{ app: 'b' }] } });
});

test('problems of all sorts come together', async () => {
  const { result } = await prepared({
    TIMEOUT: 'x',
    REPORTS: 'json',
    REPORT_DIR: '/',
    SHARD: 'true',
    EXTRA_HEADERS: 'x',
  });
  const problems = result.status === 'refused' ? result.problems : [];
  expect(new Set(problems.map(({ variable }) => variable))).toEqual(
    new Set(['TIMEOUT', 'APP_ID', 'BEARER_TOKEN', 'BRANCH', 'EXTRA_HEADERS', 'REPORT_DIR', 'SHARD']),
  );
});
