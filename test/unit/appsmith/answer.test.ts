import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readSuccess } from '../../../src/appsmith/answer.ts';
import { catalogue } from '../../../src/appsmith/failures/catalogue.ts';
import { explainAnswer } from '../../../src/appsmith/failures/explain-answer.ts';
import type { Question } from '../../../src/appsmith/question.ts';
import type { Outcome } from '../../../src/deployment/deployment.ts';
import type { Failure, FailureKind, Retryable } from '../../../src/deployment/failure.ts';
import type { Answer } from '../../../src/http/body.ts';
import { aDeployment } from '../../support/builders.ts';
import { holds } from '../../support/property.ts';

const QUESTION = { ...aDeployment(), askedAt: new Date('2024-03-05T10:15:00Z'), requestId: 'our-id' };
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

function answer(status: number, body: unknown = '', given: Partial<Answer> = {}): Answer {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return { status, headers: {}, body: bytes, end: 'complete', ...given };
}

function withCode(status: number, code: unknown, more: object = {}): Answer {
  return answer(status, { responseMeta: { status, success: false, error: { code, message: 'Some words', ...more } } });
}

function failureOf(outcome: Outcome): Failure {
  if (outcome.deployed) throw new Error('taken for a success');
  return outcome.failure;
}

const readAnswer = (given: Answer, question: Question): Outcome =>
  readSuccess(given, question) ?? { deployed: false, failure: explainAnswer(given, question) };

const explain = (given: Answer) => failureOf(readAnswer(given, QUESTION));

describe('a success', () => {
  test('tells what was deployed', () => {
    expect(readAnswer(answer(200, SUCCESS), QUESTION)).toEqual({
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
    ['with data of another type', { responseMeta: { success: true }, data: ['x'] }],
    [
      'with fields of other types',
      { responseMeta: { success: true }, data: { applicationName: 7, branchName: null, deployedAt: '' } },
    ],
    ['behind a byte order mark', `\ufeff${JSON.stringify({ responseMeta: { status: 200, success: true } })}`],
    ['with white space around it', ` \n${JSON.stringify({ responseMeta: { status: 299, success: true } })}\n`],
    ['of another 2xx', { responseMeta: { status: 201, success: true } }, 201],
  ])('%s is one all the same', (_, body, status = 200) => {
    expect(readAnswer(answer(status, body), QUESTION)).toStrictEqual({ deployed: true, receipt: {}, warnings: [] });
  });

  test('shows nothing of its texts that could break a line, and no credentials', () => {
    const data = { applicationName: 'Or\nders\u202e', repoUrl: 'https://user:secret@bitbucket.org/acme/orders.git' };
    expect(readAnswer(answer(200, { responseMeta: { success: true }, data }), QUESTION)).toMatchObject({
      receipt: { applicationName: 'Or ders', repoUrl: 'https://bitbucket.org/acme/orders.git' },
    });
  });

  test('that differs from what was asked comes with warnings', () => {
    const outcome = readAnswer(answer(200, SUCCESS), { ...QUESTION, branch: 'release', repoFullName: 'acme/other' });
    expect(outcome).toMatchObject({ deployed: true, warnings: [expect.any(String), expect.any(String)] });
  });
});

test('a success that is false is a refusal, of which the outcome is known', () => {
  const words = { responseMeta: { success: false, error: { message: 'Merge conflicts found' } } };
  expect(explain(answer(200, words))).toMatchObject({
    code: 'HTTP-200',
    reference: 'unknown',
    outcomeUnknown: false,
    serverMessage: 'Merge conflicts found',
  });
});

describe('what is no success', () => {
  test.each<[string, Answer, string]>([
    ['nothing', answer(200), 'http-200'],
    ['204', answer(204), 'http-204'],
    ['a list', answer(200, [SUCCESS]), 'HTTP-200'],
    ['null', answer(200, 'null'), 'HTTP-200'],
    ['a text of JSON', answer(200, '"true"'), 'HTTP-200'],
    ['a number', answer(200, '1'), 'HTTP-200'],
    ['success as a text', answer(200, { responseMeta: { status: 200, success: 'true' } }), 'HTTP-200'],
    ['success as a number', answer(200, { responseMeta: { status: 200, success: 1 } }), 'HTTP-200'],
    ['success outside responseMeta', answer(200, { success: true }), 'HTTP-200'],
    ['a status as a text', answer(200, { responseMeta: { status: '200', success: true } }), 'HTTP-200'],
    ['a status of null', answer(200, { responseMeta: { status: null, success: true } }), 'HTTP-200'],
    ['responseMeta as a list', answer(200, { responseMeta: [{ success: true }] }), 'HTTP-200'],
    ['a health check', answer(200, { data: 'All systems are up' }), 'HTTP-200'],
    ['a prototype', answer(200, '{"__proto__":{"responseMeta":{"success":true,"status":200}}}'), 'HTTP-200'],
    ['a prototype within', answer(200, '{"responseMeta":{"__proto__":{"success":true,"status":200}}}'), 'HTTP-200'],
    ['plain text', answer(200, 'OK'), 'HTTP-200'],
  ])('%s is not confirmed', (_, given, code) => {
    expect(explain(given)).toMatchObject({
      reference: 'unconfirmed',
      code: code.toUpperCase(),
      retryable: 'no',
      kind: 'answer',
    });
  });

  test.each<[string, Answer]>([
    ['that the connection cut', answer(200, SUCCESS, { end: 'cut' })],
    ['half a JSON object', answer(200, JSON.stringify(SUCCESS).slice(0, -1))],
    ['a JSON object with something behind it', answer(200, `${JSON.stringify(SUCCESS)}x`)],
    ['a JSON object with a byte order mark behind it', answer(200, `${JSON.stringify(SUCCESS)}\ufeff`)],
    ['without a status that tells more', answer(502, 'x', { end: 'cut' })],
  ])('an answer %s is of unknown outcome', (_, given) => {
    expect(explain(given)).toMatchObject({ code: 'CUT', retryable: 'yes', outcomeUnknown: true });
  });

  test('an answer with a code is told by it even where it was cut', () => {
    expect(explain({ ...withCode(500, 'AE-GIT-5020'), end: 'cut' }).code).toBe('AE-GIT-5020');
  });

  test('an answer beyond the size limit', () => {
    const given = answer(200, SUCCESS, { end: 'too-large' });
    expect(explain(given)).toMatchObject({ reference: 'too-large', code: 'HTTP-200', retryable: 'no' });
  });

  test.each<[string, Answer]>([
    ['by its type', answer(200, 'x', { headers: { 'content-type': 'Text/HTML; charset=utf-8' } })],
    ['by its beginning', answer(200, '\ufeff  <!doctype html>')],
  ])('a web page, known %s', (_, given) => {
    expect(explain(given)).toMatchObject({ reference: 'html', code: 'HTTP-200', retryable: 'no' });
  });

  test.each<[string, object, string, Retryable]>([
    ['429', { status: 429, success: true }, 'HTTP-429', 'yes'],
    ['500', { status: 500, success: false }, 'HTTP-500', 'few'],
    ['404', { status: 404, success: true }, 'HTTP-404', 'no'],
    ['418', { status: 418, success: true }, 'HTTP-418', 'no'],
    ['199', { status: 199, success: true }, 'HTTP-199', 'no'],
  ])('HTTP 200 around the status %s is what the inner one says', (_, responseMeta, code, retryable) => {
    expect(explain(answer(200, { responseMeta }))).toMatchObject({ code, retryable });
  });

  test('an inner 407 is not the proxy', () => {
    expect(explain(answer(200, { responseMeta: { status: 407 } })).kind).not.toBe('proxy');
  });
});

describe('an error of Appsmith', () => {
  test.each<[number, string, FailureKind, Retryable]>([
    [400, 'AE-APP-4007', 'access', 'no'],
    [400, 'AE-GIT-4031', 'git', 'no'],
    [404, 'AE-ACL-4004', 'target', 'no'],
    [404, 'AE-APP-4027', 'target', 'no'],
    [500, 'AE-GIT-5020', 'busy', 'yes'],
    [400, 'AE-GIT-4044', 'git', 'no'],
    [400, 'AE-GIT-4047', 'git', 'no'],
    [400, 'AE-GIT-4046', 'git', 'no'],
    [400, 'AE-GIT-4048', 'git', 'no'],
    [406, 'AE-GIT-4036', 'git', 'no'],
    [406, 'AE-GIT-4037', 'git', 'no'],
    [400, 'AE-GIT-4032', 'git', 'no'],
    [400, 'AE-GIT-4040', 'target', 'no'],
    [404, 'AE-GIT-4051', 'git', 'no'],
    [402, 'AE-GIT-4043', 'access', 'no'],
    [503, 'AE-GIT-5013', 'server', 'yes'],
    [504, 'AE-GIT-5014', 'busy', 'yes'],
    [504, 'AE-GIT-5016', 'git', 'no'],
    [504, 'AE-APP-5040', 'busy', 'yes'],
    [400, 'AE-BAD-4000', 'target', 'no'],
    [400, 'AE-BAD-4002', 'answer', 'no'],
    [400, 'AE-JSN-4045', 'git', 'no'],
    [400, 'AE-JSN-4049', 'git', 'no'],
    [403, 'AE-ACL-4003', 'access', 'no'],
    [403, 'AE-APP-4026', 'access', 'no'],
    [403, 'AE-ACL-4007', 'access', 'no'],
    [429, 'AE-TMR-4029', 'busy', 'yes'],
    [413, 'AE-APP-4013', 'server', 'no'],
    [500, 'AE-APP-5000', 'server', 'few'],
    [500, 'AE-APP-5024', 'busy', 'yes'],
    [408, 'AE-APP-4080', 'busy', 'yes'],
    [200, 'AE-GIT-5020', 'busy', 'yes'],
  ])('HTTP %d with %s is %s, tried again: %s', (status, code, kind, retryable) => {
    expect(explain(withCode(status, code))).toMatchObject({
      code,
      kind,
      retryable,
      httpStatus: status,
      title: catalogue[code as keyof typeof catalogue].title,
      reference: code.toLowerCase(),
      serverMessage: 'Some words',
      requestId: 'our-id',
      outcomeUnknown: false,
    });
  });

  test.each<[number, Retryable]>([
    [400, 'no'],
    [404, 'no'],
    [500, 'few'],
    [504, 'few'],
  ])('the wrapper of Continuous Delivery with HTTP %d is tried again: %s', (status, retryable) => {
    expect(explain(withCode(status, 'AE-GIT-5002'))).toMatchObject({ kind: 'git', code: 'AE-GIT-5002', retryable });
  });

  test.each<[unknown, number, string]>([
    ['404', 404, 'HTTP-404'],
    [404, 404, 'HTTP-404'],
    [401, 401, 'HTTP-401'],
    [5000, 500, 'AE-APP-5000'],
    ['5000', 500, 'AE-APP-5000'],
    [5020, 500, 'AE-GIT-5020'],
    [4004, 404, 'AE-ACL-4004'],
    [4029, 429, 'AE-TMR-4029'],
    [4049, 400, 'AE-JSN-4049'],
  ])('the bare number %j with HTTP %d is %s', (code, status, key) => {
    expect(explain(withCode(status, code)).code).toBe(key);
  });

  test.each<[unknown, number, string, Retryable]>([
    ['AE-NEW-1', 400, 'AE-NEW-1', 'no'],
    ['AE-NEW-1', 500, 'AE-NEW-1', 'few'],
    ['AE-NEW-1', 522, 'AE-NEW-1', 'yes'],
    ['AE-NEW-1', 200, 'AE-NEW-1', 'no'],
    [123, 400, '123', 'no'],
    ['GIT-5020', 400, 'GIT-5020', 'no'],
    [-1.5, 400, '-1.5', 'no'],
    ['__proto__', 400, '__proto__', 'no'],
    ['constructor', 400, 'constructor', 'no'],
  ])(
    'the unknown code %j with HTTP %d is shown on one line, with the words of the server',
    (code, status, shown, retryable) => {
      expect(explain(withCode(status, code))).toMatchObject({
        code: shown,
        reference: 'unknown',
        retryable,
        serverMessage: 'Some words',
      });
    },
  );

  test.each([
    [''],
    ['\n'],
    [null],
    [true],
    [{}],
    [['AE-GIT-5020']],
    ['x'.repeat(65)],
    ['A\n✔ Deployed\u001b[0m'],
    ['✔ Deployed'],
  ])('a code %j is none: the status tells', (code) => {
    expect(explain(withCode(500, code)).code).toBe('HTTP-500');
  });

  test('its words come from the error, from errorDisplay, or from responseMeta', () => {
    const words = (error: unknown, errorDisplay: unknown, message: unknown) =>
      explain(answer(400, { responseMeta: { error: { message: error }, message }, errorDisplay })).serverMessage;
    expect(words('a', 'b', 'c')).toBe('a');
    expect(words('', 'b', 'c')).toBe('b');
    expect(words(7, null, 'c')).toBe('c');
    expect(words(undefined, undefined, undefined)).toBeUndefined();
    expect(words('\n\t', '', '')).toBeUndefined();
    const swapped = (error: object) => explain(answer(400, { responseMeta: { error } })).serverMessage;
    expect(swapped({ title: 'A title', errorType: 'A_TYPE' })).toBe('A title');
    expect(swapped({ errorType: 'A type in words' })).toBe('A type in words');
    expect(words(`a\r\nb${'x'.repeat(400)}`, '', '')).toMatch(/^a b.{296}…$/);
  });
});

test.each<[number, string, Retryable]>([
  [401, 'http-401', 'no'],
  [408, 'http-408', 'yes'],
  [429, 'http-429', 'yes'],
  [502, 'http-502', 'yes'],
  [503, 'http-503', 'yes'],
  [504, 'http-504', 'yes'],
  [524, 'http-524', 'yes'],
])('an unknown code with HTTP %d is told by the status, which says all', (status, reference, retryable) => {
  const failure = explain(withCode(status, 'AE-NEW-1'));
  expect(failure).toMatchObject({ code: 'AE-NEW-1', reference, retryable, serverMessage: 'Some words' });
});

test.each(['PROXY-AUTH', 'TLS-CA', 'INTERRUPTED', 'TIMEOUT', 'HTTP-502'])(
  'a server cannot choose what the pipe says of itself: the code %s is none that it knows',
  (code) => {
    expect(explain(withCode(400, code))).toMatchObject({ code, reference: 'unknown', retryable: 'no' });
  },
);

test.each<[string, Answer, boolean]>([
  ['401 in plain text', answer(401, 'Unauthorized'), true],
  ['502', answer(502, 'Bad Gateway'), true],
  ['407, which is about the proxy anyway', answer(407), false],
  ['an envelope', withCode(401, 'AE-NEW-1'), false],
])('an answer that a proxy for http may have given itself names it, too: %s', (_, given, named) => {
  const line = 'The request goes through the proxy in HTTP_PROXY: look there as well.';
  expect(explainAnswer(given, { ...QUESTION, httpProxy: true }).advice.at(-1) === line).toBe(named);
  expect(explainAnswer(given, { ...QUESTION, httpProxy: false }).advice).not.toContain(line);
});

test('the bare number 4007 is a lack of permission with 403, and of a plan with 400', () => {
  expect(explain(withCode(403, 4007)).code).toBe('AE-ACL-4007');
  expect(explain(withCode(400, 4007)).code).toBe('AE-APP-4007');
});

test('a bare number chooses no explanation of a status that the answer has not', () => {
  for (const code of ['524', 504]) expect(explain(withCode(400, code))).toMatchObject({ reference: 'unknown' });
  expect(explain(withCode(404, '404'))).toMatchObject({ reference: 'http-404' });
});

test('an unknown code in HTTP 200 around another status is told by the inner one', () => {
  const inner = answer(200, { responseMeta: { status: 503, success: false, error: { code: 'AE-NEW-1' } } });
  expect(explain(inner)).toMatchObject({ code: 'AE-NEW-1', reference: 'http-503', retryable: 'yes' });
});

test('of an answer that is too large nobody knows whether it was a success, unless its status says no', () => {
  expect(explain(answer(200, '', { end: 'too-large' }))).toMatchObject({
    reference: 'too-large',
    outcomeUnknown: true,
  });
  expect(explain(answer(418, '', { end: 'too-large' }))).toMatchObject({
    reference: 'too-large',
    outcomeUnknown: false,
  });
});

test("an advice to read the server's words is given only where there are some", () => {
  expect(explain(withCode(400, 'AE-NEW-1')).advice[0]).toMatch(/^Read the server's words/);
  expect(explain(answer(418, '')).advice[0]).toMatch(/^In Appsmith open the application/);
});

test('an empty answer is said to be empty, where it might have been a success', () => {
  expect(explain(answer(204, '')).detail).toBe('The answer is empty.');
  expect(explain(answer(401, '')).detail).toBeUndefined();
  expect(explain(answer(200, '', { end: 'cut' })).detail).toBeUndefined();
  expect(explain(answer(200, '', { end: 'too-large' })).detail).toBeUndefined();
});

describe('an answer without an envelope', () => {
  test.each<[number, string, FailureKind, Retryable, boolean]>([
    [403, 'http-403', 'access', 'no', false],
    [404, 'http-404', 'target', 'no', false],
    [405, 'http-405', 'target', 'no', false],
    [408, 'http-408', 'busy', 'yes', false],
    [413, 'http-413', 'server', 'no', false],
    [429, 'http-429', 'busy', 'yes', false],
    [500, 'http-500', 'server', 'few', false],
    [501, 'http-500', 'server', 'few', false],
    [502, 'http-502', 'busy', 'yes', false],
    [503, 'http-503', 'busy', 'yes', false],
    [504, 'http-504', 'network', 'yes', true],
    [520, 'http-502', 'busy', 'yes', false],
    [522, 'http-502', 'busy', 'yes', false],
    [524, 'http-524', 'network', 'yes', true],
    [530, 'http-502', 'busy', 'yes', false],
    [400, 'unknown', 'server', 'no', false],
    [402, 'unknown', 'server', 'no', false],
    [418, 'unknown', 'server', 'no', false],
    [599, 'http-502', 'busy', 'yes', false],
  ])('with HTTP %d is told by %s: %s, tried again: %s', (status, reference, kind, retryable, outcomeUnknown) => {
    for (const body of ['', 'Bad Gateway', '<html><title>x</title></html>', '[]']) {
      expect(explain(answer(status, body))).toMatchObject({
        code: `HTTP-${status}`,
        reference,
        kind,
        retryable,
        outcomeUnknown,
        httpStatus: status,
      });
    }
  });

  test('with HTTP 407 is the proxy for http, and names its variable', () => {
    expect(explain(answer(407))).toMatchObject({ title: 'The server answered HTTP 407', reference: 'unknown' });
    const failure = explainAnswer(answer(407), { ...QUESTION, httpProxy: true });
    expect(failure).toMatchObject({ kind: 'proxy', code: 'HTTP-407', reference: 'proxy-auth', retryable: 'no' });
    expect(failure.advice.join()).toContain('HTTP_PROXY');
  });

  test.each(['', 'Unauthorized', '[]'])('with HTTP 401 and %j is a token that is not accepted', (body) => {
    expect(explain(answer(401, body))).toMatchObject({ code: 'HTTP-401', reference: 'http-401', retryable: 'no' });
  });

  test('with HTTP 401 is told by http-403 where it is a web page or names a way to log in: Appsmith has neither', () => {
    for (const given of [answer(401, '<html>'), answer(401, '', { headers: { 'www-authenticate': 'Basic' } })]) {
      expect(explain(given)).toMatchObject({ code: 'HTTP-401', reference: 'http-403', kind: 'access' });
      expect(explain(given).advice.join()).toContain('EXTRA_HEADERS');
    }
  });

  test('with HTTP 400 over http asks for the scheme: a port that wants https answers so', () => {
    const words = 'Client sent an HTTP request to an HTTPS server.';
    const [http, https] = ['http://h', 'https://h'].map((url) =>
      explainAnswer(answer(400, words), { ...QUESTION, url }),
    );
    expect(http).toMatchObject({ code: 'HTTP-400', title: 'The server answered HTTP 400', serverMessage: words });
    expect(http?.advice.join()).toContain('Check the scheme and the port of APPSMITH_URL http://h');
    expect(https?.advice.join()).not.toContain('scheme');
    const upgraded = explainAnswer(answer(400, words), { ...QUESTION, url: 'http://h', address: 'https://h/api' });
    expect(upgraded.advice.join()).not.toContain('scheme');
    const other = explainAnswer(answer(402, words), { ...QUESTION, url: 'http://h' });
    expect(other.advice.join()).not.toContain('scheme');
    const envelope = explainAnswer(answer(400, {}), { ...QUESTION, url: 'http://h' });
    expect(envelope.advice.join()).not.toContain('scheme');
  });

  test('with HTTP 400 tells the status in its title', () => {
    expect(explain(answer(400)).title).toContain('HTTP 400');
  });

  test.each([
    ['502 Bad Gateway', '502 Bad Gateway'],
    ['', undefined],
    ['{"half', undefined],
    ['a\u001b[31m\nb\u001b[31', 'a b [31'],
    [' '.repeat(5_000), undefined],
  ])('%j is told as %j', (body, words) => {
    expect(explain(answer(502, body)).serverMessage).toBe(words);
  });
});

describe('a web page', () => {
  test('is none when an envelope comes under its type: the words of the server are shown', () => {
    const given = { ...withCode(500, 'AE-GIT-5020'), headers: { 'content-type': 'text/html' } };
    expect(explain(given).serverMessage).toBe('Some words');
  });

  test.each([
    ['<html><head><title lang="en">\n Sign in · Acme </title>', 'The answer is a web page titled "Sign in · Acme".'],
    ['<html><head><title> </title>', undefined],
    ['<html><body>no title', undefined],
  ])('%j is told as %j, and not as words of the server', (body, detail) => {
    const failure = explain(answer(502, body));
    expect(failure.detail).toBe(detail);
    expect(failure).not.toHaveProperty('serverMessage');
  });
});

describe('the ids and the wait', () => {
  test('come from the headers', () => {
    const headers = { 'x-appsmith-request-id': 'their-id', 'retry-after': '7' };
    expect(explain(answer(429, '', { headers }))).toMatchObject({
      requestId: 'our-id',
      serverRequestId: 'their-id',
      retryAfterMs: 7_000,
    });
  });

  test.each([[undefined], [''], ['\u0080'], [[]]])('the header %j is no id', (header) => {
    const failure = failureOf(
      readAnswer(answer(500, '', { headers: { 'x-appsmith-request-id': header } }), {
        ...aDeployment(),
        askedAt: QUESTION.askedAt,
      }),
    );
    expect(failure).not.toHaveProperty('serverRequestId');
    expect(failure).not.toHaveProperty('requestId');
    expect(failure).not.toHaveProperty('retryAfterMs');
  });

  test('an id is cut at a sane length', () => {
    const headers = { 'x-appsmith-request-id': ['x'.repeat(10_000)] };
    expect(explain(answer(500, '', { headers })).serverRequestId).toHaveLength(64);
  });
});

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
        typeof inner === 'number' &&
        inner >= 200 &&
        inner <= 299;
      expect(readAnswer(answer(http, text, { end: ending }), QUESTION).deployed).toBe(expected);
    });
  });

  test('of any bytes are told, never thrown, on one line each', () => {
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
      const outcome = readAnswer(answer(http, body, { end: ending, headers: given }), QUESTION);
      if (outcome.deployed) return;
      const { code, title, advice, serverMessage = '', serverRequestId = '' } = outcome.failure;
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
    expect(readAnswer(answer(200, whole), QUESTION).deployed).toBe(false);
    expect(readAnswer(answer(200, open.repeat(100_000)), QUESTION).deployed).toBe(false);
    const inside = `{"responseMeta":{"success":true},"data":{"applicationName":${whole}}}`;
    expect(readAnswer(answer(200, inside), QUESTION)).toEqual({ deployed: true, receipt: {}, warnings: [] });
  });
});
