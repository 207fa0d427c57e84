import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readYaml } from '../../../../src/input/deployments-file/document.ts';
import { codeFrame } from '../../../../src/input/deployments-file/frame.ts';
import { holds } from '../../../support/property.ts';
import { problems } from './reading.ts';

/** The frame of the first place where a text is. */
function frame(text: string, place: string): string[] {
  const start = text.indexOf(place);
  return codeFrame(readYaml(text).source(), { start, end: start + place.length });
}

test('what is under servers and x-… is shown as elsewhere: addresses, names of headers, keys, and no secret', () => {
  const file = `x-eu: &eu {url: https://eu.example.com}
servers:
  https://eu.example.com: {headers: {X-Access: $A, X-1: b}, ca: certs/eu.pem, proxy: 'http://u:p@h', client-key: $K}
  https://jane:word@h: {}
`;
  const shown = readYaml(file)
    .source()
    .lines.map((line) => line.replaceAll(/\uffff+/g, '****'));
  expect(shown).toEqual([
    'x-eu: **** {url: https://eu.example.com}',
    'servers:',
    '  https://eu.example.com: {headers: {X-Access: ****, ****: ****}, ca: certs/eu.pem, proxy: ' +
      "'http://****@h', client-key: ****}",
    '  ****: {}',
    '',
  ]);
});

describe('a code frame', () => {
  const file = `defaults:
  branch: main
deployments:
  - name: Orders   # our first one
    app: a
    token: $ORDERS_TOKEN
`;

  test('shows the lines around, marks the line and points at the place', () => {
    expect(frame(file, 'Orders ').slice(0, 6)).toEqual([
      '  2 |   branch: main',
      '  3 | deployments:',
      '> 4 |   - name: Orders   # ****',
      '    |           ^^^^^^^',
      '  5 |     app: a',
    ]);
  });

  test('at the beginning and at the end of the file', () => {
    expect(frame(file, 'defaults')).toEqual(['> 1 | defaults:', '    | ^^^^^^^^', '  2 |   branch: main']);
    expect(codeFrame(readYaml(file).source(), { start: file.length, end: file.length + 1 })).toEqual([
      '  5 |     app: a',
      '  6 |     token: $ORDERS_TOKEN',
      '> 7 |',
      '    | ^',
    ]);
  });

  test('line numbers are aligned', () => {
    const text = `deployments:\n${'  - app: a\n'.repeat(12)}`;
    expect(codeFrame(readYaml(text).source(), { start: 93, end: 94 }).map((row) => row.slice(0, 6))).toEqual([
      '   7 |',
      '   8 |',
      '>  9 |',
      '     |',
      '  10 |',
    ]);
  });

  test('shows the name of a variable, unless it may be a token itself', () => {
    const shown = (token: string) => frame(`deployments:\n  - token: ${token}\n    app: a\n`, 'token').join();
    for (const name of ['$ORDERS_TOKEN', '$APPSMITH_TOKEN_EU']) expect(shown(name)).toContain(`token: ${name}`);
    for (const token of ['$HUNTER2HUNTER2', '$sK_Live', '$QWERTYUIOP', '$A_B', `$${'X'.repeat(21)}_TOKEN`])
      expect(shown(token)).toContain('token: ****');
  });

  test('points at what is masked as a whole, and at the right place behind it', () => {
    expect(frame('a: 1\ntoken: 0123456789\n', '0123456789')).toContain('    |        ^^^^');
    expect(frame('a1: [{token: 0123456789, app: x}]', 'x')).toEqual([
      '> 1 | ****: [{****: ****, ****: ****}]',
      '    |                           ^^^^',
    ]);
    const known = 'deployments: [{token: 0123456789, app: x}]';
    expect(frame(known, 'x')).toEqual([
      '> 1 | deployments: [{token: ****, app: x}]',
      '    |                                  ^',
    ]);
    expect(frame(known, '456')).toEqual([
      '> 1 | deployments: [{token: ****, app: x}]',
      '    |                       ^',
    ]);
  });

  test('a place of several lines is pointed at where it begins', () => {
    expect(frame(file, 'name: Orders   # our first one\n    app')).toContain('    |     ^');
  });

  test.each([0, 30, 60, 90, 120, 500, 5_000])('a line with %i letters before the place is cut around it', (length) => {
    const text = `deployments:\n  - name: ${'n'.repeat(length)}X${'m'.repeat(5_000)}\n    app: a\n`;
    const start = text.indexOf('X');
    const rows = codeFrame(readYaml(text).source(), { start, end: start + 1 });
    for (const row of rows) expect(row.length).toBeLessThanOrEqual(110);
    const [line = '', pointer = ''] = rows.slice(1, 3);
    expect(line[pointer.indexOf('^')]).toBe('X');
    expect(line.endsWith('…')).toBe(true);
    expect(line.includes('| …')).toBe(length > 80);
    const other = codeFrame(readYaml(text).source(), {
      start: text.indexOf('app'),
      end: text.indexOf('app') + 3,
    });
    expect(other[1]).toHaveLength(110);
    expect(other[1]?.endsWith('…')).toBe(true);
  });

  test('a long secret takes as little room as a short one', () => {
    const secret = 'x'.repeat(3_000);
    expect(frame(`deployments: [{token: ${secret}, app: Q}]`, 'Q')).toEqual([
      '> 1 | deployments: [{token: ****, app: Q}]',
      '    |                                  ^',
    ]);
    expect(frame(`deployments: [{app: Q, token: ${secret}}]`, 'Q')).toEqual([
      '> 1 | deployments: [{app: Q, token: ****}]',
      '    |                     ^',
    ]);
  });

  test.each([
    [73, false],
    [74, true],
  ])('a span in column %d + 11 is in a line that is cut at its beginning: %s', (length, isCut) => {
    const text = `deployments:\n  - name: ${'n'.repeat(length)}X${'m'.repeat(500)}\n`;
    expect(frame(text, 'X')[1]?.startsWith('> 2 | …')).toBe(isCut);
  });

  test.each([
    [104, false],
    [105, true],
  ])('a line of %d letters is cut at its end: %s', (length, isCut) => {
    expect(frame(`name: ${'n'.repeat(length - 6)}`, 'name')[0]?.endsWith('…')).toBe(isCut);
  });

  test('a pointer does not run out of the frame', () => {
    const text = `deployments:\n  - name: ${'n'.repeat(500)}\n`;
    for (const row of frame(text, 'n'.repeat(500))) expect(row.length).toBeLessThanOrEqual(110);
  });

  test('control characters, and signs that reorder text, become spaces', () => {
    const text = 'deployments:\n  - name: "a\u001b[31m\u202eb\u0007\tc\u2028d"\n    app: a\n';
    const rows = frame(text, 'app');
    expect(rows[1]).toBe('  2 |   - name: "a [31m b  c d"');
    expect(frame(text, 'd"')[1]).toBe('> 2 |   - name: "a [31m b  c d"');
    expect(frame(text, 'd"')[2]).toBe('    |                        ^^');
  });
});

test('positions are those that an editor shows', () => {
  const text = 'ab\ncd\r\n\nef';
  const { position } = readYaml(text);
  expect([0, 1, 2, 3, 5, 7, 8, 10].map((offset) => position(offset))).toEqual([
    { line: 1, col: 1 },
    { line: 1, col: 2 },
    { line: 1, col: 3 },
    { line: 2, col: 1 },
    { line: 2, col: 3 },
    { line: 3, col: 1 },
    { line: 4, col: 1 },
    { line: 4, col: 3 },
  ]);
});

test('whatever the text and the place: lines of bounded width, one pointer, no control character', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc
      .array(
        fc.constantFrom(
          'deployments',
          'name',
          ':',
          ' ',
          '\n',
          '\r\n',
          '- ',
          'token',
          '"',
          '{',
          '}',
          '\t',
          '\u001b',
          'é',
          '🚀',
          '|',
        ),
        { maxLength: 80 },
      )
      .map((parts) => parts.join('')),
  );
  holds(text, fc.nat(300), fc.nat(20), (source, start, length) => {
    const from = Math.min(start, source.length);
    const { lines, position } = readYaml(source).source();
    expect(lines.join('\n')).toHaveLength(source.replaceAll('\r\n', '\n').length);
    const rows = codeFrame({ lines, position }, { start: from, end: from + length });
    expect(rows.find((row) => row.startsWith('>'))).toMatch(new RegExp(`^> ${position(from).line} \\|`));
    expect(rows.length).toBeGreaterThanOrEqual(2);
    expect(rows.filter((row) => /^ +\| *\^+$/.test(row))).toHaveLength(1);
    for (const row of rows) {
      expect(row.length).toBeLessThanOrEqual(110);
      expect(row).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
    }
  });
});

test('frames are part of the problems', () => {
  expect(problems('deployments:\n  - app: a\n    tokn: abc\n')).toEqual([
    `appsmith-deployments.yml:3:5 Unknown key "tokn" in a deployment. Did you mean token?
Allowed keys: name, app, url, branch, endpoint, token, timeout, after, server, enabled.
  1 | deployments:
  2 |   - app: a
> 3 |     tokn: ****
    |     ^^^^
  4 |`,
  ]);
});
