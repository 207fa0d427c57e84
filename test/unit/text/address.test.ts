import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readAddress } from '../../../src/text/address.ts';
import { remarked } from '../../support/findings.ts';
import { holds } from '../../support/property.ts';

const EXAMPLE = 'https://appsmith.example.com';
const read = (text: string, credentials: boolean) =>
  remarked((remarks) => readAddress(text, { example: EXAMPLE, credentials }, remarks));

/** The host of an address as a person reads it: behind the scheme and the last @, up to the next slash or port. */
function hostForPeople(text: string): string {
  const authority =
    text
      .replace(/^[a-z]+:\/\//i, '')
      .split('@')
      .at(-1) ?? '';
  return authority
    .replace(/[/?#].*$/s, '')
    .replace(/:\d*$/, '')
    .toLowerCase();
}

const pieces = fc.constantFrom(
  ...[
    'https://',
    'http://',
    'HTTPS://',
    'https:',
    'http',
    '//',
    '/',
    '\\',
    '?',
    '#',
    '@',
    ':',
    '%40',
    '%2e',
    '.',
    '..',
  ],
  ...[
    'good.example',
    'evil.example',
    'jane',
    'hunter22',
    '3128',
    '80',
    '127.1',
    '010.0.0.1',
    '0x7f',
    '[::1]',
    ';',
    ',',
  ],
  ...[
    ' ',
    '\t',
    '\n',
    '\0',
    '\u200b',
    '\u00a0',
    '\u00ad',
    '\uff0f',
    '\u3002',
    '$HOST',
    '$(x)',
    '<a>',
    "'",
    '"',
    '&',
    '=',
  ],
);
const anyAddress = fc.array(pieces, { maxLength: 9 }).map((each) => each.join(''));

test('the host that a person reads is the one that is connected to, and credentials are masked', () => {
  holds(
    fc.oneof(
      anyAddress,
      anyAddress.map((rest) => `https://${rest}`),
    ),
    fc.boolean(),
    (text, credentials) => {
      const { value, problems, secrets } = read(text, credentials);
      if (value === undefined) {
        expect(problems).toHaveLength(1);
        return;
      }
      const host = hostForPeople(text);
      if (/^[\x00-\x7f]*$/.test(host) && host !== '127.1') expect(value.hostname).toBe(host);
      if (!credentials) expect([value.username, value.password]).toEqual(['', '']);
      if (value.password !== '') expect(secrets).toContain(text.replace(/^[a-z]+:\/\//i, '').replace(/@[^@]*$/, ''));
      expect(new URL(value.href).host).toBe(value.host);
    },
  );
});

test.each([
  ['http://CORP\\jane:hunter22@proxy.example', 'hunter22'],
  ['http://jane:hunter22#/@proxy.example', 'hunter22#/'],
  ['jane:hunter22@proxy.example', 'hunter22'],
  ['https://hunter22@proxy.example', 'hunter22'],
  ['https://jane:hunter%202@proxy.example', 'hunter 2'],
])('what may be a password is masked in %s, though it is refused', (text, secret) => {
  const { value, secrets } = read(text, false);
  expect(value).toBeUndefined();
  expect(secrets).toContain(secret);
});

test.each([
  ['https://appsmith.example.com:0', /port 0/],
  [`https://${'a.'.repeat(130)}example.com`, /more than 253 characters/],
  [`https://${'a'.repeat(64)}.example.com`, /more than 63 characters/],
  ['https://appsmith..example.com', /empty part/],
  ['https://[::1]:8O80', /port that is not a number/],
])('an address that no server can have is refused: %s', (text, problem) => {
  expect(read(text, false).problems).toEqual([expect.stringMatching(problem)]);
});

test.each([
  `https://${'a'.repeat(63)}.example.com`,
  `https://${'a.'.repeat(121)}example.com.`,
  'https://appsmith.example.com.',
  'https://[::1]:8443',
])('an address at the limit is read: %s', (text) => {
  expect(read(text, false).problems).toEqual([]);
});
