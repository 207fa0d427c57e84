import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import type { NetworkRun, Seen } from '../support/own-network.ts';

const HOST = 'appsmith.example.com';
const PLAIN_HOST = 'plain.example.com';
const folder = mkdtempSync(join(tmpdir(), 'own-network-'));
writeFileSync(join(folder, 'hosts'), `127.0.0.1 localhost ${HOST} ${PLAIN_HOST}\n`);
writeFileSync(join(folder, 'resolv.conf'), 'nameserver 127.0.0.1\n');
afterAll(() => rmSync(folder, { recursive: true }));

/** Ports 80 and 443 without root, and names of our own: a user, network and mount namespace. */
const SCRIPT =
  `ip link set lo up && mount --bind '${folder}/hosts' /etc/hosts && mount --bind '${folder}/resolv.conf' ` +
  '/etc/resolv.conf';

function inOwnNetwork(command: string) {
  const args = ['--user', '--map-root-user', '--net', '--mount', 'sh', '-c', `${SCRIPT} && ${command}`];
  return spawnSync('unshare', args, { encoding: 'utf8', maxBuffer: 10_000_000 });
}

const possible = process.platform === 'linux' && inOwnNetwork('true').status === 0;
/** Its name says why it is skipped. */
const where = possible
  ? 'in a network of its own'
  : 'skipped: no `unshare --user --map-root-user --net --mount` with `ip` here';
const testThere = possible ? test : test.skip;

const SECURE: Seen = { method: 'POST', host: HOST, port: 443, sni: HOST };
const PLAIN: Seen = { method: 'POST', host: HOST, port: 80, sni: '' };
const get = (seen: Seen): Seen => ({ ...seen, method: 'GET' });

const cases: readonly {
  readonly name: string;
  readonly variables: Record<string, string>;
  readonly seen: readonly Seen[];
}[] = [
  { name: 'https', variables: { APPSMITH_URL: `https://${HOST}` }, seen: [SECURE] },
  { name: 'http', variables: { APPSMITH_URL: `http://${PLAIN_HOST}` }, seen: [{ ...PLAIN, host: PLAIN_HOST }] },
  { name: 'the default port, written', variables: { APPSMITH_URL: `https://${HOST}:443` }, seen: [SECURE] },
  { name: 'a path prefix', variables: { APPSMITH_URL: `https://${HOST}/prefix` }, seen: [SECURE] },
  { name: 'http, which redirects to https', variables: { APPSMITH_URL: `http://${HOST}` }, seen: [PLAIN, SECURE] },
  {
    name: 'a list',
    variables: {
      APPSMITH_URL: `https://${HOST}`,
      APP_ID: '',
      APP_ID_COUNT: '1',
      APP_ID_0: '660427bb3927480dc0720914',
      BRANCH_COUNT: '2',
      BRANCH_0: 'main',
      BRANCH_1: 'release',
    },
    seen: [SECURE, SECURE],
  },
  {
    name: 'a dry run',
    variables: { APPSMITH_URL: `https://${HOST}`, DRY_RUN: 'true' },
    seen: [get(SECURE), get(SECURE)],
  },
  {
    name: 'a pasted endpoint',
    variables: {
      APP_ID: '',
      DEPLOY_ENDPOINT: `https://${HOST}/api/v1/git/deploy/app/660427bb3927480dc0720914?branchName=main`,
    },
    seen: [SECURE],
  },
];

testThere(
  `the built pipe reaches ports 80 and 443 by name, as servers that are strict about Host and SNI saw it (${where})`,
  () => {
    const variables = JSON.stringify(cases.map((one) => one.variables));
    const { stdout, stderr } = inOwnNetwork(`exec '${process.execPath}' test/support/own-network.ts '${variables}'`);
    expect(stdout === '' ? stderr : '').toBe('');
    const runs = JSON.parse(stdout) as NetworkRun[];
    expect(
      runs.map(({ exitCode, log, seen }, at) => ({ name: cases[at]?.name, ended: exitCode === 0 ? 0 : log, seen })),
    ).toEqual(cases.map(({ name, seen }) => ({ name, ended: 0, seen })));
  },
  60_000,
);
