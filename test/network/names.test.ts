import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { emulatedApp } from '../../emulator/index.ts';
import type { Program } from '../support/lab/program.ts';
import { DEAD, NAME_SERVER, SITE_NAMES } from './support/dns.ts';
import { addressesOf } from './support/hosts.ts';
import { Lab, type LabOptions } from './support/lab.ts';
import { list } from './support/lists.ts';
import { type Meeting, meet, TWO_ATTEMPTS } from './support/meeting.ts';

const CHAPTER = 'Names';
const ODD = '192.0.2.54';
const ODD_NAME_SERVER = fileURLToPath(new URL('support/odd-name-server.cjs', import.meta.url));
const [DEAD_IPV4, DEAD_IPV6] = DEAD;
const [APPSMITH, APPSMITH_IPV6] = addressesOf(10);
/** A host on which nothing listens. */
const [CLOSED, CLOSED_IPV6] = addressesOf(33);

const https = (host: string) => ({ ...TWO_ATTEMPTS, APPSMITH_URL: `https://${host}` });

type Case = Omit<Meeting, 'chapter' | 'variables'> & {
  readonly host?: string;
  readonly lab?: LabOptions;
  /** Addresses of name servers. Default: the one that knows all sites. */
  readonly nameServers?: readonly string[];
  /** On the pipe's host, before the run. */
  readonly rules?: string;
};

const named = (...addresses: string[]): LabOptions => ({ names: { ...SITE_NAMES, 'appsmith.example.com': addresses } });
const DEPLOYED = { closing: /^✔ Deployed/, posts: 1 };

const cases: readonly Case[] = [
  { trouble: 'An IPv6 address alone', lab: named(APPSMITH_IPV6), ...DEPLOYED },
  { trouble: 'Two addresses, the first of which is dead', lab: named(DEAD_IPV4, APPSMITH), ...DEPLOYED },
  { trouble: 'Two addresses, the first of which refuses', lab: named(CLOSED, APPSMITH), ...DEPLOYED },
  { trouble: 'An IPv6 address that refuses beside IPv4', lab: named(CLOSED_IPV6, APPSMITH), ...DEPLOYED },
  {
    trouble: 'Five addresses, four of which are dead',
    lab: named(DEAD_IPV6, DEAD_IPV4, '192.0.2.241', '2001:db8::241', APPSMITH),
    ...DEPLOYED,
  },
  {
    trouble: 'An alias (CNAME)',
    lab: {
      names: { ...SITE_NAMES, 'appsmith.example.com': [], 'real.example.com': [APPSMITH] },
      nameServer: ['cname=appsmith.example.com,real.example.com'],
    },
    ...DEPLOYED,
  },
  {
    trouble: 'An IPv6 address and no IPv6 on the runner',
    lab: named(APPSMITH_IPV6, APPSMITH),
    rules: 'ip -6 addr flush dev cable',
    ...DEPLOYED,
  },
  {
    trouble: 'An IPv6 address alone, and no IPv6 on the runner',
    lab: named(APPSMITH_IPV6),
    rules: 'ip -6 addr flush dev cable',
    closing: /^✖ Not deployed: /,
    says: /IPv6/,
    saysNot: /ENOTFOUND|spell/i,
    posts: 0,
  },
  {
    trouble: 'A name in /etc/hosts alone',
    lab: { names: {} },
    rules: `echo '${APPSMITH} appsmith.example.com' >>/etc/hosts`,
    ...DEPLOYED,
  },
  {
    trouble: 'A name in a search domain',
    host: 'appsmith',
    rules: `printf 'search example.com\\nnameserver ${NAME_SERVER}\\n' >/etc/resolv.conf`,
    closing: /^✖ .*(HTTP-|ERR_TLS_CERT_ALTNAME_INVALID)/,
    posts: 0,
  },
  {
    trouble: 'A name that nobody knows',
    host: 'nobody.example.com',
    closing: /^✖ Not deployed: .*ENOTFOUND/,
    posts: 0,
  },
  { trouble: 'A dead name server before one that answers', nameServers: ['192.0.2.240', NAME_SERVER], ...DEPLOYED },
  {
    trouble: 'A name server that answers SERVFAIL',
    host: 'servfail.example.com',
    nameServers: [ODD],
    closing: /^✖ Not deployed: /,
    says: /SERVFAIL/,
    saysNot: /ENOTFOUND|in time/,
    posts: 0,
  },
  {
    trouble: 'A name server that answers REFUSED',
    host: 'refused.example.com',
    nameServers: [ODD],
    closing: /^✖ Not deployed: /,
    says: /REFUSED/,
    saysNot: /ENOTFOUND|in time/,
    posts: 0,
  },
  { trouble: 'A name server that answers after 2 s', host: 'slow.example.com', nameServers: [ODD], ...DEPLOYED },
  {
    trouble: 'A name server that never answers',
    host: 'silent.example.com',
    nameServers: [ODD],
    closing: /^✖ Not deployed: /,
    posts: 0,
    options: { limitMs: 90_000 },
  },
  {
    trouble: 'A name that has moved at the second attempt',
    host: 'moves.example.com',
    nameServers: [ODD],
    closing: /^✔ Deployed.*, on attempt 2/,
    posts: 1,
  },
];

test.concurrent.each(cases)(
  '$trouble',
  async ({ host = 'appsmith.example.com', lab: options, nameServers, rules, ...meeting }) => {
    await using lab = await Lab.start(options);
    if (nameServers !== undefined) await useNameServers(lab, nameServers);
    if (rules !== undefined) await lab.hosts.pipe.shell(rules);
    await meet(lab, { ...meeting, chapter: CHAPTER, variables: { ...https(host), RETRY_DELAY: '1' } });
  },
);

/** The file is bound over /etc/resolv.conf of each new process of the host. */
async function useNameServers(lab: Lab, addresses: readonly string[]): Promise<Program> {
  const lines = addresses.map((address) => `nameserver ${address}\n`).join('');
  await lab.hosts.pipe.shell(`printf '${lines.replaceAll('\n', '\\n')}' >/etc/resolv.conf`);
  return lab.add({ files: {}, command: [process.execPath, ODD_NAME_SERVER, '{folder}/log'], ports: [`${ODD}:53`] });
}

// By itself: beside other labs the name server would answer even later than after the 2 s that it is given.
test('32 deployments at once, names after 2 s', async () => {
  const apps = Array.from({ length: 32 }, (_, at) => emulatedApp({ name: `App ${at}` }));
  await using lab = await Lab.start({ emulator: { apps } });
  const { folder } = await useNameServers(lab, [ODD]);
  const variables = {
    APPSMITH_URL: 'https://slow.example.com',
    BITBUCKET_BRANCH: 'main',
    CONCURRENCY: '32',
    ...list(
      'APP_ID',
      apps.map(({ id }) => id),
    ),
    ...list(
      'BEARER_TOKEN',
      apps.map(({ token }) => token),
    ),
  };
  const run = await meet(lab, {
    chapter: CHAPTER,
    trouble: '32 deployments at once, names after 2 s',
    variables,
    closing: /^✔ All 32/,
    posts: 32,
    options: { limitMs: 60_000 },
  });
  expect(run.durationMs).toBeLessThan(40_000);
  const questions = readFileSync(join(folder, 'log'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('slow.'));
  // A and AAAA for all 32 at once, each asked twice while the name server is slow, once for each attempt in the log.
  const attempts =
    1 + Math.max(0, ...Array.from(run.log.matchAll(/Attempt (\d+) of/g), ([, number]) => Number(number)));
  expect(questions.length).toBeLessThanOrEqual(2 * 2 * attempts);
});
