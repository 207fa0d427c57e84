import { describe, expect, test } from '@jest/globals';
import { catalogue } from '../../../../src/appsmith/failures/catalogue.ts';
import { explainAnswer } from '../../../../src/appsmith/failures/explain-answer.ts';
import type { FailureKind, Retryable } from '../../../../src/deployment/failure.ts';
import type { Answer } from '../../../../src/http/body.ts';
import { anAnswer, QUESTION, withCode } from '../../../support/answers.ts';

const explain = (given: Answer) => explainAnswer(given, QUESTION);

describe('an error of Appsmith', () => {
  test.each<[number, string, FailureKind, Retryable]>([
    [400, 'AE-APP-4007', 'access', 'no'],
    [400, 'AE-GIT-4031', 'git', 'no'],
    [404, 'AE-ACL-4004', 'target', 'no'],
    [404, 'AE-APP-4027', 'target', 'no'],
    [500, 'AE-GIT-5020', 'busy', 'yes'],
    [400, 'AE-GIT-4044', 'git', 'few'],
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
    [400, 'AE-GIT-5016', 'git', 'few'],
    [504, 'AE-GIT-5016', 'git', 'few'],
    [400, 'AE-BAD-4000', 'target', 'no'],
    [400, 'AE-BAD-4002', 'answer', 'no'],
    [400, 'AE-JSN-4045', 'git', 'no'],
    [400, 'AE-JSN-4049', 'git', 'few'],
    [400, 'AE-APP-4028', 'git', 'no'],
    [500, 'AE-JSN-5001', 'git', 'few'],
    [400, 'AE-JSN-4001', 'git', 'no'],
    [409, 'AE-APP-4091', 'server', 'few'],
    [400, 'AE-GIT-4050', 'git', 'no'],
    [400, 'AE-GIT-5009', 'git', 'no'],
    [500, 'AE-GIT-5005', 'server', 'no'],
    [400, 'AE-APP-4000', 'target', 'no'],
    [401, 'AE-APP-4032', 'access', 'no'],
    [401, 'AE-APP-4034', 'access', 'no'],
    [403, 'AE-APP-4039', 'access', 'no'],
    [403, 'AE-APP-4054', 'access', 'no'],
    [500, 'AE-GIT-5002', 'git', 'no'],
    [400, 'AE-GIT-5002', 'git', 'no'],
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
      key: code,
      serverMessage: 'Some words',
      requestId: 'our-id',
      outcome: 'not-deployed',
    });
  });

  test('about a branch has first what is odd about its name, and then no word on spelling', () => {
    const advice = (branch: string, code = 'AE-APP-4027') =>
      explainAnswer(withCode(404, code), { ...QUESTION, branch }).advice;
    const [checkOut] = catalogue['AE-APP-4027'].advice;
    expect(advice('origin/main')).toEqual([
      expect.stringMatching(/^Write \{meant\} in \{BRANCH\}/),
      checkOut.replace('{branch}', '{meant}'),
    ]);
    expect(advice('main,release')).toEqual([expect.stringContaining('a list?'), checkOut]);
    expect(advice('main')).toEqual(catalogue['AE-APP-4027'].advice);
    expect(advice('origin/main', 'AE-GIT-5020')).toEqual(catalogue['AE-GIT-5020'].advice);
    const ofBuild = { ...QUESTION, names: { ...QUESTION.names, branch: 'BITBUCKET_BRANCH' } };
    expect(explainAnswer(withCode(404, 'AE-APP-4027'), ofBuild)).toMatchObject({
      advice: [expect.stringContaining('branch of this build'), checkOut],
    });
  });

  test('that ran out of time inside is no proof that nothing was deployed', () => {
    expect(explain(withCode(504, 'AE-APP-5040'))).toMatchObject({ retryable: 'yes', outcome: 'not-confirmed' });
    expect(explain(withCode(504, 'AE-NEW-1'))).toMatchObject({ key: 'HTTP-504', outcome: 'not-confirmed' });
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
    ['AE-NEW-1', 522, 'AE-NEW-1', 'few'],
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
        key: 'UNKNOWN',
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
      explain(anAnswer(400, { responseMeta: { error: { message: error }, message }, errorDisplay })).serverMessage;
    expect(words('a', 'b', 'c')).toBe('a');
    expect(words('', 'b', 'c')).toBe('b');
    expect(words(7, null, 'c')).toBe('c');
    expect(words(undefined, undefined, undefined)).toBeUndefined();
    expect(words('\n\t', '', '')).toBeUndefined();
    const swapped = (error: object) => explain(anAnswer(400, { responseMeta: { error } })).serverMessage;
    expect(swapped({ title: 'A title', errorType: 'A_TYPE' })).toBe('A title');
    expect(swapped({ errorType: 'A type in words' })).toBe('A type in words');
    expect(words(`a\r\nb${'x'.repeat(400)}`, '', '')).toMatch(/^a b.{296}…$/);
  });
});

test.each<[number, string, Retryable]>([
  [401, 'HTTP-401', 'no'],
  [408, 'HTTP-408', 'yes'],
  [429, 'HTTP-429', 'yes'],
  [502, 'HTTP-502', 'yes'],
  [503, 'HTTP-503', 'yes'],
  [504, 'HTTP-504', 'yes'],
])('an unknown code with HTTP %d is told by the status, which says all', (status, key, retryable) => {
  const failure = explain(withCode(status, 'AE-NEW-1'));
  expect(failure).toMatchObject({ code: 'AE-NEW-1', key, retryable, serverMessage: 'Some words' });
});

test.each(['PROXY-AUTH', 'TLS-CA', 'INTERRUPTED', 'TIMEOUT', 'HTTP-502'])(
  "a server cannot choose one of the pipe's own entries: the code %s is unknown",
  (code) => {
    expect(explain(withCode(400, code))).toMatchObject({ code, key: 'UNKNOWN', retryable: 'no' });
  },
);

test('the bare number 4007 is a lack of permission with 403, and of a plan with 400', () => {
  expect(explain(withCode(403, 4007)).code).toBe('AE-ACL-4007');
  expect(explain(withCode(400, 4007)).code).toBe('AE-APP-4007');
});

test('a bare number chooses no explanation of a status that the answer has not', () => {
  for (const code of ['524', 504]) expect(explain(withCode(400, code))).toMatchObject({ key: 'UNKNOWN' });
  expect(explain(withCode(404, '404'))).toMatchObject({ key: 'HTTP-404' });
});

test('an unknown code in HTTP 200 with another status inside is explained by the inner one', () => {
  const inner = anAnswer(200, { responseMeta: { status: 503, success: false, error: { code: 'AE-NEW-1' } } });
  expect(explain(inner)).toMatchObject({ code: 'AE-NEW-1', key: 'HTTP-503', retryable: 'yes' });
});

describe('an envelope without a code', () => {
  test.each<[number, object, string, Retryable, string]>([
    [200, { success: false }, 'UNKNOWN', 'no', 'not-deployed'],
    [403, { success: false }, 'AE-APP-4039', 'no', 'not-deployed'],
    [418, { success: false }, 'UNKNOWN', 'no', 'not-deployed'],
    [500, { success: false }, 'HTTP-500', 'few', 'not-deployed'],
    [530, { success: false }, 'UNKNOWN', 'few', 'not-deployed'],
    [500, { success: true }, 'HTTP-500', 'few', 'not-confirmed'],
    [404, { success: true }, 'HTTP-404', 'no', 'not-confirmed'],
    [404, {}, 'HTTP-404', 'no', 'not-deployed'],
    [500, {}, 'HTTP-500', 'few', 'not-confirmed'],
    [200, {}, 'UNCONFIRMED', 'no', 'not-confirmed'],
    [407, {}, 'UNKNOWN', 'no', 'not-deployed'],
    [400, { error: { message: 'No.' } }, 'UNKNOWN', 'no', 'not-deployed'],
  ])('under HTTP %d, %j, is explained by %s', (status, responseMeta, key, retryable, outcome) => {
    const failure = explain(anAnswer(status, { responseMeta }));
    expect(failure).toMatchObject({ key, code: `HTTP-${status}`, retryable, outcome });
  });

  test.each<[string, object, string, Retryable, string]>([
    ['429', { status: 429, success: true }, 'HTTP-429', 'yes', 'not-confirmed'],
    ['500', { status: 500, success: false }, 'HTTP-500', 'few', 'not-deployed'],
    ['404', { status: 404, success: true }, 'HTTP-404', 'no', 'not-confirmed'],
    ['418', { status: 418, success: true }, 'HTTP-418', 'no', 'not-confirmed'],
    ['199', { status: 199, success: true }, 'HTTP-199', 'no', 'not-confirmed'],
  ])('in HTTP 200 around the status %s is what the inner one says', (_, responseMeta, code, retryable, outcome) => {
    expect(explain(anAnswer(200, { responseMeta }))).toMatchObject({ code, retryable, outcome });
  });

  test('that the connection cut behind it is whole, and proves no success', () => {
    const success = { responseMeta: { status: 200, success: true } };
    expect(explain(anAnswer(200, success, { end: 'cut' }))).toMatchObject({ key: 'CUT', outcome: 'not-confirmed' });
  });

  test('of an answer that is too large is not read', () => {
    const success = { responseMeta: { status: 200, success: true } };
    expect(explain(anAnswer(200, success, { end: 'too-large' }))).toMatchObject({ key: 'TOO-LARGE' });
  });
});

describe('the ids and the wait', () => {
  test('come from the headers', () => {
    const headers = { 'x-appsmith-request-id': 'their-id', 'retry-after': '7' };
    expect(explain(anAnswer(429, '', { headers }))).toMatchObject({
      requestId: 'our-id',
      serverRequestId: 'their-id',
      retryAfterMs: 7_000,
    });
  });

  test.each([[undefined], [''], ['\u0080'], [[]]])('the header %j is no id', (header) => {
    const failure = explainAnswer(anAnswer(500, '', { headers: { 'x-appsmith-request-id': header } }), QUESTION);
    expect(failure).not.toHaveProperty('serverRequestId');
    expect(failure).not.toHaveProperty('retryAfterMs');
  });

  test('an id is cut at a sane length', () => {
    const headers = { 'x-appsmith-request-id': ['x'.repeat(10_000)] };
    expect(explain(anAnswer(500, '', { headers })).serverRequestId).toHaveLength(64);
  });
});

describe('a 401 of the server that is the default', () => {
  const FORGOTTEN = /^Is \{url\} your server\? It is the default of \{APPSMITH_URL\}/;
  test.each([
    ['without a body', anAnswer(401), FORGOTTEN],
    ['of a gateway', anAnswer(401, 'Unauthorized'), FORGOTTEN],
  ])('%s asks first whether it is the right server', (_, answer, first) => {
    expect(explainAnswer(answer, { ...QUESTION, url: 'https://app.appsmith.com' }).advice[0]).toMatch(first);
    expect(explain(answer).advice[0]).not.toMatch(first);
  });

  test('is asked about for a 401 alone', () => {
    const other = explainAnswer(anAnswer(403), { ...QUESTION, url: 'https://app.appsmith.com' });
    expect(other.advice[0]).not.toMatch(FORGOTTEN);
  });
});
