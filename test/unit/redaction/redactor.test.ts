import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Redactor } from '../../../src/redaction/redactor.ts';
import { printable } from '../../../src/text/printable.ts';
import { holds } from '../../support/property.ts';
import { anyToken, DUMPED, ENCODED, ESCAPED } from '../../support/secrets.ts';

const TOKEN = '3f9c27d1e8b5406aa1c4d7e9f2b8035c';

function redactorOf(...secrets: string[]): Redactor {
  const redactor = new Redactor();
  redactor.add(...secrets);
  return redactor;
}

/** The longest run of a writing's characters that is left in a text, white space aside. */
function longestLeft(text: string, written: string): number {
  const [left, whole] = [text, written].map((each) => each.replace(/\s/g, '')) as [string, string];
  let longest = 0;
  for (let at = 0; at < whole.length; at += 1) {
    while (left.includes(whole.slice(at, at + longest + 1)) && at + longest < whole.length) longest += 1;
  }
  return longest;
}

/** The signs of base64 where a secret begins and ends belong to its neighbours as well; = is escaped at times. */
const SEAMS = 8;
const HEADER = Buffer.from('Authorization: Bearer ').toString('base64');

/** Neither letters nor signs that a secret or its forms consist of. */
const surroundings = fc
  .array(fc.constantFrom(' ', '·', '→', '…', 'ß', '\u{1f680}', '\n'), { maxLength: 12 })
  .map((each) => each.join(''));

describe.each(Object.entries(ESCAPED))('a token %s', (_, write) => {
  test('is masked wherever it is', () => {
    holds(anyToken, surroundings, surroundings, (token, before, after) => {
      expect(redactorOf(token).redact(before + write(token) + after)).toBe(`${before}****${after}`);
    });
  });

  test('is masked when the text is cut in its middle, but for three characters or their escapes', () => {
    const widest = Math.max(6, ...Array.from('"&é~', (sign) => write(sign).length));
    holds(anyToken, fc.nat({ max: 200 }), (token, cut) => {
      const redacted = redactorOf(token).redact(write(token).slice(0, cut));
      expect(longestLeft(redacted, write(token))).toBeLessThanOrEqual(4 * widest - 1);
    });
  });
});

describe.each(Object.entries(ENCODED))('a token %s', (name, write) => {
  test('is masked wherever it is, but for the seams', () => {
    holds(anyToken, surroundings, surroundings, (token, before, after) => {
      const left = redactorOf(token)
        .redact(before + write(token) + after)
        .replace(/[^!-~]/g, '');
      expect(left).toContain('****');
      expect(left.length).toBeLessThanOrEqual('****'.length + SEAMS + (name.includes('header') ? HEADER.length : 0));
    });
  });

  test('is masked when the text is cut in its middle, but for a beginning', () => {
    holds(anyToken, fc.nat({ max: 200 }), (token, cut) => {
      const redacted = redactorOf(token).redact(write(token).slice(0, cut));
      const own = name.includes('header') ? write(token).slice(HEADER.length) : write(token);
      expect(longestLeft(redacted, own)).toBeLessThanOrEqual(8 + SEAMS);
    });
  });
});

describe.each(Object.entries(DUMPED))('a token %s', (_, write) => {
  /** Of the whole writing nothing is left but what belongs to no byte of the secret, and the seams. */
  test('is masked wherever it is', () => {
    holds(anyToken, surroundings, surroundings, (token, before, after) => {
      const left = redactorOf(token).redact(`${before}\n${write(token)}\n${after}`);
      expect(left).toContain('****');
      expect(longestLeft(left, write(token))).toBeLessThanOrEqual(SEAMS * 4);
      expect(left.startsWith(before) && left.endsWith(after)).toBe(true);
    });
  });

  test('is masked in the middle of a line of the log', () => {
    const line = printable(`The server says: "failed for ${write(TOKEN)} today"`);
    const left = redactorOf(TOKEN).redact(line);
    expect(longestLeft(left, write(TOKEN))).toBeLessThanOrEqual(SEAMS * 4);
    expect(left).toMatch(/^The server says: "failed for .*\*{4}.* today"$/);
  });
});

describe.each(Object.entries({ ...ENCODED, ...DUMPED }))('a later part of a token %s', (_, write) => {
  test('is masked', () => {
    holds(anyToken, fc.integer({ min: 1, max: 4 }), (token, from) => {
      const part = token.slice(from);
      if (part.length < 13) return;
      const redacted = redactorOf(token).redact(`before ${write(part)} after`);
      expect(redacted).toContain('****');
    });
  });
});

describe.each(Object.entries({ ...ESCAPED, ...ENCODED }))('a token %s, broken over lines', (_, write) => {
  test('is masked', () => {
    const seam = fc.constantFrom('\n', '\r\n', ' ', '\n\t', '\u200b', '\u00a0');
    holds(anyToken, fc.integer({ min: 1, max: 20 }), seam, (token, width, between) => {
      const broken = write(token).replace(new RegExp(`.{${width}}`, 'gs'), `$&${between}`);
      const redacted = redactorOf(token).redact(broken).replaceAll(between, '');
      expect(redacted).toContain('****');
      expect(longestLeft(redacted, write(token).slice(-token.length))).toBeLessThanOrEqual(SEAMS);
    });
  });
});

describe('several secrets', () => {
  test('of which one begins with another: the longer one is masked whole', () => {
    expect(redactorOf('abcdefgh', 'abcdefgh12345').redact('x abcdefgh12345 abcdefgh y')).toBe('x **** **** y');
  });

  test('of which one ends with the beginning of the other: both are masked where they overlap', () => {
    expect(redactorOf('abcdefgh', 'efghijkl').redact('-abcdefghijkl-')).toBe('-****-');
  });

  test('are all masked, in any order of registering', () => {
    holds(fc.array(anyToken, { minLength: 1, maxLength: 5 }), fc.constantFrom(' ', ' · '), (tokens, between) => {
      const redacted = redactorOf(...tokens, ...tokens.toReversed()).redact(tokens.join(between));
      expect(redacted.replaceAll('****', '').replaceAll('·', '').trim()).toBe('');
    });
  });
});

describe('what is no secret', () => {
  test('stays as it is', () => {
    const other = fc.array(fc.constantFrom('A', ' ', '%41', '\\n', '&amp;', '\u{1f680}', 'é', '\n', '\ud800'), {
      maxLength: 30,
    });
    holds(anyToken, other, (token, parts) => {
      expect(redactorOf(token).redact(parts.join(''))).toBe(parts.join(''));
    });
  });

  test.each([
    ['an empty text', [TOKEN], ''],
    ['without secrets', [], `a ${TOKEN} b`],
    ['a beginning of eight characters', [TOKEN], `a ${TOKEN.slice(0, 8)} b`],
    ['eleven characters of the middle', [TOKEN], `a ${TOKEN.slice(8, 19)} b`],
    ['secrets shorter than four characters', ['abc', '', '  ', 'a  b'], 'abc a b'],
    ['encodings of secrets shorter than four characters', ['abc'], 'YWJj 616263'],
    [
      'the lines around PEM',
      ['-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqG\n-----END PRIVATE KEY-----'],
      'no -----BEGIN CERTIFICATE-----, no -----BEGIN PRIVATE KEY-----',
    ],
  ])('%s', (_, secrets, text) => {
    expect(redactorOf(...secrets).redact(text)).toBe(text);
  });
});

test.each([
  ['the end, without its beginning', TOKEN, `a …${TOKEN.slice(-20)} b`, 'a …**** b'],
  ['all but the first character', TOKEN, `a ${TOKEN.slice(1)} b`, 'a **** b'],
  ['twelve characters of the middle', TOKEN, `a ${TOKEN.slice(8, 20)} b`, 'a **** b'],
  ['twelve characters of the middle, beside others than ASCII', TOKEN, `é ${TOKEN.slice(8, 20)} b`, 'é **** b'],
  ['two halves', TOKEN, `${TOKEN.slice(0, 16)}.${TOKEN.slice(16)}.example`, '****.****.example'],
  ['the middle, percent-encoded', 'abcdefghi/klmnopqrstuvwxyz', 'x hi%2Fklmnopqrstu y', 'x **** y'],
  ['a beginning longer than eight characters', TOKEN, `a ${TOKEN.slice(0, 9)} b`, 'a **** b'],
  ['white space around the secret', ` ${TOKEN}\n`, `a ${TOKEN} b`, 'a **** b'],
  ['white space around the secret, in hex', ` ${TOKEN}\n`, `a ${Buffer.from(TOKEN).toString('hex')} b`, 'a **** b'],
  ['a secret that is percent-encoded three times', 'ab/cd+ef=gh', 'x ab%25252Fcd%25252Bef%25253Dgh y', 'x **** y'],
  ['a secret of four characters at the end', 'wxyz', 'a wxyz', 'a ****'],
  ['a secret of four characters', 'wxyz', 'wxyz a wxyz', '**** a ****'],
  ['a secret of four characters, beside others than ASCII', 'wxyz', 'é wxyz', 'é ****'],
  ['a beginning with an escape, nine characters long', TOKEN, 'a 3f9\\u0063 b', 'a **** b'],
  ['a beginning that is nine bytes long', 'aéèêëàâäô', 'x aéèêë y', 'x **** y'],
  ['a secret with the last character of Unicode, in HTML', 'ab\u{10ffff}cd', 'x ab&#x10ffff;cd y', 'x **** y'],
  ['a secret that is broken by a C1 control', TOKEN, `a ${TOKEN.slice(0, 5)}\u0080${TOKEN.slice(5)} b`, 'a **** b'],
  ['a secret that is broken by DEL', TOKEN, `a ${TOKEN.slice(0, 5)}\x7f${TOKEN.slice(5)} b`, 'a **** b'],
  ['the part of base64 that is the secret alone', 'abcde', `x ${btoa('abcde:')} y`, 'x ****U6 y'],
  [
    'one of several keys in one line',
    '-----BEGIN A-----aaaa1111-----END A----------BEGIN B-----cccc2222dddd-----END B-----',
    'a cccc2222dddd b',
    'a **** b',
  ],
  ['a secret with spaces, in a web form', 'open sesame now', 'x=open+sesame+now&y', 'x=****&y'],
  ['a secret beyond ASCII, percent-encoded', 'schlüssel-öffne', 'a schl%C3%BCssel-%c3%b6ffne b', 'a **** b'],
  [
    'a secret beyond ASCII, in JSON',
    'schlüssel-🔑-öffne',
    'a schl\\u00fcssel-\\uD83D\\uDD11-\\u00F6ffne b',
    'a **** b',
  ],
  ['one of its lines', 'first-line\r\nsecond-line\nend', 'a second-line b', 'a **** b'],
  ['a line of a key that was written with \\n', 'aaaa1111bbbb\\ncccc2222dddd', 'a cccc2222dddd b', 'a **** b'],
  [
    'a key, its lines in JSON',
    '-----BEGIN PRIVATE KEY-----\nabcd1234efgh\nxyz=\n-----END PRIVATE KEY-----\n',
    'a abcd1234efgh\\nxyz= b',
    'a **** b',
  ],
  [
    'beside escapes that stand for nothing',
    TOKEN,
    `&#x110000; &nbsp; %00 ${TOKEN} \\q`,
    '&#x110000; &nbsp; %00 **** \\q',
  ],
])('masks %s', (_, secret, text, expected) => {
  expect(redactorOf(secret).redact(text)).toBe(expected);
});

test('is not stopped by text that is all alike', () => {
  const redacted = redactorOf('a'.repeat(20)).redact('a'.repeat(100_000));
  expect(redacted).toBe('****');
});

test('a token in plain text is masked, and plain text without one stays as it is', () => {
  const plain = fc.array(fc.constantFrom('app', 'deployed', '-', '.', ' ', '\t', '\n', ': '), { maxLength: 12 });
  const cased = fc.constantFrom(TOKEN, TOKEN.toUpperCase(), TOKEN.replace('a', ' \n a'));
  holds(plain, plain, cased, (before, after, token) => {
    const [head, tail] = [before.join(''), after.join('')];
    expect(redactorOf(TOKEN).redact(head + token + tail)).toBe(`${head}****${tail}`);
    expect(redactorOf(TOKEN).redact(head + tail)).toBe(head + tail);
  });
});
