import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as endpoint from '../../../src/appsmith/endpoint.ts';
import { anyBranch } from '../../support/branches.ts';
import { reading, remarked } from '../../support/findings.ts';
import { holds } from '../../support/property.ts';

const readEndpoint = (text: string) => reading((remarks) => endpoint.readEndpoint(text, remarks));

const ENDPOINT = 'https://appsmith.example.com/api/v1/git/deploy/app/660427bb3927480dc0720914';
const TOKEN = '9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d9b1deb4d3b7d4bad';

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
    ['-X PUT', 'has -X PUT, which is not used: Appsmith deploys with POST.'],
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
