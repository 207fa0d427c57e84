import { describe, expect, test } from '@jest/globals';
import { type CatalogueEntry, catalogue, type FailureKey } from '../../../../src/appsmith/failures/catalogue.ts';
import { diagnose, isFailureKey } from '../../../../src/appsmith/failures/failure.ts';
import { aDeployment } from '../../../support/builders.ts';

const SUBJECT = aDeployment({ branch: 'release/$&', url: 'https://appsmith.example.com:8443/p', timeoutMs: 1_500 });
const keys = Object.keys(catalogue) as FailureKey[];

describe.each(keys)('the entry %s', (key) => {
  const entry: CatalogueEntry = catalogue[key];

  test('says what happened in a few words, and what to do, with names that are filled in', () => {
    const failure = diagnose(key, SUBJECT);
    expect(failure).toMatchObject({
      code: key,
      reference: key.toLowerCase(),
      kind: entry.kind,
      retryable: entry.retryable,
    });
    expect(failure.outcomeUnknown).toBe(entry.outcomeUnknown === true);
    expect(failure.title).toMatch(/^\S.*[^.\s]$/);
    expect(failure.advice.length).toBeGreaterThan(0);
    for (const line of failure.advice) expect(line).toMatch(/^[A-Z][^\n{}]+[.?]$/);
  });
});

test('an advice names the deployment: its app, branch, url, host, seconds and proxy', () => {
  const advice = keys.map((key) => diagnose(key, SUBJECT, { proxy: 'HTTP_PROXY' }).advice.join('\n')).join('\n');
  for (const word of [SUBJECT.app, 'release/$&', SUBJECT.url, 'appsmith.example.com:8443 ', '1.5 s', 'HTTP_PROXY']) {
    expect(advice).toContain(word);
  }
});

test('the proxy of an advice is HTTPS_PROXY unless another is known', () => {
  expect(diagnose('PROXY-AUTH', SUBJECT).advice.join()).toContain('HTTPS_PROXY');
});

describe('of a deployments file', () => {
  const inFile = { ...SUBJECT, fromFile: true } as const;

  test.each<[FailureKey, string]>([
    ['HTTP-401', 'In the deployments file BEARER_TOKEN is `token`.'],
    ['AE-ACL-4004', 'In the deployments file APP_ID is `app`.'],
    ['TIMEOUT', 'In the deployments file TIMEOUT is `timeout`.'],
    ['ECONNREFUSED', 'In the deployments file APPSMITH_URL is `url`.'],
  ])('the advice of %s also says what its variables are called there', (key, line) => {
    expect(diagnose(key, inFile).advice).toEqual([...diagnose(key, SUBJECT).advice, line]);
  });

  test('an advice without such variables stays as it is, whatever the branch is called', () => {
    const { advice } = diagnose('UNKNOWN', { ...inFile, branch: 'APP_ID' });
    expect(advice).toEqual(diagnose('UNKNOWN', { ...SUBJECT, branch: 'APP_ID' }).advice);
  });

  test.each(keys)('no advice of %s that names a variable goes without its key, and the line fits into a log', (key) => {
    const names = catalogue[key].advice.join(' ').match(/\b(BEARER_TOKEN|APP_ID|BRANCH|APPSMITH_URL|TIMEOUT)\b/g) ?? [];
    const line = diagnose(key, inFile).advice.slice(catalogue[key].advice.length).join('\n');
    for (const name of names) expect(line).toContain(`${name} is \``);
    expect(line.length).toBeLessThan(115);
  });
});

describe('of a pasted endpoint', () => {
  const pasted = { ...SUBJECT, pasted: ['url', 'app', 'branch'] } as const;

  test.each<[FailureKey, string]>([
    ['AE-ACL-4004', 'Compare DEPLOY_ENDPOINT with the endpoint under '],
    ['AE-APP-4027', 'Check the spelling of release/$& in DEPLOY_ENDPOINT: '],
    ['AE-GIT-4040', 'Take origin/ out of DEPLOY_ENDPOINT: '],
    ['AE-BAD-4000', 'Compare DEPLOY_ENDPOINT with the endpoint in Appsmith under '],
    ['REDIRECT', 'If that place is Appsmith, put it into DEPLOY_ENDPOINT.'],
    ['ENOTFOUND', 'Check the spelling of appsmith.example.com:8443 in DEPLOY_ENDPOINT.'],
    ['CONNECT-RESET', 'It was not sent. Check scheme and port of DEPLOY_ENDPOINT, then '],
  ])('the advice of %s names it: %s', (key, words) => {
    expect(diagnose(key, pasted).advice.join('\n')).toContain(words);
  });

  test.each(keys)('no advice of %s names a variable that the endpoint stands for', (key) => {
    expect(diagnose(key, pasted).advice.join('\n')).not.toMatch(/\b(APPSMITH_URL|APP_ID|BRANCH)\b/);
  });

  test('a branch that comes from elsewhere is changed in BRANCH', () => {
    const { advice } = diagnose('AE-BAD-4000', { ...SUBJECT, pasted: ['url', 'app'] });
    expect(advice.join('\n')).toContain('Compare DEPLOY_ENDPOINT and BRANCH with the endpoint');
  });

  test('in a deployments file is a key there', () => {
    const subject = { ...SUBJECT, fromFile: true, pasted: ['url', 'app'] } as const;
    expect(diagnose('AE-BAD-4000', subject).advice.at(-1)).toBe(
      'In the deployments file APP_ID is in `endpoint`, BRANCH is `branch`.',
    );
  });

  test('a branch that is called like a variable stays what it is', () => {
    const { advice } = diagnose('UNKNOWN', { ...pasted, branch: 'APP_ID' });
    expect(advice).toEqual(diagnose('UNKNOWN', { ...SUBJECT, branch: 'APP_ID' }).advice);
  });
});

test('details win over the entry, except for kind and advice', () => {
  expect(
    diagnose('HTTP-502', SUBJECT, { code: 'HTTP-520', retryable: 'no', title: 'Other', httpStatus: 520 }),
  ).toMatchObject({
    code: 'HTTP-520',
    retryable: 'no',
    title: 'Other',
    httpStatus: 520,
    kind: 'busy',
    reference: 'http-502',
  });
});

test('anchors of the document are unique', () => {
  expect(new Set(keys.map((key) => key.toLowerCase())).size).toBe(keys.length);
});

test.each([
  ['HTTP-401', true],
  ['HTTP-299', false],
  ['constructor', false],
  ['__proto__', false],
  ['', false],
])('%j is a key of the catalogue: %s', (text, expected) => {
  expect(isFailureKey(text)).toBe(expected);
});
