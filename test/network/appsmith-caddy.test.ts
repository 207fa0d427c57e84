import { connect, createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { appsmithCaddy, CADDY } from './support/appsmith-caddy.ts';
import { SITE_NAMES } from './support/dns.ts';
import { Lab } from './support/lab.ts';
import { BASIC, type Meeting, meet } from './support/meeting.ts';

const HOST = 'appsmith.example.com';

type Case = Omit<Meeting, 'chapter'> & {
  readonly domain?: string;
  /** So many connections Appsmith's server refuses before it is up. */
  readonly downFor?: number;
};

const DEPLOYED = { closing: /^✔ Deployed/, posts: 1 };
const HTTP = { ...BASIC, APPSMITH_URL: `http://${HOST}` };

const cases: readonly Case[] = [
  { trouble: 'Up, with a custom domain', domain: HOST, ...DEPLOYED },
  { trouble: 'Up, on port 80 alone', variables: HTTP, ...DEPLOYED },
  {
    trouble: 'An http address where the custom domain redirects to https',
    domain: HOST,
    variables: HTTP,
    says: /redirects to https/,
    ...DEPLOYED,
  },
  {
    trouble: 'A dry run',
    domain: HOST,
    variables: { ...BASIC, DRY_RUN: 'true' },
    closing: /^✔ Dry run/,
    says: /Appsmith v1\.66/,
    posts: 0,
  },
  {
    trouble: 'Restarting: 502 for two attempts',
    domain: HOST,
    downFor: 2,
    variables: { ...BASIC, RETRY_DELAY: '0.05' },
    closing: /^✔ Deployed.*, on attempt 3/,
    posts: 1,
  },
  {
    trouble: 'Down: 502, while the file behind /info is served',
    domain: HOST,
    downFor: Number.POSITIVE_INFINITY,
    variables: { ...BASIC, MAX_ATTEMPTS: '2', RETRY_DELAY: '0.05' },
    closing: /^✖ Not (deployed|confirmed): .*HTTP-502/,
    says: /Appsmith v1\.66/,
    posts: 0,
  },
  {
    trouble: 'An address that the certificate is not for',
    domain: 'other.example.com',
    closing: /^✖ Not deployed: /,
    saysNot: /in time/,
    posts: 0,
  },
];

test.concurrent.each(cases)('$trouble', async ({ domain, downFor = 0, ...meeting }) => {
  await using lab = await Lab.start({ names: { ...SITE_NAMES, [HOST]: [CADDY] } });
  let connections = 0;
  const backend = createServer((socket) => {
    connections += 1;
    if (connections <= downFor) return void socket.destroy();
    const onward = connect(lab.emulator.port, '127.0.0.1');
    socket.pipe(onward).pipe(socket);
    socket.on('error', () => onward.destroy());
  });
  await lab.add(await appsmithCaddy(domain, await lab.listen('backend', backend)));
  await meet(lab, { ...meeting, chapter: "Appsmith's own Caddy" });
  const { headers } = lab.emulator.deployRequests[0] ?? { headers: { host: HOST } };
  expect(headers.host).toBe(HOST);
  if (lab.emulator.deployRequests.length > 0 && domain !== undefined)
    expect(headers).toMatchObject({ 'x-sni': HOST, 'x-alpn': 'http/1.1' });
});
