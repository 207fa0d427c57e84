import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { certificates } from '../certificates.ts';

/** An answer such as Appsmith's to a deployment. */
const deployed = () =>
  JSON.stringify({
    responseMeta: { status: 200, success: true },
    data: { applicationName: 'Orders', branchName: 'main', deployedAt: new Date().toISOString() },
    errorDisplay: '',
  });

const TOKEN = 'f'.repeat(64);

/**
 * Makes V8's code caches of the program's files, after real deployments over http and https, one alone and many from a
 * file, so that the caches hold all that a run compiles. The Node that builds is the Node that runs: another one
 * rejects them. Gains 0.3 × (bare Node = 1).
 */
export async function warmCaches(dist: string): Promise<void> {
  const { ca, server } = await certificates();
  const answer: RequestListener = (_, response) =>
    response.setHeader('content-type', 'application/json').end(deployed());
  const [http, https] = [createHttpServer(answer), createHttpsServer(server, answer)];
  const folder = mkdtempSync(join(tmpdir(), 'appsmith-deploy-build-'));
  try {
    const base = { APP_ID: '660427bb3927480dc0720914', BRANCH: 'main', BEARER_TOKEN: TOKEN };
    const overHttp = { ...base, APPSMITH_URL: `http://127.0.0.1:${await listen(http)}` };
    const overHttps = { ...base, APPSMITH_URL: `https://127.0.0.1:${await listen(https)}`, CA_CERTIFICATE: ca };
    const fromFile = { DEPLOYMENTS_FILE: 'deployments.yml', A_TOKEN: TOKEN, APPSMITH_URL: overHttp.APPSMITH_URL };
    for (const [name, text] of Object.entries(FILES)) write(join(folder, name), text);
    const reporting = {
      BITBUCKET_PIPE_STORAGE_DIR: folder,
      BITBUCKET_PIPELINES_VARIABLES_PATH: join(folder, 'variables'),
      OUTPUT_VARIABLES: 'APPSMITH_DEPLOY_STATUS',
    };
    const runs = [
      { env: { ...base, APP_ID: '' }, code: 2 },
      { env: { ...fromFile, ...reporting }, code: 0 },
      { env: overHttps, code: 0 },
      { env: { ...overHttp, BITBUCKET_BRANCH: 'main' }, code: 0 },
    ];
    // The seed makes the caches the same in every build of the same sources. It is one of two flags that V8 does not
    // compare.
    const warmUp = ['--random-seed=1', resolve('scripts/build/warm-up.cjs'), resolve(dist), JSON.stringify(runs)];
    await promisify(execFile)(process.execPath, warmUp, { cwd: folder, env: {} });
  } finally {
    http.close();
    https.close();
    rmSync(folder, { recursive: true });
  }
}

/** A deployments file, and the repository of an application. */
const FILES = {
  'deployments.yml': `
defaults: { branch: main, token: $A_TOKEN }
deployments:
  - { name: Orders, app: 660427bb3927480dc0720914 }
  - { name: Intake, app: 660427bb3927480dc0720915, after: Orders }
`,
  'metadata.json': '{ "fileFormatVersion": 5 }',
  'application.json': '{ "pages": [{ "id": "Orders" }] }',
  'pages/Orders/Orders.json':
    '{ "gitSyncId": "1", "unpublishedPage": { "name": "Orders", "layouts": [{ "dsl": {} }] } }',
  'pages/Orders/widgets/Text1.json': '{ "widgetId": "1", "parentId": "0" }',
  'pages/Orders/queries/Read/metadata.json':
    '{ "gitSyncId": "2", "unpublishedAction": { "name": "Read", "pageId": "Orders" } }',
  'pages/Orders/queries/Read/Read.txt': 'SELECT 1;',
};

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
