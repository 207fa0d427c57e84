import { expect, test } from '@jest/globals';
import { readToken as readAny } from '../../../src/input/token.ts';
import { reading, remarked } from '../../support/findings.ts';
import { holds } from '../../support/property.ts';
import { anyToken } from '../../support/secrets.ts';

const readToken = (text: string) => reading((remarks) => readAny(text, remarks));
const noted = (text: string) => remarked((remarks) => readAny(text, remarks));

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
  const warnings = notes.map((note) => expect.stringMatching(note));
  expect(noted(text)).toEqual({ value: TOKEN, problems: [], warnings, secrets: [TOKEN] });
});

test('a token may begin like a reference, and hold another', () => {
  expect(noted('$2b$APPSMITH')).toMatchObject({ value: '$2b$APPSMITH', warnings: [] });
});

test.each(['mcp_', 'apt_', 'ast_'])('a token that begins with %s is noted as another kind', (prefix) => {
  const warnings = [expect.stringMatching(/another kind.*401/)];
  expect(noted(prefix + TOKEN)).toMatchObject({ value: prefix + TOKEN, warnings });
});

test.each([
  ['Bearer', /no token/],
  ['Bearer ', /no token/],
  ['$APPSMITH_TOKEN', /did not replace/],
  ['Bearer ${APPSMITH_TOKEN}', /did not replace/],
  ['<bearer token>', /placeholder/],
  ['Bearer <\n>', /placeholder/],
  [`${TOKEN} ${TOKEN}`, /white space/],
  [`${TOKEN}\n${TOKEN}`, /several lines/],
  [`${TOKEN}\0x`, /control character/],
  [`${TOKEN}é`, /outside ASCII/],
  [`${TOKEN}\u200b`, /invisible/],
])('%j is refused, and not repeated', (text, problem) => {
  const read = readToken(text);
  expect(read).toEqual({ problem: expect.stringMatching(problem) });
  expect(JSON.stringify(read)).not.toContain(TOKEN);
});

test.each([
  'abcdefg$X',
  '$X-abcdefg',
  '${X}abcdefg',
  'abcdefg<x>',
  '<x>abcdefg',
  'abcdefgbearer',
  'changeme1',
  'null-null',
  'your-token-1',
  'ABC_DEF1',
  'abc_def=',
  'TOKEN_1=',
  '660427bb3927480dc07209',
  '0123456789abcdef,0123456789',
  '{abc:def}',
])('%s only looks a little like a reference, a placeholder or another mistake', (token) => {
  expect(noted(token)).toMatchObject({ value: token, warnings: [] });
});

test('any token in one piece is taken as it is', () => {
  holds(anyToken, (token) => {
    if (/^[<{].*[>}]$|^\$\{?\w+\}?$/.test(token)) return;
    expect(readToken(token)).toEqual({ value: token });
    expect(readToken(` Bearer ${token}\n`)).toEqual({ value: token });
  });
});
