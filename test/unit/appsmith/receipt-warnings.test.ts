import { describe, expect, test } from '@jest/globals';
import { receiptWarnings } from '../../../src/appsmith/receipt-warnings.ts';
import { aDeployment } from '../../support/builders.ts';

const QUESTION = { ...aDeployment(), askedAt: new Date('2024-03-05T10:15:00Z'), repoFullName: 'acme/orders' };

test.each([
  ['nothing', {}],
  [
    'what was asked',
    { branch: 'main', repoUrl: 'git@bitbucket.org:acme/orders.git', deployedAt: '2024-03-05T10:15:30Z' },
  ],
  ["the id of the branch's own copy", { applicationId: 'another' }],
  ['a time that cannot be read', { deployedAt: 'yesterday' }],
])('an answer that says %s gives no warning', (_, receipt) => {
  expect(receiptWarnings(receipt, QUESTION)).toEqual([]);
});

test.each([
  [{}, 'APP_ID and APPSMITH_URL'],
  [{ app: 'DEPLOY_ENDPOINT', url: 'DEPLOY_ENDPOINT' }, 'DEPLOY_ENDPOINT'],
])('another repository is a warning that says what to check: %j', (names, checked) => {
  const question = { ...QUESTION, names: { ...QUESTION.names, ...names } };
  expect(receiptWarnings({ repoUrl: 'git@bitbucket.org:acme/other.git' }, question)).toEqual([
    `The application is connected to git@bitbucket.org:acme/other.git, not to this repository (acme/orders). Check ${checked}.`,
  ]);
});

describe('the repository', () => {
  test.each([
    'git@bitbucket.org:acme/orders.git',
    'git@bitbucket.org:Acme/Orders',
    'git@bitbucket.org:/acme/orders.git',
    'ssh://git@bitbucket.org/acme/orders.git',
    'ssh://git@altssh.bitbucket.org:443/acme/orders.git',
    'https://bitbucket.org/acme/orders.git',
    'https://user@BitBucket.org/acme/orders/',
    ' https://bitbucket.org/acme/orders.git ',
    'bitbucket.org:acme/orders.GIT',
  ])('%s is this one', (repoUrl) => {
    expect(receiptWarnings({ repoUrl }, QUESTION)).toEqual([]);
  });

  test.each([
    'git@bitbucket.org:acme/other.git',
    'git@bitbucket.org:other/orders.git',
    'git@github.com:acme/orders.git',
    'git@evilbitbucket.org:acme/orders.git',
    'https://bitbucket.org.example.com/acme/orders.git',
    'https://bitbucket.org/x/acme/orders.git',
    'git@bitbucket.org:acme/ord.giters',
    'git@bitbucket.org:acme/orders\nx',
    '://bitbucket.org/acme/orders.git',
    'nonsense',
    '',
  ])('%j is another one', (repoUrl) => {
    expect(receiptWarnings({ repoUrl }, QUESTION)).toEqual([expect.stringContaining('acme/orders')]);
  });

  test('is not compared where none is to be expected', () => {
    const { repoFullName: _, ...question } = QUESTION;
    expect(receiptWarnings({ repoUrl: 'git@github.com:a/b.git' }, question)).toEqual([]);
  });
});

test.each([
  ['2024-03-05T10:10:00Z', 0],
  ['2024-03-05T10:09:59.999999999Z', 1],
  ['2024-03-05T10:10:00.1Z', 0],
  ['2020-01-01T00:00:00Z', 1],
  ['2030-01-01T00:00:00Z', 0],
])('a deployment at %s, asked for at 10:15, gives %d warnings', (deployedAt, count) => {
  expect(receiptWarnings({ deployedAt }, QUESTION)).toHaveLength(count);
});

test('a time of deployment before the question is told with what it may mean', () => {
  expect(receiptWarnings({ deployedAt: '2024-03-05T09:00:00Z' }, QUESTION)).toEqual([
    'Appsmith returned 2024-03-05T09:00:00Z as the time of deployment, which is before this run asked for it: ' +
      "the server's clock, or this runner's, may be wrong. Check the application in Appsmith.",
  ]);
});
