import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { addressesInHosts, LOOKUP, Names, namesToAsk } from '../../../src/http/names.ts';
import { type DnsAnswer, startDnsServer } from '../../support/dns-server.ts';

const V6 = '2001:0db8:0000:0000:0000:0000:0000:0001';

interface Given {
  readonly zone?: Readonly<Record<string, DnsAnswer>>;
  readonly hosts?: string;
  readonly resolvConf?: string;
  readonly delayMs?: number;
  /** Asked before the server of the zone. */
  readonly before?: readonly string[];
}

async function setUp({ zone = {}, hosts = '', resolvConf = '', delayMs = 0, before = [] }: Given) {
  const folder = await mkdtemp(join(tmpdir(), 'names-'));
  const [hostsFile, resolvFile] = [join(folder, 'hosts'), join(folder, 'resolv.conf')];
  await writeFile(hostsFile, hosts);
  await writeFile(resolvFile, resolvConf);
  const dns = await startDnsServer(zone, delayMs);
  const names = new Names({ hostsFile, resolvConf: resolvFile, nameServers: [...before, dns.address] });
  const found = async (name: string) => (await names.find(name)).map(({ address }) => address);
  const close = async () => {
    dns[Symbol.dispose]();
    await rm(folder, { recursive: true });
  };
  return { names, dns, found, [Symbol.asyncDispose]: close };
}

describe('the addresses of a name', () => {
  test.each<[string, Given, readonly string[]]>([
    ['in /etc/hosts are IPv4 first', { hosts: '::1 a.example\n10.0.0.1 a.example' }, ['10.0.0.1', '::1']],
    ['are those in /etc/hosts', { hosts: '10.0.0.1 a.example', zone: { 'a.example': ['10.0.0.2'] } }, ['10.0.0.1']],
    ['are those in DNS, IPv4 first', { zone: { 'a.example': [V6, '10.0.0.1'] } }, ['10.0.0.1', '2001:db8::1']],
    ['may be IPv6 alone', { zone: { 'a.example': [V6] } }, ['2001:db8::1']],
    [
      'may be in a search domain',
      { resolvConf: 'search b.example', zone: { 'a.example.b.example': ['10.0.0.1'] } },
      ['10.0.0.1'],
    ],
    [
      'are found though a name server fails for a search domain',
      {
        resolvConf: 'search b.example\noptions ndots:5',
        zone: { 'a.example.b.example': 'SERVFAIL', 'a.example': ['10.0.0.1'] },
      },
      ['10.0.0.1'],
    ],
  ])('%s', async (_, given, addresses) => {
    await using lab = await setUp(given);
    expect(await lab.found('a.example')).toEqual(addresses);
  });

  test('are there without files', async () => {
    using dns = await startDnsServer({ 'a.example': ['10.0.0.1'] });
    const names = new Names({ hostsFile: '/nowhere', resolvConf: '/nowhere', nameServers: [dns.address] });
    expect(await names.find('a.example')).toEqual([{ address: '10.0.0.1', family: 4 }]);
  });

  test('are looked up once for all who ask at the same time, and anew for who asks later', async () => {
    await using lab = await setUp({ zone: { 'a.example': ['10.0.0.1'] }, delayMs: 20 });
    await Promise.all(Array.from({ length: 32 }, () => lab.found('a.example')));
    expect(lab.dns.asked.sort()).toEqual(['a.example A', 'a.example AAAA']);
    await lab.found('a.example');
    expect(lab.dns.asked).toHaveLength(4);
  });

  test('that did not answer come last, until they do', async () => {
    await using lab = await setUp({ zone: { 'a.example': ['10.0.0.1', '10.0.0.2'] } });
    lab.names.note('10.0.0.1', false);
    expect(await lab.found('a.example')).toEqual(['10.0.0.2', '10.0.0.1']);
    lab.names.note('10.0.0.1', true);
    expect(await lab.found('a.example')).toEqual(['10.0.0.1', '10.0.0.2']);
  });

  test('of IPv6 are not waited for if there is an IPv4 address', async () => {
    await using lab = await setUp({ zone: { 'a.example': ['10.0.0.1'], 'a.example AAAA': 'SILENCE' } });
    expect(await lab.found('a.example')).toEqual(['10.0.0.1']);
  }, 1_000);

  test.each(['SERVFAIL', 'SILENCE'] as const)('may be IPv6 alone where IPv4 meets %s', async (answer) => {
    await using lab = await setUp({ zone: { 'a.example': [V6], 'a.example A': answer } });
    expect(await lab.found('a.example')).toEqual(['2001:db8::1']);
  });
});

describe('a name without an address says why', () => {
  test.each<[string, DnsAnswer | undefined, string]>([
    ['it does not exist', undefined, 'ENOTFOUND'],
    ['it has none', [], 'ENODATA'],
    ['the name server fails', 'SERVFAIL', 'DNS-SERVFAIL'],
    ['the name server refuses to answer', 'REFUSED', 'DNS-REFUSED'],
    ['the name server is silent', 'SILENCE', 'DNS-TIMEOUT'],
  ])('%s', async (_, answer, code) => {
    await using lab = await setUp(answer === undefined ? {} : { zone: { 'a.example': answer } });
    const nameServers = [lab.dns.address];
    await expect(lab.names.find('a.example')).rejects.toMatchObject({ name: 'NameError', code, nameServers });
  });

  test('the name server is not there', async () => {
    const names = new Names({ hostsFile: '/nowhere', nameServers: ['127.0.0.1:1'] });
    await expect(names.find('a.example')).rejects.toMatchObject({ code: 'DNS-UNREACHABLE' });
  });

  test('it is not one that can be asked for', async () => {
    await using lab = await setUp({});
    await expect(lab.names.find('a..example')).rejects.toMatchObject({ code: 'DNS-BADNAME' });
  });

  test('a failing name server says more than that another name does not exist', async () => {
    await using lab = await setUp({ resolvConf: 'search b.example', zone: { 'a.example.b.example': 'SERVFAIL' } });
    await expect(lab.names.find('a.example')).rejects.toMatchObject({ code: 'DNS-SERVFAIL' });
  });
});

test(
  'a look-up ends in time, however many name servers and domains are silent',
  async () => {
    using other = await startDnsServer({ 'a.example': 'SILENCE', 'a.example.b.example': 'SILENCE' });
    await using lab = await setUp({
      resolvConf: 'search b.example',
      zone: { 'a.example': 'SILENCE', 'a.example.b.example': 'SILENCE' },
      before: [other.address],
    });
    await expect(lab.names.find('a.example')).rejects.toMatchObject({ code: 'DNS-TIMEOUT' });
  },
  LOOKUP.totalMs + 2_000,
); // both servers take 12 s for both names

test("Node's connections get all addresses", async () => {
  await using lab = await setUp({ zone: { 'a.example': ['10.0.0.1'] } });
  const given = await new Promise((resolve) => lab.names.lookup('a.example', { all: true }, (...all) => resolve(all)));
  expect(given).toEqual([null, [{ address: '10.0.0.1', family: 4 }]]);
});

describe('/etc/hosts', () => {
  const HOSTS = `127.0.0.1\tlocalhost
# 10.0.0.9 commented
10.0.0.1 appsmith.example.com appsmith # its names
2001:db8::1 Appsmith.Example.com
10.0.0.2 appsmith.example.com
10.0.0.1 appsmith.example.com
nonsense odd.example
`;

  test.each([
    ['appsmith.example.com', ['10.0.0.1', '2001:db8::1', '10.0.0.2']],
    ['APPSMITH', ['10.0.0.1']],
    ['appsmith.example.com.', ['10.0.0.1', '2001:db8::1', '10.0.0.2']],
    ['localhost', ['127.0.0.1']],
    ['app.localhost', ['127.0.0.1', '::1']],
    ['commented', []],
    ['its', []],
    ['odd.example', []],
    ['example.com', []],
  ])('has for %s the addresses %j', (name, addresses) => {
    expect(addressesInHosts(HOSTS, name)).toEqual(addresses);
  });

  test('is not needed for localhost', () => {
    expect(addressesInHosts('', 'localhost')).toEqual(['127.0.0.1', '::1']);
  });
});

test.each([
  ['', 'a', ['a']],
  [
    'nameserver 10.0.0.1\nsearch a.example b.example\noptions ndots:3 timeout:2',
    'x.y.z',
    ['x.y.z.a.example', 'x.y.z.b.example', 'x.y.z'],
  ],
  ['search a.example\ndomain b.example # the last counts', 'a', ['a.b.example', 'a']],
  ['search .', 'a', ['a']],
  ['options ndots:x\n; search a.example', 'a', ['a']],
  ['search b.example\noptions ndots:x', 'a.c', ['a.c', 'a.c.b.example']],
  ['', 'appsmith.example.com', ['appsmith.example.com']],
  ['search a.example b.example.', 'appsmith', ['appsmith.a.example', 'appsmith.b.example', 'appsmith']],
  ['search a.example', 'appsmith.team', ['appsmith.team', 'appsmith.team.a.example']],
  ['search cluster.local\noptions ndots:5', 'appsmith.team', ['appsmith.team.cluster.local', 'appsmith.team']],
  ['search a.example\noptions ndots:5', 'appsmith.example.com.', ['appsmith.example.com']],
])('with /etc/resolv.conf %j DNS is asked for %s as %j', (text, name, names) => {
  expect(namesToAsk(name, text)).toEqual(names);
});
