import { afterAll, expect, test } from '@jest/globals';
import { answers, DEFAULT_APP, type EmulatedApp, emulatedApp } from '../../../emulator/index.ts';
import { Clone } from '../../support/bitbucket/clone.ts';
import { writeRow } from '../../support/lab/rows.ts';
import { attemptsIn, expectSound, SILENT_SERVER } from './claims.ts';
import { allCombinations, type Combination } from './dimensions.ts';
import { SITE_NAMES } from './dns.ts';
import { addressesOf, PIPE_ADDRESSES } from './hosts.ts';
import { Lab } from './lab.ts';
import { list } from './lists.ts';
import type { Row } from './network-document.ts';
import { LATEST, type SeenRequest } from './other-sites.ts';
import { LabPool } from './pool.ts';
import { PROXY_NAMES, tinyproxy, tlsBeforeProxy } from './proxies.ts';
import { SITES, type Sight } from './sites.ts';

const APPS = [DEFAULT_APP, emulatedApp({ name: 'Intake' })] as const;
/** They take long enough for the question after a newer version, which ends with the deployment. */
const SLOW_APPS = [
  emulatedApp({ name: 'Slow orders', pullMs: 2_500 }),
  emulatedApp({ name: 'Slow intake', pullMs: 2_500 }),
] as const;

/** Tests every combination with this way. */
export function testMatrix(way: Combination['way']): void {
  const labs = new LabPool(() => startLab(way));
  afterAll(() => labs[Symbol.asyncDispose]());
  const rows = allCombinations().filter((combination) => combination.way === way);
  test.concurrent.each(rows)('$scheme, $address, $deployments: $job', (row) => labs.use((lab) => carryOut(row, lab)));
}

async function startLab(way: Combination['way']): Promise<Lab> {
  const lab = await Lab.start({
    names: way === 'direct' ? SITE_NAMES : PROXY_NAMES,
    emulator: { apps: [...APPS, ...SLOW_APPS] },
  });
  if (way === 'direct') return lab;
  await lab.add(tinyproxy());
  if (way === 'TLS proxy') await lab.add(await tlsBeforeProxy());
  return lab;
}

async function carryOut(row: Combination, lab: Lab): Promise<void> {
  const { site, host, url } = target(row);
  const both = appsOf(row);
  const apps = row.deployments === 'one' ? both.slice(0, 1) : both;
  lab.emulator.answerAlways(row.job === 'look after a failure' ? answers.unauthorized() : undefined);
  using clone = new Clone({ 'appsmith-deployments.yml': deploymentsFile(row, url) });
  const run = await lab.run(
    { BITBUCKET_BRANCH: 'main', ...deploymentVariables(row, url), ...proxyVariables(row), ...jobVariables(row) },
    { cwd: clone.path },
  );
  const posts = lab.requests.filter(({ method }) => method === 'POST');
  const redirected = lab.otherRequests.filter((request) => request.site === 'upgrade' || request.site === 'slash');
  const { log, exitCode } = run;
  const deployments = row.job === 'dry run' ? 0 : apps.length;
  expect({ log, exitCode, posts: posts.length, redirected: redirected.length }).toEqual({
    log: expect.stringMatching(said(row.job)),
    exitCode: row.job === 'look after a failure' ? 1 : 0,
    posts: deployments,
    redirected: row.job === 'redirect' ? deployments : 0,
  });
  expect(attemptsIn(log, deployments)).toBe(posts.length);
  expect(log).not.toMatch(SILENT_SERVER);
  expectSound(run);
  const upgraded = site === 'upgrade' ? 'https' : row.scheme;
  const sights = lab.requests.map(sight);
  expect(sights).toEqual(sights.map(() => expectedSight(row, site, host, upgraded)));
  if (row.job === 'redirect')
    expect(redirected.map(sight)).toEqual(apps.map(() => expectedSight(row, site, host, row.scheme)));
  expect(lab.otherRequests.filter((request) => request.site === 'default')).toEqual([]);
  if (row.job === 'version check') expectVersionCheck(row, lab.otherRequests);
  writeRow({ kind: 'combination', combination: row } satisfies Row);
}

/** What the log must say, whatever else. */
function said(job: Combination['job']): RegExp {
  switch (job) {
    case 'dry run':
      return /Appsmith v1\.66/;
    case 'look after a failure':
      return /✖ [\s\S]*Appsmith v1\.66/;
    case 'version check':
      return new RegExp(`New version available: .*'${LATEST}'[\\s\\S]*^✔ `, 'm');
    default:
      return /^✔ /m;
  }
}

interface Target {
  readonly site: Sight['site'];
  readonly host: string;
  readonly url: string;
}

function target({ job, scheme, address }: Combination): Target {
  const redirecting = scheme === 'http' ? 'upgrade' : 'slash';
  const site = job === 'redirect' ? redirecting : 'appsmith';
  const [named, literal] = SITES.filter((candidate) => candidate.site === site);
  const hosts = {
    name: named?.hosts[0],
    IPv4: literal?.hosts[0],
    IPv6: literal?.hosts[1],
    'both with a dead first address': named?.hosts[1],
  };
  const host = hosts[address] ?? '';
  return { site, host, url: `${scheme}://${host}` };
}

function appsOf({ job }: Combination): typeof APPS | typeof SLOW_APPS {
  return job === 'version check' ? SLOW_APPS : APPS;
}

function deploymentVariables(row: Combination, url: string): Record<string, string> {
  const [orders, intake] = appsOf(row);
  switch (row.deployments) {
    case 'one':
      return { APPSMITH_URL: url, APP_ID: orders.id, BEARER_TOKEN: orders.token };
    case 'list':
      return {
        APPSMITH_URL: url,
        ...list('APP_ID', [orders.id, intake.id]),
        ...list('BEARER_TOKEN', [orders.token, intake.token]),
      };
    case 'file':
      return { DEPLOYMENTS_FILE: 'appsmith-deployments.yml', ORDERS_TOKEN: orders.token, INTAKE_TOKEN: intake.token };
  }
}

function deploymentsFile(row: Combination, url: string): string {
  const [orders, intake] = appsOf(row);
  const deployment = ({ id }: EmulatedApp, token: string) => `  - app: ${id}\n    token: ${token}\n`;
  return (
    'defaults:\n  url: ' +
    `'${url}'\ndeployments:\n${deployment(orders, '$ORDERS_TOKEN')}${deployment(intake, '$INTAKE_TOKEN')}`
  );
}

function proxyVariables({ way, address }: Combination): Record<string, string> {
  if (way === 'direct') return {};
  const name = address === 'both with a dead first address' ? 'proxy-both' : 'proxy';
  const proxy = way === 'proxy' ? `http://${name}.example.com:3128` : `https://secure-${name}.example.com:3128`;
  return { HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
}

function jobVariables({ job }: Combination): Record<string, string> {
  if (job === 'dry run') return { DRY_RUN: 'true' };
  return job === 'version check' ? { BITBUCKET_BUILD_NUMBER: '42' } : {}; // only Bitbucket's builds ask
}

function sight({ site, address, port, client, host, sni, alpn }: SeenRequest): Sight {
  const direct = (PIPE_ADDRESSES as readonly string[]).includes(client);
  return { site, address, port, client: direct ? 'the pipe' : 'a proxy', host, sni, alpn };
}

function expectedSight({ address, way }: Combination, site: string, host: string, scheme: string): Sight {
  const { number = 0 } = SITES.find(({ hosts }) => hosts.includes(host)) ?? {};
  const [ipv4, ipv6] = addressesOf(number);
  const tls = scheme === 'https';
  return {
    site,
    address: address === 'IPv6' ? ipv6 : ipv4,
    port: tls ? '443' : '80',
    client: way === 'direct' ? 'the pipe' : 'a proxy',
    host,
    sni: tls && !address.startsWith('IPv') ? host : '',
    alpn: tls ? 'http/1.1' : '',
  };
}

function expectVersionCheck({ way }: Combination, requests: readonly SeenRequest[]): void {
  expect(requests.filter(({ site }) => site === 'bitbucket').map(sight)).toEqual([
    {
      site: 'bitbucket',
      address: addressesOf(24)[0],
      port: '443',
      client: way === 'direct' ? 'the pipe' : 'a proxy',
      host: 'bitbucket.org',
      sni: 'bitbucket.org',
      alpn: 'http/1.1',
    },
  ]);
}
