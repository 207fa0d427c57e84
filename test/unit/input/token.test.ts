import { expect, test } from '@jest/globals';
import { readToken } from '../../../src/input/token.ts';
import { holds } from '../../support/property.ts';
import { anyToken } from '../../support/secrets.ts';

const TOKEN = '9b1deb4d3b7d4bad';

test.each([
  [TOKEN, []],
  [` ${TOKEN}\r\n`, [/white space/]],
  [`Bearer ${TOKEN}`, [/Bearer/]],
  [`bearer\t${TOKEN}`, [/Bearer/]],
  [`\nBEARER  ${TOKEN} `, [/white space/, /Bearer/]],
  [`Authorization: Bearer ${TOKEN}`, [/Bearer/]],
  [`Authorization:Bearer ${TOKEN}`, [/Bearer/]],
])('%j is read, with a note on what was dropped', (text, notes) => {
  expect(readToken(text)).toEqual({ value: { token: TOKEN, notes: notes.map((note) => expect.stringMatching(note)) } });
});

test('a token may begin like a reference, and hold another', () => {
  expect(readToken('$2b$APPSMITH')).toEqual({ value: { token: '$2b$APPSMITH', notes: [] } });
});

test.each(['mcp_', 'apt_', 'ast_'])('a token that begins with %s is noted as another kind', (prefix) => {
  expect(readToken(prefix + TOKEN)).toEqual({
    value: { token: prefix + TOKEN, notes: [expect.stringMatching(/another kind.*401/)] },
  });
});

test.each([
  ['Bearer', /no token/],
  ['Bearer ', /no token/],
  ['$APPSMITH_TOKEN', /did not replace/],
  ['Bearer ${APPSMITH_TOKEN}', /did not replace/],
  ['<bearer token>', /placeholder/],
  ['Bearer <\n>', /placeholder/],
  [`${TOKEN} ${TOKEN}`, /white space/],
  [`${TOKEN}\n${TOKEN}`, /white space/],
  [`${TOKEN}\0x`, /control character/],
  [`${TOKEN}é`, /outside ASCII/],
  [`${TOKEN}\u200b`, /outside ASCII/],
])('%j is refused, and not repeated', (text, problem) => {
  const read = readToken(text);
  expect(read).toEqual({ problem: expect.stringMatching(problem) });
  expect(JSON.stringify(read)).not.toContain(TOKEN);
});

test.each(['abc$X', '$X-abc', '${X}abc', 'abc<x>', '<x>abc', 'abcbearer'])(
  '%s only looks like a reference, a placeholder or a header at one of its ends',
  (token) => {
    expect(readToken(token)).toEqual({ value: { token, notes: [] } });
  },
);

test('any token in one piece is taken as it is', () => {
  holds(anyToken, (token) => {
    if (/^<.*>$|^\$\{?\w+\}?$/.test(token)) return;
    expect(readToken(token)).toMatchObject({ value: { token } });
    expect(readToken(` Bearer ${token}\n`)).toMatchObject({ value: { token } });
  });
});
