import { expect, test } from '@jest/globals';
import type { ProxySettings } from '../../../../src/http/proxy.ts';
import { proxyNotices } from '../../../../src/input/connection/proxy-notices.ts';

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
