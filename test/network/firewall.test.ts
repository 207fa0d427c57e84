import { expect, test } from '@jest/globals';
import { answers } from '../../emulator/index.ts';
import { Lab } from './support/lab.ts';
import { BASIC, type Meeting, meet, TWO_ATTEMPTS } from './support/meeting.ts';
import { PROXY_NAMES, tinyproxy, tlsBeforeProxy } from './support/proxies.ts';

const CHAPTER = 'Firewalls';
const HTTPS = '-d 192.0.2.10 -p tcp --dport 443';

type Case = Pick<Meeting, 'trouble' | 'closing' | 'says' | 'saysNot'> & {
  readonly rules: string;
  readonly variables?: Meeting['variables'];
};

/** Nothing of these arrives, so nothing is deployed, and each attempt is one that failed before anything was sent. */
const closed: readonly Case[] = [
  {
    trouble: 'A port that swallows every packet',
    rules: `iptables -I INPUT ${HTTPS} -j DROP`,
    closing: /^✖ Not deployed: No connection in time/,
    says: /; 2 attempts, /,
  },
  {
    trouble: 'A router that says: host unreachable',
    rules: `iptables -I INPUT ${HTTPS} -j REJECT --reject-with icmp-host-unreachable`,
    closing: /^✖ Not deployed: .*\(EHOSTUNREACH\)/,
    says: /; 2 attempts, /,
  },
  {
    trouble: 'A port that is closed',
    rules: `iptables -I INPUT ${HTTPS} -j REJECT --reject-with tcp-reset`,
    closing: /^✖ Not deployed: .*\(ECONNREFUSED\)/,
    says: /; 2 attempts, /,
  },
  {
    trouble: 'A redirect to https, where the port swallows every packet',
    variables: { ...TWO_ATTEMPTS, APPSMITH_URL: 'http://upgrade.example.com' },
    rules: 'iptables -I INPUT -d 192.0.2.20 -p tcp --dport 443 -j DROP',
    closing: /^✖ Not deployed: No connection in time/,
    says: /upgrade\.example\.com:443/,
  },
];

test.concurrent.each(closed)('$trouble', async ({ rules, variables = TWO_ATTEMPTS, ...meeting }) => {
  await using lab = await Lab.start();
  await lab.hosts.servers.shell(rules);
  await meet(lab, { ...meeting, chapter: CHAPTER, variables, posts: 0, options: { limitMs: 60_000 } });
});

/** All that goes over the cable is lost, from the moment when Appsmith has the request. */
test.concurrent('Silence for 15 s while Appsmith works', async () => {
  await using lab = await Lab.start();
  lab.emulator.answerAlways({ ...answers.deployed(), delayMs: 2_000 });
  const silence = lab.emulator.waitForRequest(1).then(async () => {
    const both = (action: string) =>
      `iptables ${action} INPUT -i cable -j DROP\niptables ${action} OUTPUT -o cable -j DROP`;
    await lab.hosts.servers.shell(both('-I'));
    setTimeout(() => void lab.hosts.servers.shell(both('-D')), 15_000);
  });
  const run = await meet(lab, {
    chapter: CHAPTER,
    trouble: 'Silence for 15 s while Appsmith works',
    closing: /^✔ Deployed/,
    posts: 1,
    options: { limitMs: 60_000 },
  });
  await silence;
  expect(run.log).not.toContain('Not deployed');
});

/** What a firewall has forgotten it drops. A probe every few seconds keeps it from forgetting. */
const FORGETFUL = `
echo 5 >/proc/sys/net/netfilter/nf_conntrack_tcp_timeout_established
echo 0 >/proc/sys/net/netfilter/nf_conntrack_tcp_loose
iptables -A INPUT -i cable -m conntrack --ctstate INVALID -j DROP
iptables -A OUTPUT -o cable -m conntrack --ctstate INVALID -j DROP`;

test.concurrent.each([
  { way: 'direct', variables: BASIC },
  { way: 'through a proxy', variables: { ...BASIC, HTTPS_PROXY: 'http://proxy.example.com:3128' } },
  { way: 'through a TLS proxy', variables: { ...BASIC, HTTPS_PROXY: 'https://secure-proxy.example.com:3128' } },
])('A firewall that forgets connections after 5 s, an answer after 12 s, $way', async ({ way, variables }) => {
  await using lab = await Lab.start(way === 'direct' ? {} : { names: PROXY_NAMES });
  if (way !== 'direct') {
    await lab.add(tinyproxy());
    await lab.add(await tlsBeforeProxy());
  }
  await lab.hosts.servers.shell(FORGETFUL);
  lab.emulator.answerAlways({ ...answers.deployed(), delayMs: 12_000 });
  await meet(lab, {
    chapter: CHAPTER,
    trouble: `A firewall that forgets connections after 5 s, an answer after 12 s, ${way}`,
    variables,
    closing: /^✔ Deployed/,
    posts: 1,
    options: { limitMs: 60_000 },
  });
});
