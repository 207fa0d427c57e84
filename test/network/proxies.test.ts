import { expect, test } from '@jest/globals';
import { SITE_NAMES } from './support/dns.ts';
import { addressesOf, PIPE_ADDRESSES } from './support/hosts.ts';
import { Lab } from './support/lab.ts';
import { BASIC, type Meeting, meet } from './support/meeting.ts';
import { PROXY_NAMES, squid, tinyproxy, tlsBeforeProxy } from './support/proxies.ts';

const CHAPTER = 'Proxies';
const PLAIN = 'proxy.example.com:3128';
const SECURE = 'secure-proxy.example.com:3128';
const LOGIN = 'runner:proxy-pass-word';
const [LITERAL] = addressesOf(11);

type Case = Pick<Meeting, 'trouble' | 'closing' | 'says' | 'saysNot' | 'posts'> & {
  readonly proxy: 'tinyproxy' | 'squid';
  readonly locked?: true;
  readonly address: string;
};

const DEPLOYED = { closing: /^✔ Deployed/, posts: 1 };

const cases: readonly Case[] = [
  { trouble: 'squid', proxy: 'squid', address: `http://${PLAIN}`, ...DEPLOYED },
  {
    trouble: 'tinyproxy with a password',
    proxy: 'tinyproxy',
    locked: true,
    address: `http://${LOGIN}@${PLAIN}`,
    ...DEPLOYED,
  },
  {
    trouble: 'tinyproxy with a password, over TLS',
    proxy: 'tinyproxy',
    locked: true,
    address: `https://${LOGIN}@${SECURE}`,
    ...DEPLOYED,
  },
  {
    trouble: 'tinyproxy that gets no password',
    proxy: 'tinyproxy',
    locked: true,
    address: `http://${PLAIN}`,
    closing: /^✖ Not deployed: .*407/,
    posts: 0,
  },
  {
    trouble: 'squid that does not know the name of the server',
    proxy: 'squid',
    address: `http://${PLAIN}`,
    closing: /^✖ Not deployed: .*PROXY-5/,
    posts: 0,
  },
];

test.concurrent.each(cases)('$trouble', async ({ proxy, locked, address, ...meeting }) => {
  await using lab = await Lab.start({ names: PROXY_NAMES });
  await lab.add(proxy === 'squid' ? squid() : tinyproxy(locked === true ? `BasicAuth ${LOGIN.replace(':', ' ')}` : ''));
  await lab.add(await tlsBeforeProxy());
  const unknown = meeting.posts === 0 && proxy === 'squid' ? { APPSMITH_URL: 'https://nobody.example.com' } : {};
  await meet(lab, {
    ...meeting,
    chapter: CHAPTER,
    variables: { ...BASIC, ...unknown, MAX_ATTEMPTS: '1', HTTPS_PROXY: address },
  });
});

interface Exception {
  readonly noProxy: string;
  readonly url: string;
  readonly way: 'direct' | 'proxy';
}

const HTTPS = 'https://appsmith.example.com';
const HTTP = 'http://appsmith.example.com';

const exceptions: readonly Exception[] = [
  { noProxy: 'appsmith.example.com', url: HTTPS, way: 'direct' },
  { noProxy: 'APPSMITH.example.COM', url: HTTPS, way: 'direct' },
  { noProxy: '.example.com', url: HTTPS, way: 'direct' },
  { noProxy: 'example.com', url: HTTPS, way: 'direct' },
  { noProxy: '*', url: HTTPS, way: 'direct' },
  { noProxy: 'other.example.com, appsmith.example.com', url: HTTP, way: 'direct' },
  { noProxy: 'appsmith.example.com:443', url: HTTPS, way: 'direct' },
  { noProxy: 'appsmith.example.com:80', url: HTTPS, way: 'proxy' },
  { noProxy: 'appsmith.example.com:80', url: HTTP, way: 'direct' },
  { noProxy: 'appsmith.example.com:443', url: HTTP, way: 'proxy' },
  { noProxy: 'smith.example.com', url: HTTPS, way: 'proxy' },
  { noProxy: 'example.org', url: HTTPS, way: 'proxy' },
  { noProxy: '192.0.2.0/24', url: `https://${LITERAL}`, way: 'direct' },
  { noProxy: LITERAL, url: `https://${LITERAL}`, way: 'direct' },
  { noProxy: '2001:db8::/32', url: 'https://[2001:db8::11]', way: 'direct' },
  { noProxy: '192.0.3.0/24', url: `https://${LITERAL}`, way: 'proxy' },
];

test.concurrent.each(exceptions)('NO_PROXY $noProxy, $url: $way', async ({ noProxy, url, way }) => {
  await using lab = await Lab.start({ names: { ...SITE_NAMES, ...PROXY_NAMES } });
  await lab.add(tinyproxy());
  const proxy = `http://${PLAIN}`;
  await meet(lab, {
    chapter: CHAPTER,
    trouble: `NO_PROXY ${noProxy} and ${url}: ${way}`,
    variables: { ...BASIC, APPSMITH_URL: url, HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: noProxy },
    ...DEPLOYED,
  });
  const direct = (PIPE_ADDRESSES as readonly string[]).includes(lab.requests[0]?.client ?? '');
  expect(direct ? 'direct' : 'proxy').toBe(way);
});
