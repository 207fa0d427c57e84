import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { test } from '@jest/globals';
import { answers, DEFAULT_APP } from '../../emulator/index.ts';
import { serverCertificate } from '../../scripts/certificates.ts';
import { SITE_NAMES } from './support/dns.ts';
import { Lab } from './support/lab.ts';
import { list } from './support/lists.ts';
import { BASIC, type Meeting, meet, TWO_ATTEMPTS } from './support/meeting.ts';
import { tlsBeforeProxy } from './support/proxies.ts';
import { PLAYED, relay } from './support/relays.ts';

const CHAPTER = 'Connections';
const HOST = 'appsmith.example.com';

/** A lab where the test itself is the server behind https://appsmith.example.com. */
async function labWith(server: Server): Promise<Lab> {
  const lab = await Lab.start({ names: { ...SITE_NAMES, [HOST]: [PLAYED] } });
  await lab.add(relay(await lab.listen('played', server)));
  return lab;
}

type Case = Pick<Meeting, 'trouble' | 'closing' | 'says' | 'saysNot' | 'posts' | 'variables'> & {
  readonly server: (note: () => void) => Promise<Server>;
};

const cases: readonly Case[] = [
  {
    trouble: 'A TLS handshake that is never answered',
    server: async () => createServer(),
    variables: { ...TWO_ATTEMPTS, TIMEOUT: '8' },
    closing: /^✖ Not deployed: /,
    saysNot: /No connection in time/,
    posts: 0,
  },
  {
    trouble: 'A reset right after the handshake',
    server: async () => createTlsServer(await serverCertificate(HOST), (socket) => socket.destroy()),
    closing: /^✖ Not (confirmed|deployed): /,
    posts: 0,
  },
  {
    trouble: 'A reset when the request has arrived',
    server: async (note) =>
      createHttpsServer(await serverCertificate(HOST), (request) => {
        if (request.method === 'POST') note();
        request.socket.destroy();
      }),
    closing: /^✖ Not confirmed: .*\(ECONNRESET\)/,
    says: /; 2 attempts, /,
    posts: 2,
  },
  {
    trouble: 'A certificate of another site alone, and a server that refuses all other names',
    server: async () =>
      createTlsServer({
        SNICallback: (_, done) => done(null, undefined),
        ...(await serverCertificate('default.example.net')),
      }),
    closing: /^✖ Not deployed: .*ERR_TLS_CERT_ALTNAME_INVALID/,
    posts: 0,
  },
];

test.concurrent.each(cases)('$trouble', async ({ server, variables = TWO_ATTEMPTS, ...meeting }) => {
  let posts = 0;
  await using lab = await labWith(
    await server(() => {
      posts += 1;
    }),
  );
  await meet(lab, { ...meeting, chapter: CHAPTER, variables, countPosts: () => posts, options: { limitMs: 60_000 } });
});

/** Two branches of one application are deployed one after the other, on the same connection. */
test.concurrent('A reused connection that is cut after 3 s of work', async () => {
  let posts = 0;
  const { status, headers, body } = {
    status: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(answers.deployed().body),
  };
  const server = createHttpsServer(await serverCertificate(HOST), (request, response) => {
    if (request.method !== 'POST') return void response.writeHead(404).end();
    posts += 1;
    if (posts === 1) response.writeHead(status, headers).end(body);
    else setTimeout(() => request.socket.destroy(), 3_000);
  });
  await using lab = await labWith(server);
  const variables = {
    ...BASIC,
    MAX_ATTEMPTS: '1',
    APP_ID: '',
    ...list('APP_ID', [DEFAULT_APP.id, DEFAULT_APP.id]),
    ...list('BRANCH', ['main', 'release']),
  };
  await meet(lab, {
    chapter: CHAPTER,
    trouble: 'A reused connection that is cut after 3 s of work, with one attempt',
    variables,
    closing: /^✖ Not everything is deployed: 0 failed, 1 not confirmed, 0 skipped, 1 deployed/,
    says: /ECONNRESET/,
    posts: 2,
    countPosts: () => posts,
  });
});

test.concurrent('A server that refuses the name in the TLS handshake', async () => {
  await using lab = await Lab.start({ names: { [HOST]: ['192.0.2.31'] } });
  await lab.add(await tlsBeforeProxy(443));
  await meet(lab, {
    chapter: CHAPTER,
    trouble: 'A server that refuses the name in the TLS handshake',
    closing: /^✖ Not deployed: .*/,
    says: /does not serve|no site of that name|unrecognized/i,
    posts: 0,
  });
});
