import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { emulatedApp } from '../../emulator/index.ts';
import { certificates } from '../../scripts/certificates.ts';
import { Build, type BuildRequest } from '../support/bitbucket/build.ts';
import { codeBlocks } from '../support/documents.ts';
import { writeRow } from '../support/lab/rows.ts';
import { addressesOf } from './support/hosts.ts';
import { Lab } from './support/lab.ts';
import type { Row } from './support/network-document.ts';
import { PROXY_NAMES, tinyproxy } from './support/proxies.ts';

const TOKEN = emulatedApp().token;
const ADDRESS = /https:\/\/([a-z.]+\.example\.com)/g;

/** The authorities that the machine trusts: the lab's is one of them. */
const folder = mkdtempSync(join(tmpdir(), 'authorities-'));
beforeAll(async () => writeFileSync(join(folder, 'ca.pem'), (await certificates()).ca));
afterAll(() => rmSync(folder, { recursive: true }));

type Given = Partial<BuildRequest> & { readonly dryRun?: true };

const environment = (url: string) => ({ APPSMITH_URL: url, APPSMITH_APP: '660427bb3927480dc0720914' });
const pullRequest = {
  pipeline: 'pull-requests.**',
  bitbucket: { BITBUCKET_BRANCH: 'feature/orders', BITBUCKET_PR_ID: '7', BITBUCKET_PR_DESTINATION_BRANCH: 'main' },
};

/** What an example needs of its repository. */
const EXAMPLES: Readonly<Record<string, Given>> = {
  basic: {},
  'from-curl': {},
  'ordered-applications': {},
  'parallel-steps': { pipeline: 'custom.redeploy-everything' },
  'private-network': {
    variables: {
      COMPANY_PROXY: 'http://proxy.example.com:3128',
      ACCESS_CLIENT_ID: 'an-id-of-ours',
      ACCESS_CLIENT_SECRET: 'a-secret-of-ours',
    },
  },
  promotion: {
    deployments: {
      staging: environment('https://staging.appsmith.example.com'),
      production: environment('https://appsmith.example.com'),
    },
  },
  'pull-request-check': { ...pullRequest, dryRun: true },
  'pull-request-preview': pullRequest,
  'reports-and-outputs': {},
  'several-instances': {},
};

test('every example is run', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(readdirSync('examples').sort());
});

test.concurrent.each(Object.entries(EXAMPLES))('the example %s, unchanged', async (name, given) => {
  const text = (file: string) => readFileSync(`examples/${name}/${file}`, 'utf8');
  const more = readdirSync(`examples/${name}`).filter((file) => file === 'appsmith-deployments.yml');
  const files = Object.fromEntries(more.map((file) => [file, text(file)]));
  const deploys = await build({ configuration: text('bitbucket-pipelines.yml'), files, ...given });
  expect(deploys > 0).toBe(given.dryRun !== true);
  writeRow({
    kind: 'case',
    chapter: 'Examples',
    trouble: `examples/${name}`,
    seen: 'Every step is green',
    posts: deploys,
  } satisfies Row);
});

const snippets = codeBlocks('README.md').filter(
  ({ language, text }) =>
    language === 'yaml' && /^(pipelines|script):/m.test(text) && !/<string>|DEPLOYMENTS_FILE/.test(text),
);

test.concurrent.each(snippets)('the snippet at line $line of README.md, unchanged', async ({ text }) => {
  const step = text.split('\n').map((line) => `        ${line}`);
  const whole = ['pipelines:', '  branches:', '    main:', '    - step:', ...step].join('\n');
  const deploys = await build({ configuration: text.startsWith('script:') ? whole : text });
  writeRow({
    kind: 'case',
    chapter: 'Examples',
    trouble: 'README.md',
    seen: 'Every step is green',
    posts: deploys,
  } satisfies Row);
});

/** Runs a build where each address that it contains is a server. @returns the number of requests to deploy */
async function build({ configuration, ...given }: Given & { readonly configuration: string }): Promise<number> {
  const all = JSON.stringify({ configuration, given });
  const hosts = [...new Set([...all.matchAll(ADDRESS)].map(([, host = '']) => host))];
  const ids = [...new Set(all.match(/\b[0-9a-f]{24}\b/g))];
  const tokens = Object.fromEntries([...all.matchAll(/\$(\w*TOKEN\w*)/g)].map(([, name = '']) => [name, TOKEN]));
  const apps = ids.map((id) => ({ ...emulatedApp(), id, branches: ['main', 'feature/orders'] }));
  const names = Object.fromEntries(hosts.map((host) => [host, [addressesOf(14)[0]]]));
  await using lab = await Lab.start({ names: { ...names, ...PROXY_NAMES }, emulator: { apps } });
  await lab.add(tinyproxy());
  using done = await Build.run({
    pipeline: 'branches.main',
    configuration,
    ...given,
    files: { 'certificates/company-ca.pem': (await certificates()).ca, ...given.files },
    variables: { ...tokens, ...given.variables },
    machine: { NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') },
    run: { launcher: lab.hosts.pipe.launcher },
  });
  expect(done.runs.filter(({ exitCode }) => exitCode !== 0).map(({ log }) => log)).toEqual([]);
  expect(done.runs.length).toBeGreaterThan(0);
  expect(lab.requests.map(({ host, port, sni }) => ({ host, port, sni }))).toEqual(
    lab.requests.map(({ host }) => ({ host, port: '443', sni: host })),
  );
  expect([...new Set(lab.requests.map(({ host }) => host))].sort()).toEqual([...hosts].sort());
  return lab.emulator.deployRequests.length;
}
