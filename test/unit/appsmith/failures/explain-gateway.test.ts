import { describe, expect, test } from '@jest/globals';
import { explainAnswer } from '../../../../src/appsmith/failures/explain-answer.ts';
import type { FailureKind, Retryable } from '../../../../src/deployment/failure.ts';
import type { Answer } from '../../../../src/http/body.ts';
import { anAnswer, QUESTION, withCode } from '../../../support/answers.ts';

const explain = (given: Answer) => explainAnswer(given, QUESTION);

describe('the status of a gateway', () => {
  test.each<[number, string, FailureKind, Retryable, boolean]>([
    [403, 'HTTP-403', 'access', 'no', true],
    [404, 'HTTP-404', 'target', 'no', true],
    [405, 'HTTP-405', 'target', 'no', true],
    [407, 'HTTP-407', 'proxy', 'no', true],
    [408, 'HTTP-408', 'busy', 'yes', false],
    [413, 'HTTP-413', 'server', 'no', true],
    [429, 'HTTP-429', 'busy', 'yes', true],
    [440, 'GATEWAY-LOGIN', 'access', 'no', true],
    [460, 'HTTP-408', 'busy', 'yes', false],
    [463, 'GATEWAY', 'answer', 'no', true],
    [495, 'TLS-CLIENT', 'tls', 'no', true],
    [496, 'TLS-CLIENT', 'tls', 'no', true],
    [497, 'PROTOCOL', 'answer', 'no', true],
    [499, 'HTTP-408', 'busy', 'yes', false],
    [500, 'HTTP-500', 'server', 'few', false],
    [501, 'HTTP-500', 'server', 'no', false],
    [502, 'HTTP-502', 'busy', 'yes', false],
    [503, 'HTTP-503', 'busy', 'yes', false],
    [504, 'HTTP-504', 'network', 'yes', false],
    [505, 'HTTP-500', 'server', 'no', false],
    [507, 'HTTP-500', 'server', 'few', false],
    [508, 'HTTP-500', 'server', 'no', false],
    [511, 'HTTP-511', 'network', 'no', true],
    [520, 'HTTP-520', 'network', 'yes', false],
    [521, 'HTTP-521', 'busy', 'yes', false],
    [522, 'HTTP-522', 'network', 'yes', false],
    [523, 'HTTP-523', 'network', 'yes', false],
    [524, 'HTTP-524', 'network', 'yes', false],
    [525, 'HTTP-525', 'tls', 'no', true],
    [526, 'HTTP-526', 'tls', 'no', true],
    [527, 'HTTP-520', 'network', 'yes', false],
    [529, 'HTTP-503', 'busy', 'yes', false],
    [530, 'HTTP-530', 'network', 'few', false],
    [561, 'GATEWAY-LOGIN', 'access', 'no', false],
    [598, 'HTTP-504', 'network', 'yes', false],
    [599, 'HTTP-504', 'network', 'yes', false],
    [304, 'UNCONFIRMED', 'answer', 'no', false],
    [600, 'UNCONFIRMED', 'answer', 'no', false],
    ...[400, 402, 406, 410, 411, 414, 415, 418, 421, 426, 431, 451, 494].map(
      (status): [number, string, FailureKind, Retryable, boolean] => [status, 'GATEWAY', 'answer', 'no', true],
    ),
  ])('%d is explained by %s: %s, tried again: %s, certain: %s', (status, key, kind, retryable, isCertain) => {
    const outcome = isCertain ? 'not-deployed' : 'not-confirmed';
    for (const body of ['', 'Bad Gateway', '<html><title>x</title></html>', '[]', '{"message":"No."}']) {
      const failure = explain(anAnswer(status, body));
      expect(failure).toMatchObject({ code: `HTTP-${status}`, key, kind, retryable, outcome, httpStatus: status });
      expect(failure.advice.join()).not.toMatch(/Git Settings|pull and deploy by hand/);
    }
  });

  test('4xx is a refusal even where the rest was cut, or too long', () => {
    for (const end of ['cut', 'too-large'] as const)
      expect(explain(anAnswer(418, '', { end }))).toMatchObject({ key: 'GATEWAY', outcome: 'not-deployed' });
  });

  test.each([
    [undefined, 'PROXY-AUTH'],
    ['Basic realm="proxy"', 'PROXY-AUTH'],
    [['NTLM', 'Negotiate'], 'PROXY-SCHEME'],
    [['NTLM', 'Basic realm="proxy"'], 'PROXY-AUTH'],
  ])('407 of a proxy for http that offers %j is explained as %s', (schemes, key) => {
    const given = anAnswer(407, '', { headers: { 'proxy-authenticate': schemes } });
    expect(explainAnswer(given, { ...QUESTION, httpProxy: 'HTTP_PROXY' }).key).toBe(key);
  });

  test('407 of a proxy for http names its variable', () => {
    const failure = explainAnswer(anAnswer(407), { ...QUESTION, httpProxy: 'HTTP_PROXY' });
    expect(failure).toMatchObject({ code: 'HTTP-407', key: 'PROXY-AUTH', facts: { proxy: 'HTTP_PROXY' } });
  });
});

describe('401', () => {
  test('without a body is Appsmith, and its token', () => {
    expect(explain(anAnswer(401))).toMatchObject({ key: 'HTTP-401', code: 'HTTP-401', outcome: 'not-deployed' });
  });

  test.each<[string, Answer]>([
    ['a text', anAnswer(401, 'Unauthorized')],
    ['JSON', anAnswer(401, { message: 'Unauthorized' })],
    ['a web page', anAnswer(401, '<html>')],
    ['a body that was cut', anAnswer(401, '', { end: 'cut' })],
    ['a way to log in', anAnswer(401, '', { headers: { 'www-authenticate': 'Basic' } })],
  ])('with %s is an access proxy or gateway', (_, given) => {
    expect(explain(given)).toMatchObject({ key: 'GATEWAY-LOGIN', code: 'HTTP-401', retryable: 'no' });
    expect(explain(given).advice.join()).toContain('EXTRA_HEADERS');
    expect(explain(given).advice.join()).not.toContain('generate a new token');
  });
});

describe('a client certificate is asked for', () => {
  test.each([
    [400, '<title>400 No required SSL certificate was sent</title>'],
    [400, '<title>400 The SSL certificate error</title>'],
    [403, 'Client certificate required'],
    [403, '{"message":"TLS certificate is missing"}'],
  ])('by HTTP %d: %s', (status, body) => {
    const expected = { key: 'TLS-CLIENT', code: `HTTP-${status}`, outcome: 'not-deployed' };
    for (const url of ['http://h', 'https://h'])
      expect(explainAnswer(anAnswer(status, body), { ...QUESTION, url })).toMatchObject(expected);
  });
});

describe('400 over http', () => {
  test.each([
    ['Client sent an HTTP request to an HTTPS server.', 'PROTOCOL'],
    ['<title>400 The plain HTTP request was sent to HTTPS port</title>', 'PROTOCOL'],
    ['', 'PROTOCOL'],
    ['Invalid host', 'GATEWAY'],
  ])('is of a port that wants https where it says so, or nothing: %j', (body, key) => {
    const failure = explainAnswer(anAnswer(400, body), { ...QUESTION, url: 'http://h' });
    expect(failure.key).toBe(key);
    expect(failure.title.endsWith('over plain http')).toBe(key === 'PROTOCOL');
    expect(explainAnswer(anAnswer(400, body), { ...QUESTION, url: 'http://h', address: 'https://h/api' }).key).toBe(
      'GATEWAY',
    );
  });
});

test.each(['An expected CSRF token cannot be found', '<p>CSRF token is missing</p>'])(
  "403 of Appsmith's own filter in older versions is known by its words: %s",
  (words) => {
    expect(explain(anAnswer(403, words))).toMatchObject({ key: 'AE-APP-4039', code: 'HTTP-403' });
  },
);

describe('a status 2xx without an envelope', () => {
  test.each<[string, Answer, string]>([
    ['nothing', anAnswer(200), 'UNCONFIRMED'],
    ['JSON of somebody else', anAnswer(200, { status: 'ok' }), 'UNCONFIRMED'],
    ['text', anAnswer(200, 'OK'), 'UNCONFIRMED'],
    ['half of JSON', anAnswer(200, '{"responseMeta":'), 'CUT'],
    ['a page', anAnswer(200, '\ufeff  <!doctype html>'), 'HTML'],
    ['a page, by its type', anAnswer(200, 'x', { headers: { 'content-type': 'Text/HTML; charset=utf-8' } }), 'HTML'],
    ['what was cut', anAnswer(200, 'x', { end: 'cut' }), 'CUT'],
    ['what is too large', anAnswer(200, '', { end: 'too-large' }), 'TOO-LARGE'],
  ])('%s proves nothing', (_, given, key) => {
    expect(explain(given)).toMatchObject({ key, outcome: 'not-confirmed' });
  });

  test('and without a body is said to be empty', () => {
    expect(explain(anAnswer(204)).detail).toBe('The response is empty.');
    for (const given of [anAnswer(401), anAnswer(200, '', { end: 'cut' }), anAnswer(200, '', { end: 'too-large' })])
      expect(explain(given)).not.toHaveProperty('detail');
  });
});

describe('what is quoted', () => {
  test.each([
    ['502 Bad Gateway', '502 Bad Gateway'],
    ['', undefined],
    ['a\u001b[31m\nb\u001b[31', 'a b [31'],
    [' '.repeat(5_000), undefined],
    ['{"message":"Missing Authentication Token"}', 'Missing Authentication Token'],
    ['{"error":"invalid_token","error_description":"The token expired"}', 'invalid_token: The token expired'],
    ['{"Message":"User is not authorized"}', 'User is not authorized'],
    ['{"title":"Forbidden","detail":"Your address is blocked.","status":403}', 'Forbidden: Your address is blocked.'],
    ['{"error":{"code":"403","message":"Blocked by policy"}}', '403: Blocked by policy'],
    ['{"errors":[{"msg":"No route"},{"msg":"Other"}]}', 'No route'],
    ['{"fault":{"faultstring":"Invalid ApiKey","detail":{"errorcode":"oauth.v2"}}}', 'Invalid ApiKey'],
    ['{"message":"Same","error":"Same"}', 'Same'],
    ['{"code":"x"}', '{"code":"x"}'],
    ['{"message":""}', '{"message":""}'],
    ['"Unauthorized"', 'Unauthorized'],
    ['[]', '[]'],
    ['{"half', undefined],
  ])('of %j is %j', (body, words) => {
    expect(explain(anAnswer(502, body)).serverMessage).toBe(words);
  });

  test('are no bytes that are no text', () => {
    for (const bytes of [Buffer.from([0x1f, 0x8b, 0xff, 0xfe]), Buffer.from('a\0b')])
      expect(explain(anAnswer(502, bytes))).not.toHaveProperty('serverMessage');
    const headers = { 'content-type': 'text/plain; charset=ISO-8859-1' };
    expect(explain(anAnswer(502, Buffer.from([0x67, 0xe4, 0x62]), { headers })).serverMessage).toBe('gäb');
  });

  test('is cut at a sane length', () => {
    expect(explain(anAnswer(502, 'x'.repeat(100_000))).serverMessage?.length).toBeLessThanOrEqual(300);
  });
});

describe('a web page', () => {
  test('is none when an envelope comes under its type: the words of the server are shown', () => {
    const given = { ...withCode(500, 'AE-GIT-5020'), headers: { 'content-type': ['text/html'] } };
    expect(explain(given).serverMessage).toBe('Some words');
  });

  test.each([
    ['<html><head><title lang="en">\n Sign in &#183; Acme &amp; Co </title>', 'Sign in · Acme & Co'],
    ['<html><head><title> </title></head><body><h1>Access&nbsp;denied</h1><p>Go.</p>', 'Access denied Go.'],
    ['<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', 'AccessDenied'],
    [
      '<style>p { color: red }</style><script>alert(1)</script><!-- x --><p>It &lt;works&#x3e; &bogus; &#9999999;',
      'It <works> &bogus; &#9999999;',
    ],
    ['<html></html>', undefined],
  ])('%j is quoted as %j, and not as words of the server', (body, words) => {
    const failure = explain(anAnswer(502, body));
    expect(failure.detail).toBe(words && `The response is a web page: "${words}".`);
    expect(failure).not.toHaveProperty('serverMessage');
  });
});

describe('who answered', () => {
  test.each<[string, Answer, string]>([
    ['by its name', anAnswer(502, '', { headers: { server: 'nginx', via: '1.1 x' } }), 'The response came from nginx.'],
    [
      'by the last proxy on the way',
      anAnswer(502, '', { headers: { via: '1.1 varnish' } }),
      'The response came from 1.1 varnish.',
    ],
    [
      'by its name and its id',
      anAnswer(520, '', { headers: { server: ['cloudflare'], 'cf-ray': ['8a1b-FRA'] } }),
      'The response came from cloudflare, with cf-ray 8a1b-FRA.',
    ],
    [
      'by several ids',
      anAnswer(403, 'x', { headers: { 'x-amzn-requestid': ['6f1f', '6f20'], 'x-amzn-trace-id': 'Root=1' } }),
      'The response has x-amzn-requestid 6f1f, x-amzn-requestid 6f20, x-amzn-trace-id Root=1.',
    ],
    [
      'by the id of another than the pipe',
      anAnswer(403, 'x', { headers: { 'x-request-id': ['OUR-ID', 'theirs', 'invalid_request_id', ''] } }),
      'The response has x-request-id theirs.',
    ],
  ])('is shown %s', (_, given, detail) => {
    expect(explain(given).detail).toBe(detail);
  });

  test.each([
    ['<title>Request Rejected</title>Your support ID is: 1844674407<br>', 'support ID 1844674407'],
    ['<title>Blocked</title><p>Ray ID: <b>8f00c0ffee</b></p>', 'Ray ID 8f00c0ffee'],
    ['<title>Denied</title>Reference&#32;&#35;18&#46;6f2b1002&#46;1a2b', 'Reference 18.6f2b1002.1a2b'],
    ['<title>Incident</title>Incident ID: 123-456-789', 'Incident ID 123-456-789'],
    ['Request ID: a1b2-c3', 'Request ID a1b2-c3'],
  ])('is shown by the id in %s', (body, id) => {
    expect(explain(anAnswer(403, body)).detail).toContain(` has ${id}.`);
  });

  test('is shown behind the words of a page', () => {
    expect(explain(anAnswer(502, '<title>Bad</title>', { headers: { server: 'nginx' } })).detail).toBe(
      'The response is a web page: "Bad". It came from nginx.',
    );
  });

  test('is shown once by an id that is in a header and in the page, and not by a word that is not an id', () => {
    const headers = { 'cf-ray': '8f00c0ffee-FRA' };
    const page = 'Ray ID: 8f00c0ffee. Your request ID: missing.';
    expect(explain(anAnswer(403, page, { headers })).detail).toBe('The response has cf-ray 8f00c0ffee-FRA.');
  });
});

test.each<[string, Answer, boolean]>([
  ['401 in plain text', anAnswer(401, 'Unauthorized'), true],
  ['502', anAnswer(502, 'Bad Gateway'), true],
  ['407, which is about the proxy anyway', anAnswer(407), false],
  ['an envelope', withCode(401, 'AE-NEW-1'), false],
])('an answer that a proxy for http may have given itself names it, too: %s', (_, given, named) => {
  const line = 'The request goes through the proxy in {proxy}: look there as well.';
  expect(explainAnswer(given, { ...QUESTION, httpProxy: 'HTTP_PROXY' }).advice.includes(line)).toBe(named);
  expect(explainAnswer(given, QUESTION).advice).not.toContain(line);
});
