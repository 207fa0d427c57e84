import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as endpoint from '../../../src/appsmith/endpoint.ts';
import { isLoopback } from '../../../src/http/proxy.ts';
import { reading, remarked } from '../../support/findings.ts';
import { holds } from '../../support/property.ts';

const { endpointUrl } = endpoint;
const readBaseUrl = (text: string) => reading((remarks) => endpoint.readBaseUrl(text, remarks));
const readEndpoint = (text: string) => reading((remarks) => endpoint.readEndpoint(text, remarks));

const ROUTE = '/api/v1/git/deploy/app/';
const ENDPOINT = `https://appsmith.example.com${ROUTE}660427bb3927480dc0720914`;
const TOKEN = '9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d9b1deb4d3b7d4bad';

/** Branches that Git allows (git-check-ref-format(1)), with the signs that addresses and shells treat specially. */
const anyBranch = fc
  .array(
    fc.oneof(
      fc.constantFrom(...`abcXYZ019-_./&#%+=;'"!$()|<>{}@,ü漢`),
      fc.constantFrom('%20', '%2F', '%zz', '&a=b', '\u{1f680}', 'e\u0301'),
    ),
    { minLength: 1, maxLength: 24 },
  )
  .map((parts) => parts.join(''))
  .filter((branch) => !/^[-/]|\/\/|\.\.|@\{|\/\.|^\.|[./]$|\.lock(\/|$)|^@$/.test(branch));

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

describe('the endpoint', () => {
  test('of any branch that Git allows reads back as what it was made of', () => {
    holds(anyBranch, fc.stringMatching(/^[\w-]{1,30}$/), (branch, app) => {
      const known = { url: 'https://appsmith.example.com/prefix', app, branch };
      const address = endpointUrl(known);
      expect(new URL(address).searchParams.get('branchName')).toBe(branch);
      expect([...new URL(address).searchParams.keys()]).toEqual(['branchName']);
      expect(new URL(address).href).toBe(address.replaceAll("'", '%27'));
      expect(readEndpoint(address)).toEqual({ value: known });
    });
  });

  test('as Appsmith shows it, unencoded, gives the branch too, or asks for BRANCH', () => {
    holds(anyBranch, (branch) => {
      const read = readEndpoint(`${ENDPOINT}?branchName=${branch}`);
      if ('problem' in read) expect(branch).toMatch(/&[A-Za-z][\w-]*=/);
      else if (!branch.includes('%')) expect(read.value.branch).toBe(branch);
    });
  });

  test('never holds half a character', () => {
    expect(endpointUrl({ url: 'https://h', app: 'a', branch: 'a\ud800' })).toBe(
      `https://h${ROUTE}a?branchName=a%EF%BF%BD`,
    );
  });

  test.each([
    [ENDPOINT, undefined],
    [`${ENDPOINT}/`, undefined],
    [`  ${ENDPOINT}?\n`, undefined],
    [`${ENDPOINT}?branchName=`, undefined],
    [`${ENDPOINT}?branchName=main`, 'main'],
    [`${ENDPOINT}?branchName=feature%2Fa%26b`, 'feature/a&b'],
    [`${ENDPOINT}?branchName=feature/a&b`, 'feature/a&b'],
    [`${ENDPOINT}?branchName=fix#1`, 'fix#1'],
    [`${ENDPOINT}?branchName=a+b`, 'a+b'],
    [`${ENDPOINT}?branchName=100%`, '100%'],
    [`${ENDPOINT}?branchName=50%20off`, '50%20off'],
    [`${ENDPOINT}?branchName=ü`, 'ü'],
  ])('%j names the branch %j', (text, branch) => {
    expect(readEndpoint(text)).toStrictEqual({
      value: {
        url: 'https://appsmith.example.com',
        app: '660427bb3927480dc0720914',
        ...(branch === undefined ? {} : { branch }),
      },
    });
  });

  test.each([
    ['', /not an endpoint/],
    ['https://appsmith.example.com', /not an endpoint/],
    [`https://appsmith.example.com/?x=${ROUTE}a`, /not an endpoint/],
    [`?x=${ROUTE}a`, /not an endpoint/],
    [`${ROUTE}a`, /no scheme/],
    [`paste this into curl ${ENDPOINT}`, /words in front/],
    [`appsmith.example.com${ROUTE}a`, /no scheme/],
    [`https://user:hunter2@appsmith.example.com${ROUTE}a`, /user name or password/],
    [`https://appsmith.example.com${ROUTE}`, /no valid application id/],
    [`https://appsmith.example.com${ROUTE}a/b`, /no valid application id/],
    [`https://appsmith.example.com${ROUTE}а`, /no valid application id/],
    [`${ENDPOINT}?api-key=hunter2`, /^contains api-key=, a secret\. .*generate a new token in Appsmith.*BEARER_TOKEN/],
    [`${ENDPOINT}?branchName=main&API-KEY=hunter2`, /api-key/],
    [`${ENDPOINT}?branch=main`, /more than branchName/],
    [`${ENDPOINT}?branchName=main&x=hunter2`, /more than branchName/],
    [`${ENDPOINT}?branchName=main&password-1=hunter2`, /more than branchName/],
    [`${ENDPOINT}?branchName=a b`, /Git does not allow/],
    [`${ENDPOINT}?branchName=a:b`, /Git does not allow/],
  ])('%j is refused, without repeating a secret', (text, problem) => {
    expect(readEndpoint(text)).toEqual({ problem: expect.stringMatching(problem) });
    expect(readEndpoint(text)).toEqual({ problem: expect.not.stringMatching(/hunter2/) });
  });

  const EXAMPLE = 'https://appsmith.example.com/api/v1/git/deploy/app/0123456789abcdef01234567?branchName=main';
  const LEAK =
    ' It contains a token. If it was committed, it is no longer secret: generate a new token in Appsmith. Store the token in a secured variable, and pass that as BEARER_TOKEN.';
  const WORDS = `has words in front of the address. Write the address alone, such as ${EXAMPLE}`;

  test.each([
    [`POST ${ENDPOINT}`, WORDS],
    [`wget --method=POST --header="Authorization: Bearer ${TOKEN}" "${ENDPOINT}"`, `${WORDS}.${LEAK}`],
    [`http POST "${ENDPOINT}" "Authorization: Bearer ${TOKEN}"`, `${WORDS}.${LEAK}`],
    [
      `Invoke-RestMethod -Method Post -Uri "${ENDPOINT}" -Headers @{Authorization="Bearer ${TOKEN}"}`,
      `${WORDS}.${LEAK}`,
    ],
    [`docker run --rm curlimages/curl -X POST '${ENDPOINT}'`, WORDS],
    [`(curl -X POST "${ENDPOINT}")`, WORDS],
    [`if ! curl -sf -X POST "${ENDPOINT}"; then exit 1; fi`, WORDS],
    [`DEPLOY_ENDPOINT="${ENDPOINT}"`, 'has the name of a variable in front of the address. Remove the name'],
    [`“${ENDPOINT}”`, 'has typographic quotes around it. Remove them'],
    [ENDPOINT.slice('https://'.length), 'has no scheme. Write https:// in front of it'],
    [`${ENDPOINT},${ENDPOINT}`, "holds several endpoints. Write a list of them, ['…', '…']"],
    [`${ENDPOINT}?branchName=main ${ENDPOINT}`, "holds several endpoints. Write a list of them, ['…', '…']"],
    [
      `${ENDPOINT}?branchName=main -H "Authorization: Bearer ${TOKEN}"`,
      `has options of curl after the address, such as --header. Remove them.${LEAK}`,
    ],
    [`${ENDPOINT} --header "X: y"`, 'has options of curl after the address, such as --header. Remove them'],
    [`$APPSMITH_URL${ROUTE}a1`, expect.stringMatching(/^holds \$APPSMITH_URL, which was not replaced/)],
  ])('%j is refused with what is wrong', (text, problem) => {
    expect(readEndpoint(text)).toEqual({ problem });
  });

  test('of any text is read or refused, never thrown, and a problem never repeats the text', () => {
    const pieces = fc.constantFrom(
      'https://',
      'h',
      ROUTE,
      'abc',
      '?branchName=',
      '&',
      '%',
      'curl ',
      "'",
      '"',
      '\\',
      ' ',
      '@',
      '-H ',
      '\n',
    );
    const any = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
    );
    holds(any, (text) => {
      for (const read of [readEndpoint(text), readBaseUrl(text)]) {
        if ('problem' in read) expect(read.problem.length).toBeGreaterThan(10);
        else expect(read.value).toBeTruthy();
      }
    });
  });
});

describe('a curl line', () => {
  const BRANCH = 'feature/a&b';
  const address = `${ENDPOINT}?branchName=${BRANCH}`;
  const quotings: Readonly<Record<string, (word: string) => string>> = {
    'double quotes': (word) => `"${word.replace(/["\\$`]/g, '\\$&')}"`,
    'single quotes': (word) => `'${word.replaceAll("'", `'\\''`)}'`,
    backslashes: (word) => word.replace(/[^\w\n]/g, '\\$&'),
    'quotes in the middle': (word) => `${word.slice(0, 5)}'${word.slice(5).replaceAll("'", `'\\''`)}'`,
  };
  const headers = fc.constantFrom(
    'Authorization: Bearer <bearer token>',
    'Authorization: Bearer <TOKEN>',
    'authorization:Bearer $TOKEN',
    'Authorization: Bearer ${TOKEN}',
    'Authorization: Bearer $(cat token)',
    'Authorization: Bearer [token]',
    'Authorization: Bearer ...',
    'Authorization: Bearer ****',
    'Authorization: Bearer',
    'Authorization:',
    'Accept: application/json',
  );

  test('is read in any quoting, with any layout', () => {
    holds(
      anyBranch.filter((branch) => !/&[A-Za-z][\w-]*=|%/.test(branch)),
      fc.constantFrom(...Object.values(quotings)),
      fc.constantFrom(...Object.values(quotings)),
      headers,
      fc.constantFrom(' ', '  ', ' \\\n  ', '\n', '\t'),
      fc.boolean(),
      fc.constantFrom('--header ', '-H ', '-H', '--header=', '-sSH '),
      (branch, quote, quoteHeader, header, space, first, flag) => {
        const url = quote(`${ENDPOINT}?branchName=${branch}`);
        const rest = `${flag}${quoteHeader(header)}`;
        const words = ['curl', '--location', '--request', 'POST', ...(first ? [url, rest] : [rest, url])];
        expect(readEndpoint(words.join(space))).toEqual({
          value: { url: 'https://appsmith.example.com', app: '660427bb3927480dc0720914', branch },
        });
      },
    );
  });

  test.each([
    `curl ${address} --header Authorization: Bearer <bearer token>`,
    `CURL -X POST ${address}`,
    `curl --url=${address}`,
    `curl --url "${address}" -H "X-Other: https://elsewhere.example"`,
    `curl -x https://proxy.example "${address}"`,
    `curl "${address}" -H "Authorization: Bearer " --location`,
    `curl "${address}" -u "$USER" --oauth2-bearer <token>`,
    `$ curl "${address}"`,
    `- curl "${address}"`,
    `/usr/bin/curl "${address}"`,
    `C:\\Windows\\curl.exe "${address}"`,
    `curl.exe "${address}"`,
    `curl "${address}" -H "X-Has-Authorization: yes"`,
    `curl -H "Referer: ${ENDPOINT}?branchName=other" "${address}"`,
    `curl "${address.replace('https:', 'http:')}"`,
    `curl -H Authorization: ${address.replace('https:', 'http:')}`,
  ])('%s is read', (line) => {
    expect(readEndpoint(line)).toMatchObject({ value: { branch: BRANCH } });
  });

  test.each([
    `curl "${address}" --header "Authorization: Bearer ${TOKEN}"`,
    `curl "${address}" --header 'authorization:bearer ${TOKEN}'`,
    `curl "${address}" --header "AUTHORIZATION : ${TOKEN}"`,
    `curl "${address}" --header="Authorization: Bearer ${TOKEN}"`,
    `curl "${address}" -H"Authorization: Bearer ${TOKEN}"`,
    `curl -sSfH "Authorization: Bearer ${TOKEN}" "${address}"`,
    `curl -sSH"Authorization: Bearer ${TOKEN}" "${address}"`,
    `curl "${address}" -H " Authorization: Bearer  ${TOKEN}"`,
    `curl "${address}" -H "Authorization: Bearer ...${TOKEN}"`,
    `curl "${address}" -H "Authorization: Bearer ***${TOKEN}"`,
    `curl ${address} -H Authorization: Bearer ${TOKEN}`,
    `curl ${address} -H Authorization:Bearer ${TOKEN}`,
    `curl ${address} -H "Proxy-Authorization: Basic ${TOKEN}"`,
    `curl ${address} -H "Authorization: Bearer abc$X${TOKEN}"`,
    `curl -H "Authorization: Bearer ${TOKEN}"`,
    `curl ${address} --oauth2-bearer ${TOKEN}`,
    `curl ${address} --oauth2-bearer=${TOKEN}`,
    `curl ${address} -u me:${TOKEN}`,
    `curl -ume:${TOKEN} ${address}`,
    `curl -su me:${TOKEN} ${address}`,
    `curl -sume:${TOKEN} ${address}`,
    `curl --user me:${TOKEN} ${address}`,
    `curl -H "Bearer ${TOKEN}" ${address}`,
    `curl -H "bearer ${TOKEN}" "${address}"; echo`,
    `curl "${address}" && curl -H "Authorization: Bearer ${TOKEN}" https://elsewhere.example`,
  ])('with a real token is refused: %s', (line) => {
    const read = readEndpoint(line);
    expect(read).toEqual({ problem: expect.stringMatching(/token.*BEARER_TOKEN/) });
    expect(JSON.stringify(read)).not.toContain(TOKEN);
  });

  test.each([
    ['-b session=hunter22', /-b, which is not used: set Cookie in EXTRA_HEADERS/, 'session=hunter22'],
    ['--pass hunter22', /--pass, .*CLIENT_KEY_PASSPHRASE/, 'hunter22'],
    ['-x http://jane:hunter22@proxy:1', /-x, .*HTTPS_PROXY/, 'hunter22'],
    ["-H 'X-Key: hunter22'", /the header X-Key \(-H\), which is not sent/, 'hunter22'],
  ])('warns of what the option %s would change, and masks what it holds', (option, warning, secret) => {
    const read = remarked((remarks) => endpoint.readEndpoint(`curl ${option} "${ENDPOINT}"`, remarks));
    expect(read).toMatchObject({
      value: { app: '660427bb3927480dc0720914' },
      warnings: [expect.stringMatching(warning)],
    });
    expect(read.secrets).toContain(secret);
    expect(read.warnings.join()).not.toContain('hunter22');
  });

  test.each([
    ['--max-time 30', 'has the option --max-time, which is not used: set TIMEOUT to 30.'],
    ['-m30', 'has the option -m, which is not used: set TIMEOUT to 30.'],
    ['-m $SECONDS', 'has the option -m, which is not used: set TIMEOUT to its value.'],
    [
      '--connect-timeout 5',
      'has the option --connect-timeout, which is not used: TIMEOUT limits the whole attempt, connecting included.',
    ],
    [
      '--retry=3',
      'has the option --retry, which is not used: set MAX_ATTEMPTS to 4, which counts the first attempt as well.',
    ],
    ['--retry-delay 10', 'has the option --retry-delay, which is not used: set RETRY_DELAY to 10.'],
    ['--retry-max-time 60', 'has the option --retry-max-time, which is not used: set MAX_ATTEMPTS and RETRY_DELAY.'],
  ])('names the variable for the option %s', (option, warning) => {
    const read = remarked((remarks) => endpoint.readEndpoint(`curl ${option} "${ENDPOINT}"`, remarks));
    expect(read).toMatchObject({ value: { app: '660427bb3927480dc0720914' }, warnings: [warning] });
  });

  const AFTER = 'goes on after the curl line. What follows the line is not run.';

  test.each([
    [`"${address}"; echo`, [AFTER]],
    [`"${address}";echo x`, [AFTER]],
    [`'${address}'; exit 0`, [AFTER]],
    [`"${address}"&& echo x`, [AFTER]],
    [`"${address}" && echo done`, [AFTER]],
    [`"${address}"|jq .`, [AFTER]],
    [`"${address}" | jq -e .`, [AFTER]],
    [`"${address}">out.json`, [AFTER]],
    [`"${address}" > out.json 2>&1`, [AFTER]],
    [`"${address}" || true`, [AFTER]],
    [`${address}; echo`, [AFTER]],
    [`${address};`, []],
    [`${address}|jq`, [AFTER]],
    [`${address}>out`, [AFTER]],
    [`"${address}" &`, []],
    [`${address} -H Bearer <bearer token> -sS`, []],
  ])('ends where a shell ends it: curl %s', (line, warnings) => {
    const read = remarked((remarks) => endpoint.readEndpoint(`curl -X POST ${line}`, remarks));
    expect(read).toMatchObject({ value: { branch: BRANCH }, warnings, problems: [] });
  });

  test('is read as Windows escapes it', () => {
    const line = `curl.exe --location --request POST ^\n  ^"${ENDPOINT}^?branchName=feature/a^&b^" ^\n  -H ^"Accept: x^"`;
    expect(readEndpoint(line)).toMatchObject({ value: { branch: BRANCH } });
  });

  test('behind which another one follows is two endpoints', () => {
    expect(readEndpoint(`curl "${ENDPOINT}" && curl "${ENDPOINT}2"`)).toEqual({
      problem: expect.stringContaining('holds 2 endpoints'),
    });
  });

  test.each([
    '-L -sS -f --fail-early',
    '-H Accept:x -H bare',
    '-X POST',
    '-o /dev/null',
    '-H "Authorization: Bearer $TOKEN"',
    '-',
  ])('says nothing of %s, which changes nothing', (options) => {
    const read = remarked((remarks) => endpoint.readEndpoint(`curl "${ENDPOINT}" ${options}`, remarks));
    expect(read.warnings).toEqual([]);
  });

  test('keeps a branch that looks like an option', () => {
    expect(readEndpoint(`curl "${ENDPOINT}?branchName=a--url=b"`)).toMatchObject({ value: { branch: 'a--url=b' } });
  });

  test.each([
    ['curl -X POST', /without an address/],
    [`curl -X POST ${address.slice('https://'.length)}`, /^has no scheme/],
    ['curl -X POST "$APPSMITH_URL/api/v1/git/deploy/app/a"', /^holds \$APPSMITH_URL, which was not replaced/],
    [`curl -H "X-Referer: ${ENDPOINT}"`, /without an address/],
    [`curl “${address}”`, /^has typographic quotes around it/],
    ['curl https://appsmith.example.com', /not an endpoint/],
  ])('%s is refused', (line, problem) => {
    expect(readEndpoint(line)).toEqual({ problem: expect.stringMatching(problem) });
  });
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
