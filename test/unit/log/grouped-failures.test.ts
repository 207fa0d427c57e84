import { describe, expect, test } from '@jest/globals';
import type { FailureKey } from '../../../src/appsmith/failures/catalogue.ts';
import { failureOf } from '../../../src/appsmith/failures/failure.ts';
import type { Deployment } from '../../../src/deployment/deployment.ts';
import type { Failure } from '../../../src/deployment/failure.ts';
import type { Result } from '../../../src/deployment/result.ts';
import { closing } from '../../../src/log/closing.ts';
import type { ServerState } from '../../../src/log/explanation.ts';
import { metadata } from '../../../src/manifest/manifest.ts';
import { aDeployment } from '../../support/builders.ts';

const DOCS = metadata.failuresUrl;
const attempts = [{ startMs: 0, endMs: 1_000 }];

/** A deployment that failed as the catalogue has it, with the advice for its own application, branch and server. */
function failed(key: FailureKey, where: Partial<Deployment> = {}, more: Partial<Failure> = {}): Result {
  const deployment = aDeployment(where);
  return {
    status: 'failed',
    deployment,
    attempts,
    durationMs: 1_000,
    failure: { ...failureOf({ key, outcome: 'not-deployed' }), ...more },
  };
}

function skipped(name: string, reason: string): Result {
  return { status: 'skipped', deployment: aDeployment({ name }), reason };
}

/** The closing lines after the first one. */
function linesOf(results: readonly Result[], servers: readonly ServerState[] = []): readonly string[] {
  return closing({ results, durationMs: 2_000, startedAt: new Date(0) }, servers).lines.slice(1);
}

const ORDERS = { name: 'Orders', app: 'a1', branch: 'b1', url: 'https://eu.example.com' };
const INTAKE = { name: 'Intake', app: 'a2', branch: 'b2', url: 'https://us.example.com' };

describe('failures of one kind are explained once', () => {
  test("with the server's words and the request ids of each", () => {
    const results = [
      failed('AE-GIT-4044', ORDERS, { serverMessage: 'disk full', requestId: 'r1', serverRequestId: 's1' }),
      failed('AE-GIT-4044', { ...ORDERS, name: 'Intake' }, { serverMessage: 'no such ref', requestId: 'r2' }),
    ];
    expect(linesOf(results)).toEqual([
      'A Git command failed in Appsmith (AE-GIT-4044): 2 deployments',
      '  Orders: application a1, branch b1, https://eu.example.com',
      '    The server says: "disk full"',
      '    X-Request-Id r1, X-Appsmith-Request-Id s1',
      '  Intake: application a1, branch b1, https://eu.example.com',
      '    The server says: "no such ref"',
      '    X-Request-Id r2',
      '  What to do:',
      expect.stringContaining('whatever the cause'),
      '  - In Appsmith open the application on b1 and pull: that shows the real error. If it works, run this step again.',
      expect.stringContaining('half-way'),
      expect.stringContaining('Redeploy'),
      `  More: ${DOCS}ae-git-4044`,
    ]);
  });

  test('with advice that is true for all of them, and what was found out about each server', () => {
    const servers = [
      { url: 'https://eu.example.com', text: 'https://eu.example.com is up.' },
      { url: 'https://us.example.com', text: 'https://us.example.com does not answer.' },
      { url: 'https://other.example.com', text: 'https://other.example.com is up.' },
    ];
    const notFound = { ambiguous: true } as const;
    const results = [failed('AE-ACL-4004', ORDERS, notFound), failed('AE-ACL-4004', INTAKE, notFound)];
    expect(linesOf(results, servers)).toEqual([
      'Application or branch not found, or the token is for another application (AE-ACL-4004): 2 deployments',
      '  Orders: application a1, branch b1, https://eu.example.com',
      '  Intake: application a2, branch b2, https://us.example.com',
      '  https://eu.example.com is up.',
      '  https://us.example.com does not answer.',
      '  What to do, for each <app> and <branch>:',
      '  - Compare <app> in APP_ID with the endpoint under Git Settings > Continuous Delivery.',
      '  - Use the token that was generated on the same page: a token is for one application.',
      '  - Check out <branch> in Appsmith once: the branch must exist there. Its name does not include origin/.',
      `  More: ${DOCS}ae-acl-4004`,
    ]);
  });

  test('and says nothing of servers where no failure leaves them open', () => {
    const servers = [{ url: ORDERS.url, text: 'It is up.' }];
    const results = [failed('AE-GIT-4047', ORDERS), failed('AE-GIT-4047', INTAKE)];
    expect(linesOf(results, servers).join()).not.toContain('It is up.');
    expect(linesOf([failed('AE-GIT-4047', ORDERS), failed('HTTP-502', INTAKE)], servers).join()).not.toContain(
      'It is up.',
    );
  });

  test('naming in the advice what they have in common', () => {
    const lines = linesOf([
      failed('AE-ACL-4004', ORDERS),
      failed('AE-ACL-4004', { ...ORDERS, name: 'Other', app: 'a2' }),
    ]);
    expect(lines).toContain('  What to do, for each <app>:');
    expect(lines.join('\n')).toContain('Check out b1 in Appsmith once:');
  });

  test.each<[FailureKey, string]>([
    [
      'HTTP-502',
      '  - If it persists, ask the administrator of <host>: Appsmith may have crashed during the deployment.',
    ],
    ['ECONNREFUSED', '  - Nothing listens at <url>: check host and port in APPSMITH_URL.'],
    ['AE-GIT-4036', '  - In Appsmith open the application on <branch>, pull, then run this step again.'],
  ])('of %s as well: %s', (key, line) => {
    expect(linesOf([failed(key, ORDERS), failed(key, INTAKE)])).toContain(line);
  });

  test('with words once that all have in common', () => {
    const words = { serverMessage: 'No.', detail: 'A detail.' };
    const lines = linesOf([failed('AE-GIT-4044', ORDERS, words), failed('AE-GIT-4044', INTAKE, words)]);
    expect(lines.slice(2, 6)).toEqual([
      '  Intake: application a2, branch b2, https://us.example.com',
      '  The server says: "No."',
      '  A detail.',
      '  What to do, for each <branch>:',
    ]);
  });

  test('each server is named, however many there are of others', () => {
    const many = Array.from({ length: 21 }, (_, at) =>
      failed('AE-GIT-4044', at < 20 ? ORDERS : INTAKE, { serverMessage: `Reason ${at}.` }),
    );
    expect(linesOf(many).join('\n')).toContain(INTAKE.url);
  });

  test('of hundreds the first five are named, and those with another message', () => {
    const many = Array.from({ length: 300 }, (_, at) =>
      failed(
        'AE-ACL-4004',
        { ...ORDERS, name: `App ${at}`, app: `a${at}` },
        { serverMessage: at === 200 ? 'Another reason.' : `Unable to find applicationId a${at}.` },
      ),
    );
    const lines = linesOf(many);
    expect(lines.filter((line) => /^ {2}App \d/.test(line)).map((line) => line.split(':')[0])).toEqual([
      '  App 0',
      '  App 1',
      '  App 2',
      '  App 3',
      '  App 200',
    ]);
    expect(lines).toContain('    The server says: "Another reason."');
    expect(lines).toContain('  And 295 more, in the table above with this code.');
    expect(lines.filter((line) => line.includes('What to do'))).toHaveLength(1);
  });

  test('of many servers, or with many words, ten are named', () => {
    const many = Array.from({ length: 30 }, (_, at) =>
      failed('HTTP-502', { name: `App ${at}`, url: `https://s${at}.example.com` }),
    );
    const lines = linesOf(many);
    expect(lines.filter((line) => /^ {2}App \d/.test(line))).toHaveLength(10);
    expect(lines).toContain('  And 20 more, in the table above with this code.');
  });

  test('five exactly are all named', () => {
    const lines = linesOf(Array.from({ length: 5 }, (_, at) => failed('HTTP-401', { name: `App ${at}` })));
    expect(lines.filter((line) => /^ {2}App \d/.test(line))).toHaveLength(5);
    expect(lines.join()).not.toContain('more, in the table');
  });

  test('apart from those with other words for what to change, also where a branch is called like a word of the advice', () => {
    const odd = { name: 'Odd', app: 'a3', branch: 'once' };
    const heads = linesOf([
      failed('AE-APP-4027', ORDERS),
      failed('AE-APP-4027', { ...odd, url: ORDERS.url }),
      failed('AE-APP-4027', INTAKE),
      failed('AE-APP-4027', { name: 'File', names: { ...aDeployment().names, branch: '`branch`' } }),
      failed('AE-APP-4027', { name: 'Unknown' }, { outcome: 'not-confirmed' }),
    ]).filter((line) => line.includes('(AE-APP-4027)'));
    expect(heads).toEqual([
      'Appsmith does not know the branch (AE-APP-4027): 3 deployments',
      'Appsmith does not know the branch (AE-APP-4027): File',
      'Appsmith does not know the branch (AE-APP-4027): Unknown',
    ]);
  });
});

test('the only failure of a kind is shown with its place, message and ids', () => {
  const lines = linesOf([failed('HTTP-413', ORDERS, { requestId: 'r1' }), failed('HTTP-403', INTAKE)]);
  expect(lines.slice(0, 6)).toEqual([
    'A size limit of the proxy in front of Appsmith was exceeded (HTTP-413): Orders',
    '  Application a1, branch b1, https://eu.example.com',
    '  What to do:',
    '  - The pipe sends no body: ask the administrator of eu.example.com which limit it is, and to have it raised.',
    '  X-Request-Id r1',
    `  More: ${DOCS}http-413`,
  ]);
});

test.each([
  [6, '1 other kind of failure is in the table above, by its code.'],
  [7, '2 other kinds of failure are in the table above, by their codes.'],
])('of %d kinds five are explained', (count, line) => {
  const kinds = ['HTTP-401', 'HTTP-403', 'HTTP-404', 'HTTP-405', 'HTTP-408', 'HTTP-413', 'HTTP-429'] as const;
  const lines = linesOf(kinds.slice(0, count).map((key) => failed(key, { name: key })));
  expect(lines.filter((text) => text.includes('What to do'))).toHaveLength(5);
  expect(lines.at(-1)).toBe(line);
});

describe('skipped deployments are reported with the reason', () => {
  test('together where the reason is the same', () => {
    const results = [
      failed('HTTP-401', { name: 'A' }),
      ...Array.from({ length: 7 }, (_, at) => skipped(`S${at}`, 'A was not deployed')),
      skipped('T', 'S0 was not deployed'),
    ];
    expect(linesOf(results).slice(-2)).toEqual([
      'Skipped because A was not deployed: S0, S1, S2, S3, S4 and 2 more',
      'Skipped because S0 was not deployed: T',
    ]);
  });

  test('for the first five reasons', () => {
    const results = Array.from({ length: 9 }, (_, at) => skipped(`S${at + 1}`, `S${at} was not deployed`));
    expect(linesOf(results).slice(-2)).toEqual([
      'Skipped because S4 was not deployed: S5',
      'Also skipped: S6, S7, S8, S9',
    ]);
  });
});
