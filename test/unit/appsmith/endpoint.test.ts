import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as endpoint from '../../../src/appsmith/endpoint.ts';
import { anyBranch } from '../../support/branches.ts';
import { reading } from '../../support/findings.ts';
import { holds } from '../../support/property.ts';

const { endpointUrl } = endpoint;
const readBaseUrl = (text: string) => reading((remarks) => endpoint.readBaseUrl(text, remarks));
const readEndpoint = (text: string) => reading((remarks) => endpoint.readEndpoint(text, remarks));

const ROUTE = '/api/v1/git/deploy/app/';
const ENDPOINT = `https://appsmith.example.com${ROUTE}660427bb3927480dc0720914`;
const TOKEN = '9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d9b1deb4d3b7d4bad';

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
