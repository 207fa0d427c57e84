import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readExtraHeaders } from '../../../../src/input/connection/extra-header.ts';
import { findings as collected, reading, remarked } from '../../../support/findings.ts';
import { holds } from '../../../support/property.ts';

const readExtraHeader = (text: string) =>
  reading((remarks) => readExtraHeaders([text], { about: () => remarks, proxied: false }).extraHeaders[0]);

test.each([
  ['CF-Access-Client-Id: abc', ['CF-Access-Client-Id', 'abc']],
  [' X-A :  b: c ', ['X-A', 'b: c']],
])('%j is read', (text, value) => {
  expect(readExtraHeader(text)).toEqual({ value });
});

test.each([
  'Authorization',
  'HOST',
  'X-Requested-By',
  'x-request-id',
  'Accept',
  'Content-Length',
  'Transfer-Encoding',
  'Connection',
  'Proxy-Connection',
  'proxy-anything',
  'X-Appsmith-Version',
  'Content-Type',
])('%s is not for the user to set', (name) => {
  expect(readExtraHeader(`${name}: hunter2`)).toEqual({ problem: expect.stringContaining(`may not set ${name}`) });
  expect(readExtraHeader(`${name}: hunter2`)).toEqual({ problem: expect.not.stringContaining('hunter2') });
});

test.each(['X-A: ${SECRET}', 'X-A: $SECRET', 'X-A: <secret>', 'X-A: Bearer $TOKEN', 'X-A: Basic <secret>'])(
  '%j was never filled in',
  (text) => {
    expect(readExtraHeader(text)).toEqual({
      problem: expect.stringMatching(
        /^gives X-A a value that is (a reference that Bitbucket did not replace: .*exists|a placeholder from an example)/,
      ),
    });
  },
);

test.each(['X-A: a$B', 'X-A: $B c', 'X-A: <a>b'])('%j only looks like a reference or a placeholder', (text) => {
  expect(readExtraHeader(text)).toHaveProperty('value');
});

test.each(['', 'X-A', ': hunter2', 'X (A): hunter2', 'Х-A: x'])('%j is no header', (text) => {
  expect(readExtraHeader(text)).toEqual({
    problem: 'is not of the form Name: value, such as CF-Access-Client-Id: 0a1b2c.access.',
  });
});

test.each(['X-A:', 'X-A: \n'])('%j has no value', (text) => {
  expect(readExtraHeader(text)).toEqual({ problem: 'gives X-A no value. Write it after the colon.' });
});

test.each(['X-A: a\r\nX-B: hunter2', 'X-A: é', 'X-A: a\0b'])('%j has no valid value', (text) => {
  expect(readExtraHeader(text)).toEqual({
    problem: 'gives X-A a value with a line break, or a letter outside ASCII, which no header can have.',
  });
});

test.each(['__proto__', '__Proto__'])('%s, which no object can hold as a header, is refused by name', (name) => {
  expect(readExtraHeader(`${name}: hunter2`)).toEqual({ problem: expect.stringContaining(`may not set ${name}`) });
  expect(readExtraHeader(`${name}: hunter2`)).toEqual({ problem: expect.not.stringContaining('hunter2') });
});

test('the second header of a name, in whatever case, is refused: only one of them could be sent', () => {
  const { findings } = collected();
  const texts = ['X-A: 1', 'X-B: 2', 'x-a: hunter2', 'no header'];
  const about = (at: number) => findings.about(`EXTRA_HEADERS_${at}`);
  readExtraHeaders(texts, { about, proxied: false });
  expect(findings.problems).toEqual([
    { variable: 'EXTRA_HEADERS_2', message: 'sets x-a a second time: set each header once.' },
    {
      variable: 'EXTRA_HEADERS_3',
      message: 'is not of the form Name: value, such as CF-Access-Client-Id: 0a1b2c.access.',
    },
  ]);
});

test('whatever is read can be sent as one header, and injects no other', () => {
  holds(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, value) => {
    const read = readExtraHeader(`${name}:${value}`);
    if ('value' in read) new Headers([[...read.value]]);
    if ('value' in read) expect(read.value.join('')).toMatch(/^[\t\x20-\x7e]+$/);
  });
});

test('Proxy-Authorization is for an access proxy, where no other proxy has credentials', () => {
  const text = 'Proxy-Authorization: Bearer abcdefgh';
  const read = (proxied: boolean) =>
    remarked((remarks) => readExtraHeaders([text], { about: () => remarks, proxied }).extraHeaders[0]);
  expect(read(false)).toMatchObject({
    value: ['Proxy-Authorization', 'Bearer abcdefgh'],
    secrets: ['Bearer abcdefgh'],
  });
  expect(read(true).problems).toEqual([expect.stringMatching(/^may not set Proxy-Authorization: .*HTTPS_PROXY/)]);
});

test('Authorization is the token of Appsmith, and the message says what an access proxy can have instead', () => {
  expect(readExtraHeader('Authorization: Bearer x')).toEqual({
    problem: expect.stringMatching(
      /it carries Appsmith's token\..*service token, or Proxy-Authorization, .*without a login/,
    ),
  });
});

test.each([
  'A: x, B: hunter2',
  'CF-Access-Client-Id: abc, CF-Access-Client-Secret: def',
  'CF-Access-Client-Id: abc;CF-Access-Client-Secret:def',
  'X-A: b; authorization:hunter2',
])('%s is several headers in one: a list is shown', (text) => {
  expect(readExtraHeader(text)).toEqual({ problem: expect.stringMatching(/^holds several headers\. Write a list/) });
});

test.each([
  'X-A: a, b',
  'X-Date: Mon, 01 Jan 2024 10:00:00 GMT',
  'Forwarded: for=1.2.3.4;proto=https',
  'X-A: b,https://c',
])('%s is one header', (text) => {
  expect(readExtraHeader(text)).toHaveProperty('value');
});
