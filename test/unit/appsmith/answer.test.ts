import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readSuccess, receiptWarnings } from '../../../src/appsmith/answer.ts';
import type { Question } from '../../../src/appsmith/contradictions.ts';
import { explainAnswer } from '../../../src/appsmith/failures/explain-answer.ts';
import { adviceLines } from '../../../src/deployment/advice.ts';
import type { Outcome } from '../../../src/deployment/deployment.ts';
import type { Failure } from '../../../src/deployment/failure.ts';
import type { Answer } from '../../../src/http/body.ts';
import { anAnswer, QUESTION, withCode } from '../../support/answers.ts';
import { aDeployment } from '../../support/builders.ts';
import { holds } from '../../support/property.ts';

const SUCCESS = {
  responseMeta: { status: 200, success: true },
  data: {
    applicationName: 'Orders',
    branchName: 'main',
    applicationId: 'x',
    deployedAt: '2024-03-05T10:15:30.123456Z',
    repoUrl: 'git@bitbucket.org:acme/orders.git',
  },
  errorDisplay: '',
};

function failureOf(outcome: Outcome): Failure {
  if (outcome.deployed) throw new Error('taken for a success');
  return outcome.failure;
}

const readAnswer = (given: Answer, question: Question): Outcome =>
  readSuccess(given, question) ?? { deployed: false, failure: explainAnswer(given, question) };

const explain = (given: Answer) => failureOf(readAnswer(given, QUESTION));

describe('a success', () => {
  test('says what was deployed', () => {
    expect(readAnswer(anAnswer(200, SUCCESS), QUESTION)).toEqual({
      deployed: true,
      receipt: {
        applicationName: 'Orders',
        branch: 'main',
        applicationId: 'x',
        deployedAt: '2024-03-05T10:15:30.123456Z',
        repoUrl: 'git@bitbucket.org:acme/orders.git',
      },
      warnings: [],
    });
  });

  test.each<[string, unknown, number?]>([
    ['without data', { responseMeta: { status: 200, success: true } }],
    ['without a status of its own', { responseMeta: { success: true } }],
    ['with data of null', { responseMeta: { success: true }, data: null }],
    [
      'with fields of other types',
      { responseMeta: { success: true }, data: { applicationName: 7, branchName: null, deployedAt: '' } },
    ],
    ['behind a byte order mark', `\ufeff${JSON.stringify({ responseMeta: { status: 200, success: true } })}`],
    ['with white space around it', ` \n${JSON.stringify({ responseMeta: { status: 299, success: true } })}\n`],
    ['of another 2xx', { responseMeta: { status: 201, success: true } }, 201],
  ])('%s is one all the same', (_, body, status = 200) => {
    expect(readAnswer(anAnswer(status, body), QUESTION)).toStrictEqual({ deployed: true, receipt: {}, warnings: [] });
  });

  test('shows nothing of its texts that could break a line, and no credentials', () => {
    const data = { applicationName: 'Or\nders\u202e', repoUrl: 'https://user:secret@bitbucket.org/acme/orders.git' };
    expect(readAnswer(anAnswer(200, { responseMeta: { success: true }, data }), QUESTION)).toMatchObject({
      receipt: { applicationName: 'Or ders', repoUrl: 'https://bitbucket.org/acme/orders.git' },
    });
  });

  test('that differs from what was asked comes with warnings', () => {
    const outcome = readAnswer(anAnswer(200, SUCCESS), { ...QUESTION, repoFullName: 'acme/other' });
    expect(outcome).toMatchObject({ deployed: true, warnings: [expect.any(String)] });
  });
});

test('a success that is false is a refusal, of which the outcome is known', () => {
  const words = { responseMeta: { success: false, error: { message: 'Merge conflicts found' } } };
  expect(explain(anAnswer(200, words))).toMatchObject({
    code: 'HTTP-200',
    key: 'UNKNOWN',
    outcome: 'not-deployed',
    serverMessage: 'Merge conflicts found',
  });
});

describe('what is no success', () => {
  test.each<[string, Answer, string]>([
    ['nothing', anAnswer(200), 'http-200'],
    ['204', anAnswer(204), 'http-204'],
    ['a list', anAnswer(200, [SUCCESS]), 'HTTP-200'],
    ['null', anAnswer(200, 'null'), 'HTTP-200'],
    ['a text of JSON', anAnswer(200, '"true"'), 'HTTP-200'],
    ['a number', anAnswer(200, '1'), 'HTTP-200'],
    ['success as a text', anAnswer(200, { responseMeta: { status: 200, success: 'true' } }), 'HTTP-200'],
    ['success as a number', anAnswer(200, { responseMeta: { status: 200, success: 1 } }), 'HTTP-200'],
    ['success outside responseMeta', anAnswer(200, { success: true }), 'HTTP-200'],
    ['a status as a text', anAnswer(200, { responseMeta: { status: '200', success: true } }), 'HTTP-200'],
    ['a status of null', anAnswer(200, { responseMeta: { status: null, success: true } }), 'HTTP-200'],
    ['responseMeta as a list', anAnswer(200, { responseMeta: [{ success: true }] }), 'HTTP-200'],
    ['a health check', anAnswer(200, { data: 'All systems are up' }), 'HTTP-200'],
    ['a prototype', anAnswer(200, '{"__proto__":{"responseMeta":{"success":true,"status":200}}}'), 'HTTP-200'],
    ['a prototype within', anAnswer(200, '{"responseMeta":{"__proto__":{"success":true,"status":200}}}'), 'HTTP-200'],
    ['plain text', anAnswer(200, 'OK'), 'HTTP-200'],
  ])('%s is not confirmed', (_, given, code) => {
    expect(explain(given)).toMatchObject({
      key: 'UNCONFIRMED',
      code: code.toUpperCase(),
      retryable: 'no',
      kind: 'answer',
    });
  });

  test.each<[string, Answer]>([
    ['that the connection cut', anAnswer(200, SUCCESS, { end: 'cut' })],
    ['half a JSON object', anAnswer(200, JSON.stringify(SUCCESS).slice(0, -1))],
    ['a JSON object with something behind it', anAnswer(200, `${JSON.stringify(SUCCESS)}x`)],
    ['a JSON object with a byte order mark behind it', anAnswer(200, `${JSON.stringify(SUCCESS)}\ufeff`)],
  ])('an answer %s is of unknown outcome', (_, given) => {
    expect(explain(given)).toMatchObject({ code: 'CUT', retryable: 'yes', outcome: 'not-confirmed' });
  });

  test('an answer with a code is explained by it even if it was cut off', () => {
    expect(explain({ ...withCode(500, 'AE-GIT-5020'), end: 'cut' }).code).toBe('AE-GIT-5020');
  });

  test('an answer beyond the size limit', () => {
    const given = anAnswer(200, SUCCESS, { end: 'too-large' });
    expect(explain(given)).toMatchObject({ key: 'TOO-LARGE', code: 'HTTP-200', retryable: 'no' });
  });

  test.each<[string, Answer]>([
    ['by its type', anAnswer(200, 'x', { headers: { 'content-type': 'Text/HTML; charset=utf-8' } })],
    ['by its beginning', anAnswer(200, '\ufeff  <!doctype html>')],
  ])('a web page, known %s', (_, given) => {
    expect(explain(given)).toMatchObject({ key: 'HTML', code: 'HTTP-200', retryable: 'no' });
  });
});

/** What the data of a success is, where there is any. */
function isObjectOrNothing(data: unknown): boolean {
  return data === undefined || (typeof data === 'object' && !Array.isArray(data));
}

describe('hostile answers', () => {
  const end = fc.constantFrom<Answer['end']>('complete', 'cut', 'too-large');
  const status = fc.oneof(fc.constantFrom(200, 201, 204, 299), fc.integer({ min: 200, max: 599 }));
  /** Envelopes that come near to a success. */
  const nearly = fc.record(
    {
      responseMeta: fc.oneof(
        fc.record(
          {
            success: fc.constantFrom<unknown>(true, true, true, false, 'true', 1, null, [], {}),
            status: fc.oneof(
              fc.constantFrom<unknown>(200, 200, 201, 299, 199, 300, '200', null, 200.5, -200, [200]),
              fc.integer(),
            ),
            error: fc.oneof(
              fc.record({ code: fc.oneof(fc.string(), fc.integer(), fc.constant('AE-GIT-5020')) }),
              fc.json(),
            ),
          },
          { requiredKeys: [] },
        ),
        fc.jsonValue(),
      ),
      data: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );

  test('are a success only when all four conditions hold, whatever else they say', () => {
    holds(nearly, status, end, fc.boolean(), (envelope, http, ending, asList) => {
      const text = JSON.stringify(asList ? [envelope] : envelope);
      const meta = (envelope.responseMeta ?? {}) as { success?: unknown; status?: unknown };
      const inner = Object.hasOwn(meta, 'status') ? meta.status : 200;
      const expected =
        !asList &&
        ending === 'complete' &&
        http < 300 &&
        meta.success === true &&
        !(meta as { error?: unknown }).error &&
        isObjectOrNothing(envelope.data) &&
        typeof inner === 'number' &&
        inner >= 200 &&
        inner <= 299;
      expect(readAnswer(anAnswer(http, text, { end: ending }), QUESTION).deployed).toBe(expected);
    });
  });

  test('of any bytes are explained, on one line each, and never throw', () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.string({ unit: 'binary' }),
      fc.json(),
      nearly.map((envelope) => JSON.stringify(envelope)),
      nearly.chain((envelope) => fc.nat({ max: 60 }).map((at) => JSON.stringify(envelope).slice(0, -at - 1))),
    );
    const headers = fc.dictionary(
      fc.constantFrom('content-type', 'retry-after', 'x-appsmith-request-id'),
      fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 2 })),
    );
    holds(anything, status, end, headers, (body, http, ending, given) => {
      const outcome = readAnswer(anAnswer(http, body, { end: ending, headers: given }), QUESTION);
      if (outcome.deployed) return;
      const { code, title, serverMessage = '', serverRequestId = '' } = outcome.failure;
      const advice = adviceLines(outcome.failure, aDeployment());
      for (const text of [code, title, ...advice, serverMessage, serverRequestId]) {
        expect(text).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202e]/);
        expect(text.length).toBeLessThanOrEqual(300);
      }
      expect(code).not.toBe('');
      expect(advice.length).toBeGreaterThan(0);
      expect(advice.join()).not.toMatch(/\{\w+\}/);
    });
  });

  test.each(['[', '{"a":'])('that nest 100,000 times %s are read without a deep stack', (open) => {
    const whole = open.repeat(100_000) + (open === '[' ? '' : '1') + (open === '[' ? ']' : '}').repeat(100_000);
    expect(readAnswer(anAnswer(200, whole), QUESTION).deployed).toBe(false);
    expect(readAnswer(anAnswer(200, open.repeat(100_000)), QUESTION).deployed).toBe(false);
    const inside = `{"responseMeta":{"success":true},"data":{"applicationName":${whole}}}`;
    expect(readAnswer(anAnswer(200, inside), QUESTION)).toEqual({ deployed: true, receipt: {}, warnings: [] });
  });
});

const OF_REPOSITORY = { ...QUESTION, repoFullName: 'acme/orders' };

test.each([
  ['nothing', {}],
  [
    'what was asked',
    { branch: 'main', repoUrl: 'git@bitbucket.org:acme/orders.git', deployedAt: '2024-03-05T10:15:30Z' },
  ],
  ["the id of the branch's own copy", { applicationId: 'another' }],
  ['a time that cannot be read', { deployedAt: 'yesterday' }],
])('an answer that says %s gives no warning', (_, receipt) => {
  expect(receiptWarnings(receipt, OF_REPOSITORY)).toEqual([]);
});

test.each([
  [{}, 'APP_ID and APPSMITH_URL'],
  [{ app: 'DEPLOY_ENDPOINT', url: 'DEPLOY_ENDPOINT' }, 'DEPLOY_ENDPOINT'],
])('another repository is a warning that says what to check: %j', (names, checked) => {
  const question = { ...OF_REPOSITORY, names: { ...OF_REPOSITORY.names, ...names } };
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
    expect(receiptWarnings({ repoUrl }, OF_REPOSITORY)).toEqual([]);
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
    expect(receiptWarnings({ repoUrl }, OF_REPOSITORY)).toEqual([expect.stringContaining('acme/orders')]);
  });

  test('is not compared where none is to be expected', () => {
    const { repoFullName: _, ...question } = OF_REPOSITORY;
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
  expect(receiptWarnings({ deployedAt }, OF_REPOSITORY)).toHaveLength(count);
});

test('a time of deployment before the request is a warning that says what it may mean', () => {
  expect(receiptWarnings({ deployedAt: '2024-03-05T09:00:00Z' }, OF_REPOSITORY)).toEqual([
    'Appsmith returned 2024-03-05T09:00:00Z as the time of deployment, which is before this run asked for it: ' +
      "the server's clock, or this runner's, may be wrong. Check the application in Appsmith.",
  ]);
});
