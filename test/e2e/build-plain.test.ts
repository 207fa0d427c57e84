import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startEmulator } from '../../emulator/index.ts';
import { certificates } from '../../scripts/certificates.ts';
import { variablesFor } from '../support/environment.ts';
import { PIPE } from '../support/run-pipe.ts';

const run = promisify(execFile);

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'build-plain-'));
  await make('plain', '--plain');
});

afterAll(() => rmSync(folder, { recursive: true }));

function make(name: string, ...options: string[]): Promise<unknown> {
  return run(process.execPath, ['scripts/build/build.ts', ...options, `--outdir=${join(folder, name)}`], {
    env: { PATH: process.env['PATH'] ?? '' },
  });
}

interface Ended {
  readonly code: number;
  readonly log: string;
}

/** Times, ports and ids differ from run to run; all else must not. */
function start(program: string, env: Readonly<Record<string, string>>): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program], { cwd: folder, env }, (error, stdout, stderr) => {
      const log = stripVTControlCharacters(stderr + stdout)
        .replaceAll(/127\.0\.0\.1:\d+/g, 'SERVER')
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
        .replaceAll(/\d+\.\d s\b/g, 'SECONDS')
        .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'TIME');
      resolve({ code: error === null ? 0 : Number(error.code), log });
    });
  });
}

const DEPLOYMENTS = 'defaults: { branch: main, token: $A_TOKEN }\ndeployments:\n  - { name: Orders, app: APP }\n';

describe('a plain build', () => {
  test('is one file', () => {
    expect(readdirSync(join(folder, 'plain'))).toEqual(['appsmith-deploy.cjs']);
  });

  test.each<[what: string, changes: Record<string, string>, code: number]>([
    ['a deployment', {}, 0],
    ['a wrong token', { BEARER_TOKEN: '0'.repeat(64) }, 1],
    ['a wrong variable', { APP_ID: 'a/b', TIMEOUT: '-1', REPORTS: 'pdf' }, 2],
    ['a dry run', { DRY_RUN: 'true' }, 0],
  ])('says the same as the fast one of %s', async (_, changes, code) => {
    const ended: Ended[] = [];
    for (const program of [PIPE, join(folder, 'plain/appsmith-deploy.cjs')]) {
      await using emulator = await startEmulator();
      ended.push(await start(program, variablesFor(emulator, changes)));
    }
    expect(ended[1]).toEqual(ended[0]);
    expect(ended[0]?.code).toBe(code);
  });

  test('says the same as the fast one of a deployment over https', async () => {
    const { ca, server } = await certificates();
    const ended: Ended[] = [];
    for (const program of [PIPE, join(folder, 'plain/appsmith-deploy.cjs')]) {
      await using emulator = await startEmulator({ tls: server });
      ended.push(await start(program, variablesFor(emulator, { CA_CERTIFICATE: ca })));
    }
    expect(ended[1]).toEqual(ended[0]);
    expect(ended[0]?.code).toBe(0);
  });

  test('says the same as the fast one of a deployments file', async () => {
    const ended: Ended[] = [];
    for (const program of [PIPE, join(folder, 'plain/appsmith-deploy.cjs')]) {
      await using emulator = await startEmulator();
      const { APPSMITH_URL = '', APP_ID = '', BEARER_TOKEN = '' } = variablesFor(emulator);
      writeFileSync(join(folder, 'deployments.yml'), DEPLOYMENTS.replace('APP', APP_ID));
      ended.push(await start(program, { APPSMITH_URL, A_TOKEN: BEARER_TOKEN, DEPLOYMENTS_FILE: 'deployments.yml' }));
    }
    expect(ended[1]).toEqual(ended[0]);
    expect(ended[0]?.code).toBe(0);
  });
});
