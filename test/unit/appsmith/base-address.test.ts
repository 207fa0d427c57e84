import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readBaseUrl as readFrom } from '../../../src/appsmith/endpoint.ts';
import { reading } from '../../support/findings.ts';
import { holds } from '../../support/property.ts';

const readBaseUrl = (text: string) => reading((remarks) => readFrom(text, remarks));

const ENDPOINT = 'https://appsmith.example.com/api/v1/git/deploy/app/660427bb3927480dc0720914';
const TOKEN = '9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d9b1deb4d3b7d4bad';

describe('the base address', () => {
  test.each([
    ['https://appsmith.example.com', 'https://appsmith.example.com'],
    ['https://appsmith.example.com/', 'https://appsmith.example.com'],
    ['https://appsmith.example.com/prefix///', 'https://appsmith.example.com/prefix'],
    ['HTTPS://Appsmith.Example.COM:443/Prefix', 'https://appsmith.example.com/Prefix'],
    ['http://localhost:80', 'http://localhost'],
    ['http://127.1:8080', 'http://127.0.0.1:8080'],
    ['http://[::1]:8080/', 'http://[::1]:8080'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ])('%s is read as %s', (text, value) => {
    expect(readBaseUrl(text)).toEqual({ value });
  });

  test.each([
    ['appsmith.example.com', /no scheme.*: https:\/\/appsmith\.example\.com$/],
    ['appsmith.example.com:8443/prefix', /no scheme.*: https:\/\/appsmith\.example\.com:8443\/prefix$/],
    ['user:hunter2@appsmith.example.com', /no scheme\. Write https:\/\/ in front of it$/],
    ['//appsmith.example.com', /no scheme/],
    ['https:appsmith.example.com', /^does not begin with https:\/\/ as it should: https:\/\/appsmith\.example\.com$/],
    ['https//appsmith.example.com', /as it should: https:\/\/appsmith\.example\.com$/],
    ['http:/appsmith.example.com', /as it should: http:\/\/appsmith\.example\.com$/],
    ['https;//user:hunter2@h', /^does not begin with https:\/\/ as it should$/],
    ['appsmith.example.com/https://x', /second address or scheme/],
    ['https://https://appsmith.example.com', /second address or scheme/],
    ['https://https//appsmith.example.com', /second address or scheme/],
    ['https://a.example,https://b.example', /second address.*list/],
    ['POST https://appsmith.example.com', /^has words in front of the address/],
    ['wget -q https://appsmith.example.com', /words in front/],
    ['https://h.example,', /ends with a comma or semicolon\. Remove it\. Got 'https:\/\/h\.example,'$/],
    [
      'https://h.example/app/orders/home-660427bb3927480dc0720914/edit',
      /^ends with \/app\/orders\/home-660427bb3927480dc0720914\/edit, a page of Appsmith\. Write https:\/\/h\.example$/,
    ],
    ['$(echo https://h)', /a command|\$\(echo/],
    ['https://h\\@evil.example', /backslash/],
    ['https://h\u200b.example', /invisible/],
    ['https://h\u0000.example', /invisible/],
    ['https:///h', /not a valid address/],
    ['https://ex%61mple.com', /read as example\.com/],
    ['http://010.0.0.1', /read as 8\.0\.0\.1/],
    ['http://0x7f000001', /read as 127\.0\.0\.1/],
    ['http://2130706433', /read as 127\.0\.0\.1/],
    ['https://appsmith.example.com/@hunter2', /nor an @/],
    ['', /no scheme/],
    ['ftp://appsmith.example.com', /must start with https:\/\/.*not ftp:\/\//],
    ['https://${HOST}/x', /holds \$\{HOST\}, which was not replaced.*the variable HOST/],
    ['https://$HOST', /holds \$HOST, which was not replaced/],
    ['https://', /not a valid address/],
    ['https://a b', /white space/],
    ['https://host:99999', /^has a port that is not a number from 1 to 65535/],
    ['https://user:hunter2@appsmith.example.com', /user name or password/],
    ['https://user:hunter2', /^has a port that is not a number from 1 to 65535\. Correct it$/],
    [
      'https://h.example?token=hunter22',
      /^must end before the \?\. Write https:\/\/h\.example\. It contains a token\./,
    ],
    ['https://hunter2@appsmith.example.com', /user name or password/],
    ['https://:hunter2@appsmith.example.com', /user name or password/],
    [ENDPOINT, /DEPLOY_ENDPOINT/],
    ['https://appsmith.example.com?x=hunter2', /^must end before the \?\. Write https:\/\/appsmith\.example\.com$/],
    ['https://appsmith.example.com/#/applications', /^must end before the #\. Write https:\/\/appsmith\.example\.com$/],
    ['https://appsmith.example.com?', /before the \?/],
  ])('%j is refused, without repeating a secret', (text, problem) => {
    expect(readBaseUrl(text)).toEqual({ problem: expect.stringMatching(problem) });
    expect(readBaseUrl(text)).toEqual({ problem: expect.not.stringMatching(/hunter2/) });
  });

  test.each([
    'applications',
    'applications?workspaceId=abc',
    'user/login',
    'login/',
    'user/forgotPassword',
    'admin/settings',
    'admin/settings/general',
    'workspace/660427bb3927480dc0720914/settings',
    'app/orders/page1-660427bb3927480dc0720914/edit?branch=main',
    'app/my-slug/edit',
    'app/660427bb3927480dc0720914/page1/edit?x=1',
    'app/orders/page1-660427bb3927480dc0720914',
    'api/v1',
    'api/v1/git/deploy/app',
  ])('of the page /%s is refused with the address of the server', (page) => {
    for (const prefix of ['', '/tools/appsmith'])
      expect(readBaseUrl(`https://h.example${prefix}/${page}`)).toEqual({
        problem: expect.stringMatching(
          `^ends with /${page.replace(/\?.*/, '')}, a (page of Appsmith|part of Appsmith's API)\\. Write https://h\\.example${prefix}$`,
        ),
      });
  });

  test.each(['app', 'app/orders', 'login/appsmith', 'applications-eu', 'admin', 'api', 'user', 'workspace'])(
    'may have the path prefix /%s',
    (prefix) => {
      expect(readBaseUrl(`https://h.example/${prefix}`)).toEqual({ value: `https://h.example/${prefix}` });
    },
  );

  test.each([
    ['“https://h.example”', /^has typographic quotes around it\. Remove them\. Got '“https:\/\/h\.example”'$/],
    ['‘https://h.example’', /^has typographic quotes around it/],
    ["'https://h.example'", /^has quotes around it/],
    [
      'APPSMITH_URL=https://h.example',
      /^has the name of a variable in front of the address\. Remove the name\. Got '[^']+'$/,
    ],
    ['export URL="https://h.example"', /^has the name of a variable/],
    ['APPSMITH_URL: https://h.example', /^has the name of a variable/],
    ['<https://h.example>', /^has < > around it\. Remove them\. Got '[^']+'$/],
    ['[https://h.example](https://h.example)', /^is a Markdown link\. Write the address alone\. Got '[^']+'$/],
    ['https://{{host}}/', /^holds a placeholder\. Set the real value instead\. Got '[^']+'$/],
    ['https://<your-host>/', /^holds a placeholder/],
    ['https://h.example:80x', /^has a port that is not a number/],
    ['http://::1:18423', /^has an IPv6 address without brackets\. Write it as in https:\/\/\[::1\]:8443$/],
    ['https://app–smith.example.com', /^has a long dash in its host\. Write - instead\. Got '[^']+'$/],
    [
      'git@bitbucket.org:acme/orders.git',
      /^is the address of a Git repository\. Set the address of the server instead$/,
    ],
    ['https://bitbucket.org/acme/orders', /^is the address of a Git repository/],
    ['https://git.example.com/acme/orders.git', /^is the address of a Git repository/],
    [`curl -X POST "${ENDPOINT}"`, /^is a curl line\. Set DEPLOY_ENDPOINT to it instead$/],
    [`curl -H "Authorization: Bearer ${TOKEN}" "${ENDPOINT}"`, /DEPLOY_ENDPOINT to it instead\. It contains a token\./],
  ])('%j is refused with what is wrong', (text, problem) => {
    expect(readBaseUrl(text)).toEqual({ problem: expect.stringMatching(problem) });
    expect(readBaseUrl(text)).toEqual({ problem: expect.not.stringContaining(TOKEN) });
  });

  test('is read the same when it is read again', () => {
    const host = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}[A-Za-z0-9](\.[A-Za-z]{2,4})?(:[1-9]\d{0,3})?$/);
    const path = fc
      .array(fc.constantFrom('/', 'a', 'B', '%20', '.', '..', 'ü'), { maxLength: 8 })
      .map((parts) => parts.join(''));
    holds(fc.constantFrom('http', 'HTTPS'), host, path, (scheme, name, rest) => {
      const text = `${scheme}://${name}/${rest}`;
      const once = readBaseUrl(text);
      if ('value' in once) expect(readBaseUrl(once.value)).toEqual(once);
    });
  });
});
