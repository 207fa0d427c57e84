import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { envReport, outputValues } from '../../../src/report/outputs.ts';
import { holds } from '../../support/property.ts';
import { anyText, HOSTILE } from './hostile.ts';
import { deployed, failed, overview, skipped } from './runs.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'env-report-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A deployment whose every text is this. */
function overviewWith(text: string) {
  const receipt = { applicationName: text, deployedAt: text };
  return overview([{ ...deployed({ name: text, app: text, branch: text }), receipt }]);
}

/** What a shell has in these variables once it has read the file. It stops at whatever goes wrong. */
function sourcedIn(shell: string, text: string, names: readonly string[]): Record<string, string> {
  writeFileSync(join(folder, 'appsmith-deploy.env'), text);
  const print = names.map((name) => `printf '%s\\0' "$${name}"`).join('; ');
  const { stdout, stderr, status } = spawnSync(shell, ['-c', `set -eu; . ./appsmith-deploy.env; ${print}`], {
    cwd: folder,
    env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  expect({ shell, stderr, status }).toEqual({ shell, stderr: '', status: 0 });
  expect(readdirSync(folder)).toEqual(['appsmith-deploy.env']);
  const values = stdout.split('\0');
  return Object.fromEntries(names.map((name, at) => [name, values[at] ?? '']));
}

test("every name is a line, NAME='value', also one without a value", () => {
  const lines = envReport(overview([failed({ name: "Orders (EU), Tom's" })])).split('\n');
  expect(lines).toHaveLength(12);
  expect(lines).toEqual(
    expect.arrayContaining(["APPSMITH_DEPLOY_STATUS='failed'", "APPSMITH_APP_NAME=''", "APPSMITH_FAILED='1'"]),
  );
});

describe.each(['/bin/dash', '/bin/bash'])('read with `.` in %s', (shell) => {
  test.each([...Object.entries(HOSTILE), ['only quotes', "''''"], ['a quote at the end', "Tom'"]])(
    '%s comes out as it was, and nothing is run',
    (_, text) => {
      const run = overviewWith(text);
      const values = outputValues(run);
      expect(sourcedIn(shell, envReport(run), Object.keys(values))).toEqual(values);
    },
  );

  test('so does any text', () => {
    holds(fc.oneof(anyText, fc.string({ unit: fc.constantFrom("'", '\\', '"', '$', '\n', 'a') })), (text) => {
      const run = overviewWith(text);
      const values = outputValues(run);
      expect(sourcedIn(shell, envReport(run), Object.keys(values))).toEqual(values);
    });
  });
});

test('a reader of dotenv files finds the same, where no value has a quote', () => {
  holds(anyText, (text) => {
    const run = overviewWith(text.replaceAll("'", ''));
    expect({ ...parseEnv(envReport(run)) }).toEqual(outputValues(run));
  });
});

test('the results of many are a list that JSON reads, shortened where it would not fit into an output variable', () => {
  const many = Array.from({ length: 3_000 }, (_, at) =>
    deployed({ name: `a quite long name of an application ${at}` }),
  );
  const read = (...given: Parameters<typeof overview>) =>
    JSON.parse(String(parseEnv(envReport(overview(...given)))['APPSMITH_DEPLOY_RESULTS'])) as { status: string }[];
  expect(read([skipped({ name: "Tom's" }), deployed()])).toMatchObject([
    { name: "Tom's", status: 'skipped' },
    { status: 'deployed' },
  ]);
  const shortened = read([...many, failed()]);
  expect(shortened.length).toBeLessThan(3_000);
  expect(shortened.at(-1)).toMatchObject({ status: 'failed' });
});
