import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isLoopback, proxyFor, readProxyAddress, uselessEntries } from '../../../src/http/proxy.ts';
import { holds } from '../../support/property.ts';

const HTTPS_PROXY = 'http://secure.example:3128';
const HTTP_PROXY = 'http://plain.example:3128';
const proxies = { https: HTTPS_PROXY, http: HTTP_PROXY };

const isExempt = (address: string, none: string) => proxyFor(new URL(address), { ...proxies, none }) === undefined;

test.each([
  ['https://appsmith.example.com', HTTPS_PROXY],
  ['http://appsmith.example.com', HTTP_PROXY],
  ['https://[2001:db8::1]', HTTPS_PROXY],
])('%s goes through %s', (address, proxy) => {
  expect(proxyFor(new URL(address), proxies)).toBe(proxy);
  expect(proxyFor(new URL(address), {})).toBeUndefined();
});

test.each([
  'https://localhost',
  'http://LOCALHOST:8080',
  'http://127.0.0.1',
  'http://127.9.8.7',
  'https://[::1]:8443',
  'http://host.docker.internal:29418',
])('%s is never proxied', (address) => {
  expect(proxyFor(new URL(address), proxies)).toBeUndefined();
});

describe('NO_PROXY', () => {
  test.each([
    ['example.com', 'https://example.com', true],
    ['example.com', 'https://a.b.EXAMPLE.com', true],
    ['EXAMPLE.com', 'https://example.com', true],
    ['.example.com', 'https://example.com', true],
    ['.example.com', 'https://a.example.com', true],
    ['*.example.com', 'https://a.example.com', true],
    ['example.com', 'https://badexample.com', false],
    ['example.com', 'https://example.com.evil.example', false],
    ['example.com', 'https://com', false],
    ['*', 'https://anything.example', true],
    ['other.example, example.com', 'https://example.com', true],
    ['other.example example.com', 'https://example.com', true],
    [',, ,', 'https://example.com', false],
    [',, ,', 'https://example.com.', false],
    ['', 'https://example.com', false],
    ['example.com', 'https://example.com.', true],
    ['example.com.', 'https://a.example.com', true],
    ['example.com:443', 'https://example.com', true],
    ['example.com:8443', 'https://example.com', false],
    ['example.com:8443', 'https://a.example.com:8443', true],
    ['example.com:80', 'http://example.com', true],
    ['10.0.0.1', 'https://10.0.0.1', true],
    ['10.0.0.1', 'https://10.0.0.10', false],
    ['10.0.0.1:8443', 'https://10.0.0.1:8443', true],
    ['10.0.0.1:8443', 'https://10.0.0.1', false],
    ['10.0.0.0/8', 'https://10.1.2.3', true],
    ['10.0.0.0/8', 'https://11.0.0.1', false],
    ['10.0.0.0/33', 'https://10.0.0.1', false],
    ['10.0.0.0/', 'https://10.0.0.1', false],
    ['10.0.0.0/x', 'https://10.0.0.1', false],
    ['10.0.0.0/x8', 'https://10.0.0.1', false],
    ['10.0.0.0/0', 'https://192.0.2.1', true],
    ['10.0.0.0/8', 'https://10.example.com', false],
    ['example.com/8', 'https://example.com', false],
    ['2001:db8::/32', 'https://[2001:db8:1::1]', true],
    ['2001:db8::/32', 'https://[2001:db9::1]', false],
    ['2001:db8::/129', 'https://[2001:db8::1]', false],
    ['2001:db8::/32', 'https://10.0.0.1', false],
    ['2001:DB8:0:0::1', 'https://[2001:db8::1]', true],
    ['2001:db8::1', 'https://[2001:db8::2]', false],
    ['[2001:db8::1]', 'https://[2001:db8::1]', true],
    ['x[2001:db8::1]', 'https://[2001:db8::1]', false],
    ['[2001:db8::1]x', 'https://[2001:db8::1]', false],
    ['[2001:db8::1]:8443', 'https://[2001:db8::1]:8443', true],
    ['[2001:db8::1]:8443', 'https://[2001:db8::1]', false],
    ['[]', 'https://example.com', false],
    [':443', 'https://example.com', false],
  ])('%j with %s: exempt %s', (none, address, expected) => {
    expect(isExempt(address, none)).toBe(expected);
  });

  const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/).filter((text) => !text.startsWith('xn--'));
  const domain = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'));
  const isUsable = (name: string) => URL.canParse(`https://${name}`) && new URL(`https://${name}`).hostname === name;

  test('of a name takes in its sub-domains, on label boundaries, and no other name', () => {
    holds(domain.filter(isUsable), label, fc.constantFrom('', '.', '*.'), fc.boolean(), (name, more, dot, upper) => {
      const entry = dot + (upper ? name.toUpperCase() : name);
      expect(isExempt(`https://${name}`, entry)).toBe(dot !== '*.');
      expect(isExempt(`https://${more}.${name}`, entry)).toBe(true);
      expect(isExempt(`https://${more}.${name}.`, entry)).toBe(true);
      expect(isExempt(`https://x${name}`, entry)).toBe(false);
      expect(isExempt(`https://${name}.invalid`, entry)).toBe(false);
    });
  });

  test.each([
    'localhost;appsmith.example.com',
    'a|b',
    '"a.example"',
    "'a.example'",
    "['a.example'",
    'http://a.example',
    'a.example/path',
    'v*',
    'a.*.example',
    '10.0.0.0/33',
    '10.0.0.0/',
    '2001:db8::/129',
    'a.example:https',
    'bücher.example',
    '$HOST',
  ])('an entry that can never match is found: %s', (entry) => {
    expect(uselessEntries(`localhost, ${entry}`)).toEqual([entry]);
  });

  test.each([
    '*',
    'a',
    '.a.example',
    '*.a.example',
    'a.example.',
    'a_b.example:8443',
    '10.0.0.1',
    '[::1]:80',
    '::1',
    '10.0.0.0/8',
    '2001:db8::/32',
  ])('an entry that can match is no such: %s', (entry) => {
    expect(uselessEntries(entry)).toEqual([]);
  });

  test('of a range takes in exactly its addresses', () => {
    const number = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    holds(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (network, host, bits) => {
      if (host.startsWith('127.')) return;
      const [one, other] = [network, host].map((address) => Math.floor(number(address) / 2 ** (32 - bits)));
      expect(isExempt(`https://${host}`, `${network}/${bits}`)).toBe(one === other);
    });
  });

  test('of any text is understood or passed over, never thrown', () => {
    const piece = fc.constantFrom('example.com', '10.0.0.0/8', '[', ']', ':', '/', '*', '.', ',', ' ', '::1', '99');
    const any = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 10 }).map((parts) => parts.join('')),
    );
    const address = fc.constantFrom('https://example.com', 'http://10.0.0.1:8080', 'https://[2001:db8::1]');
    holds(any, address, (none, host) => {
      expect([HTTPS_PROXY, HTTP_PROXY, undefined]).toContain(proxyFor(new URL(host), { ...proxies, none }));
    });
  });
});

test.each([
  ['http://proxy.example', { protocol: 'http:', host: 'proxy.example', port: 80, headers: {} }],
  ['https://proxy.example', { protocol: 'https:', host: 'proxy.example', port: 443, headers: {} }],
  ['http://[::1]:3128', { protocol: 'http:', host: '::1', port: 3128, headers: {} }],
  ['http://us%40er:wo%3Ard@p', { headers: { 'proxy-authorization': `Basic ${btoa('us@er:wo:rd')}` } }],
  ['http://token@p', { headers: { 'proxy-authorization': `Basic ${btoa('token:')}` } }],
  ['http://:word@p', { headers: { 'proxy-authorization': `Basic ${btoa(':word')}` } }],
])('the address %s of a proxy says how it is reached', (address, proxy) => {
  expect(readProxyAddress(address)).toMatchObject(proxy);
});

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.255.0.9', true],
  ['127.10.20.30', true],
  ['evil127.0.0.1', false],
  ['[::1]', true],
  ['localhost.example.com', false],
  ['127.0.0.1.example.com', false],
  ['128.0.0.1', false],
  ['[::2]', false],
])('%s is loopback: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
