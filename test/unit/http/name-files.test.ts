import { describe, expect, test } from '@jest/globals';
import { addressesInHosts, namesToAsk, readResolvConf } from '../../../src/http/name-files.ts';

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
    ['appsmith.example.com', ['10.0.0.1', '10.0.0.2'], ['2001:db8::1']],
    ['APPSMITH', ['10.0.0.1'], []],
    ['appsmith.example.com.', ['10.0.0.1', '10.0.0.2'], ['2001:db8::1']],
    ['localhost', ['127.0.0.1'], []],
    ['app.localhost', ['127.0.0.1'], ['::1']],
    ['commented', [], []],
    ['its', [], []],
    ['odd.example', [], []],
    ['example.com', [], []],
  ])('has for %s the addresses %j and %j', (name, v4, v6) => {
    expect(addressesInHosts(HOSTS, name)).toEqual({ v4, v6 });
  });

  test('is not needed for localhost', () => {
    expect(addressesInHosts('', 'localhost')).toEqual({ v4: ['127.0.0.1'], v6: ['::1'] });
  });
});

test.each([
  ['', [], 1],
  ['nameserver 10.0.0.1\nsearch a.example b.example\noptions ndots:5 timeout:2', ['a.example', 'b.example'], 5],
  ['search a.example\ndomain b.example # the last counts', ['b.example'], 1],
  ['search .', [], 1],
  ['options ndots:x\n; search a.example', [], 1],
])('/etc/resolv.conf %j has search domains and dots', (text, search, ndots) => {
  expect(readResolvConf(text)).toEqual({ search, ndots });
});

test.each([
  ['appsmith.example.com', [], 1, ['appsmith.example.com']],
  ['appsmith', ['a.example', 'b.example.'], 1, ['appsmith.a.example', 'appsmith.b.example', 'appsmith']],
  ['appsmith.team', ['a.example'], 1, ['appsmith.team', 'appsmith.team.a.example']],
  ['appsmith.team', ['cluster.local'], 5, ['appsmith.team.cluster.local', 'appsmith.team']],
  ['appsmith.example.com.', ['a.example'], 5, ['appsmith.example.com']],
])('for %s, with the domains %j and %d dots, DNS is asked for %j', (name, search, ndots, names) => {
  expect(namesToAsk(name, { search, ndots })).toEqual(names);
});
