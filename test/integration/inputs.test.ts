import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { startEmulator } from '../../emulator/index.ts';
import { certificates } from '../../scripts/certificates.ts';
import { makeClone } from '../support/clone.ts';
import type { EndedRun } from '../support/ended-run.ts';
import { runMain } from '../support/run-main.ts';

/** What somebody writes into variables, and what the pipe makes of it. */
interface Case {
  readonly variables: Readonly<Record<string, string>>;
  readonly result: 'ok' | 'refused' | 'warning';
  readonly says?: readonly string[];
  readonly not?: readonly string[];
}

const ID = '660427bb3927480dc0720914';
const ROUTE = `/api/v1/git/deploy/app/${ID}?branchName=main`;
const ENDPOINT = `https://appsmith.example.com${ROUTE}`;

/** A dry run of the variables beside what else they need; the server of the cases is the emulator. */
async function dryRun(written: Readonly<Record<string, string>>): Promise<EndedRun & { readonly requests: number }> {
  await using emulator = await startEmulator();
  await using clone = await makeClone();
  const { ca } = await certificates();
  const given = Object.fromEntries(
    Object.entries(written).map(([name, text]) => [
      name,
      text.replaceAll(`https://appsmith.example.com${ROUTE}`, emulator.url + ROUTE),
    ]),
  );
  const flattened = given['CA_CERTIFICATE']?.startsWith('a PEM') ? { CA_CERTIFICATE: ca.replaceAll('\n', ' ') } : {};
  const endpoint = given['DEPLOY_ENDPOINT'] === undefined;
  const others = {
    BEARER_TOKEN: '9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d',
    DRY_RUN: 'true',
    ...(endpoint ? { APPSMITH_URL: emulator.url, APP_ID: ID, BRANCH: 'main' } : {}),
  };
  const run = await runMain({ ...clone.variables, ...others, ...given, ...flattened }, { cwd: clone.path });
  return { ...run, requests: emulator.requests.length };
}

async function expectResult({ variables, result, says = [], not = [] }: Case): Promise<void> {
  const run = await dryRun(variables);
  expect({ exitCode: run.exitCode, log: run.log }).toEqual({ exitCode: result === 'refused' ? 2 : 0, log: run.log });
  if (result === 'refused') expect(run.requests).toBe(0);
  if (result === 'ok') expect(run.log).not.toMatch(new RegExp(`WARNING: (${Object.keys(variables).join('|')})`));
  if (result === 'warning') expect(run.log).toMatch(new RegExp(`WARNING: (${Object.keys(variables).join('|')})`));
  for (const words of says) expect(run.log).toContain(words);
  for (const words of not) expect(run.log).not.toContain(words);
}

const cases: readonly Case[] = parse(readFileSync('test/fixtures/inputs.yml', 'utf8'));

test.each(cases)('$variables is $result', expectResult);

describe('more of the same', () => {
  test.each<Case>([
    { variables: { APPSMITH_URL: 'https:\\\\appsmith.example.com' }, result: 'refused', says: ['backslash'] },
    { variables: { APPSMITH_URL: 'https://ok.example\\@evil.example' }, result: 'refused', says: ['backslash'] },
    { variables: { APPSMITH_URL: '$(cat url.txt)' }, result: 'refused', says: ['not replaced'] },
    { variables: { APPSMITH_URL: 'https://$HOST/a' }, result: 'refused', says: ['HOST', 'not replaced'] },
    { variables: { APPSMITH_URL: 'https://a.example, https://b.example' }, result: 'refused', says: ['list'] },
    { variables: { DEPLOY_ENDPOINT: `POST ${ENDPOINT}` }, result: 'refused', says: ['DEPLOY_ENDPOINT'] },
    { variables: { DEPLOY_ENDPOINT: `https://jane:pw@appsmith.example.com${ROUTE}` }, result: 'refused' },
    { variables: { HTTPS_PROXY: '\\\\proxy:3128' }, result: 'refused', says: ['backslash'] },
    { variables: { HTTP_PROXY: 'http://http://proxy:3128' }, result: 'refused', says: ['second'] },
    { variables: { HTTP_PROXY: 'http://jane:p?w@proxy.example:3128' }, result: 'refused', says: ['%3F'] },
    { variables: { APP_ID: `${ID};${ID.replace('14', '15')}` }, result: 'ok' },
    { variables: { APP_ID: `- ${ID}\n- ${ID.replace('14', '15')}` }, result: 'ok' },
    { variables: { APP_ID: `["${ID}","${ID.replace('14', '15')}"]` }, result: 'ok' },
    { variables: { BRANCH: '- main' }, result: 'ok', says: ['branch main,'] },
    { variables: { BRANCH: 'a,b;c' }, result: 'ok', says: ['branch a,b;c,'] },
    { variables: { BRANCH: 'cash-$pot' }, result: 'refused', says: ['cash-$pot', 'deployments file'] },
    { variables: { BRANCH: '$(git branch)' }, result: 'refused', says: ['not replaced'] },
    { variables: { BRANCH: 'a\u00a0b' }, result: 'ok', says: ['branch a\u00a0b,'] },
    { variables: { REPORTS: 'junit; html' }, result: 'ok' },
    { variables: { OUTPUT_VARIABLES: 'APPSMITH_APP_ID, APPSMITH_BRANCH' }, result: 'ok' },
    { variables: { EXTRA_HEADERS: '- X-A: b\n- X-C: d' }, result: 'ok' },
    { variables: { EXTRA_HEADERS: 'Authorization: Basic YTpi' }, result: 'refused', says: ['service token'] },
    { variables: { NO_PROXY: 'http://a.example,b.example' }, result: 'warning', says: ['http://a.example'] },
    { variables: { APP_ID: 'Orders App' }, result: 'refused', says: ["'Orders App'"] },
    { variables: { CLIENT_CERTIFICATE: 'no/such.pem' }, result: 'refused', says: ['no/such.pem'] },
    { variables: { DEPLOY_ENDPOINT: `# deploys Orders\ncurl -X POST '${ENDPOINT}'` }, result: 'ok' },
    { variables: { DEPLOY_ENDPOINT: `jane@host:~$ curl -X POST '${ENDPOINT}'` }, result: 'ok' },
    { variables: { DEPLOY_ENDPOINT: `PS C:\\> curl.exe "${ENDPOINT}"` }, result: 'ok' },
    {
      variables: { DEPLOY_ENDPOINT: `curl --cacert ca.pem "${ENDPOINT}"` },
      result: 'warning',
      says: ['CA_CERTIFICATE'],
    },
    { variables: { DEPLOY_ENDPOINT: `curl --resolve a:1:b "${ENDPOINT}"` }, result: 'warning', says: ['--resolve'] },
    { variables: { DEPLOY_ENDPOINT: `curl -d '{}' "${ENDPOINT}"` }, result: 'warning', says: ['-d', 'no body'] },
    { variables: { DEPLOY_ENDPOINT: `curl -skX PUT "${ENDPOINT}"` }, result: 'warning', says: ['-k', 'PUT'] },
    {
      variables: { DEPLOY_ENDPOINT: `curl -H 'Authorization: Bearer 0123456789abcdef' "${ENDPOINT}"` },
      result: 'refused',
      says: ['generate a new token'],
      not: ['0123456789abcdef'],
    },
    { variables: { DEPLOY_ENDPOINT: `curl -U me:hunter22 "${ENDPOINT}"` }, result: 'refused', not: ['hunter22'] },
    { variables: { DEPLOY_ENDPOINT: `curl "${ENDPOINT}"\ncurl "${ENDPOINT}2"` }, result: 'refused', says: ['list'] },
  ])('$variables is $result', expectResult);
});
