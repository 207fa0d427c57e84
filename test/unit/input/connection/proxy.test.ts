import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ProxySettings } from '../../../../src/http/proxy.ts';
import { proxyNotices, readProxy as readAny } from '../../../../src/input/connection/proxy.ts';
import { reading, remarked } from '../../../support/findings.ts';
import { holds } from '../../../support/property.ts';

const readProxy = (text: string) => reading((remarks) => readAny(text, { toUseNone: 'remove it' }, remarks));

test.each([
  ['http://proxy.example:3128', 'http://proxy.example:3128/', []],
  ['proxy.example:3128', 'http://proxy.example:3128/', []],
  ['proxy.example:3128/', 'http://proxy.example:3128/', []],
  ['HTTPS://Proxy.example', 'https://proxy.example/', []],
  ['http://token@proxy.example', 'http://token@proxy.example/', ['token', 'token', 'token:', 'token:']],
  ['http://t%40k@proxy.example', 'http://t%40k@proxy.example/', ['t%40k', 't@k', 't@k:', 't%40k:']],
  ['http://token:@proxy.example', 'http://token@proxy.example/', ['token', 'token', 'token:', 'token:']],
  ['http://:pw@proxy.example', 'http://:pw@proxy.example/', ['pw', 'pw', ':pw', ':pw']],
  ['user:pw@proxy.example:3128', 'http://user:pw@proxy.example:3128/', ['pw', 'pw', 'user:pw', 'user:pw']],
  ['http://u:p%40w@proxy.example', 'http://u:p%40w@proxy.example/', ['p%40w', 'p@w', 'u:p@w', 'u:p%40w']],
  ['http://u:a<b>@proxy.example', 'http://u:a%3Cb%3E@proxy.example/', ['a<b>', 'a<b>', 'u:a<b>', 'u:a<b>']],
  ['http://u:50%@proxy.example', 'http://u:50%25@proxy.example/', ['50%', '50%', 'u:50%', 'u:50%']],
])('%s is read as %s', (text, address, secrets) => {
  const read = remarked((remarks) => readAny(text, { toUseNone: 'remove it' }, remarks));
  expect(read).toEqual({ value: address, problems: [], warnings: [], secrets });
});

test.each([
  ['socks5://u:hunter2@proxy.example', /^is a SOCKS proxy, which is not supported\. Set an HTTP proxy, such as http:/],
  ['ftp://proxy.example', /must start with .* not ftp:\/\/$/],
  ['http://', /not a valid address/],
  ['http:/u:hunter2@proxy.example', /does not begin with http:\/\//],
  ['proxy.example:3128/socks5://y', /second address/],
  ['http://CORP\\jane:hunter2@proxy.example', /backslash.*%5C/],
  ['CORP\\jane:hunter2@proxy.example', /backslash.*%5C/],
  ['http://jane:hunter2#s/w@proxy.example:3128', /%2F.*%3F.*%23/],
  ['jane:hunter2?x@proxy.example:3128', /%3F/],
  ['http://jane:$hunter2@proxy.example', /user name or password that is a reference, which was not replaced/],
  ['http://$USER:hunter2@proxy.example', /user name or password that is a reference/],
  ['http://u:hunter2@$HOST:3128', /holds \$HOST, which was not replaced/],
  ['"http://u:hunter2@proxy.example"', /^has quotes around it\. Remove them$/],
  ['“http://proxy.example:3128”', /^has typographic quotes around it/],
  ['export HTTPS_PROXY=http://proxy.example:3128', /^has the name of a variable in front/],
  ['HTTPS_PROXY=http://u:hunter2@proxy.example', /^has the name of a variable in front/],
  ['http://a.example,http://b.example', /second address or scheme\. Write one address, such as http:\/\/proxy\S+$/],
  ['http://u:hunter2@<host>:3128', /^holds a placeholder/],
  ['u:hunter2@', /not a valid address/],
  ['http://u:hunter2@proxy example', /white space/],
])('%s is refused, without its password', (text, problem) => {
  expect(readProxy(text)).toEqual({ problem: expect.stringMatching(problem) });
  expect(readProxy(text)).toEqual({ problem: expect.not.stringContaining('hunter2') });
});

test('the password of a SOCKS proxy is a secret', () => {
  const { secrets } = remarked((remarks) =>
    readAny('socks5h://u:hunter2@proxy.example', { toUseNone: 'remove it' }, remarks),
  );
  expect(secrets).toContain('hunter2');
});

test('whatever the text, an address that is read can be decoded, and its password is a secret', () => {
  const any = fc.oneof(
    fc.string(),
    fc.string().map((text) => `http://u:${text}@h`),
    fc.string().map((text) => `h/${text}`),
  );
  holds(any, (text) => {
    const { value, secrets } = remarked((remarks) => readAny(text, { toUseNone: 'remove it' }, remarks));
    if (value === undefined) return;
    const { username, password } = new URL(value);
    decodeURIComponent(username);
    if (password !== '') expect(secrets).toContain(decodeURIComponent(password));
  });
});

const HTTPS = 'https://a.example';
const HTTP = 'http://b.example';
const PROXY = 'http://proxy.example:3128/';

test.each<[string, ProxySettings, readonly string[]]>([
  ['no proxy', {}, []],
  ['both', { https: PROXY, http: PROXY }, []],
  [
    'that of https alone',
    { https: PROXY },
    [`${HTTP} is reached without a proxy: HTTPS_PROXY is for https addresses. Set HTTP_PROXY.`],
  ],
  [
    'that of http alone',
    { http: PROXY },
    [`${HTTPS} is reached without a proxy: HTTP_PROXY is for http addresses. Set HTTPS_PROXY.`],
  ],
  [
    'one that NO_PROXY excepts',
    { https: PROXY, none: '.example' },
    [`${HTTPS} is reached without a proxy, since NO_PROXY lists it.`],
  ],
  [
    'both, one excepted',
    { https: PROXY, http: PROXY, none: 'b.example' },
    [`${HTTP} is reached without a proxy, since NO_PROXY lists it.`],
  ],
])('with %s the log says which servers are reached without', (_, proxies, notices) => {
  expect(proxyNotices([HTTPS, HTTP, 'http://127.0.0.1:8080'], proxies)).toEqual(notices);
});
