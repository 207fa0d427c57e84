import { expect, test } from '@jest/globals';
import { validationErrors } from '../../../src/log/validation-errors.ts';

const CLOSING =
  "Nothing was sent. Fix these under the pipe's `variables:`, or in the files that they name, then run this step again.";

test('problems are grouped by variable, as the toolkit does', () => {
  const problems = [
    { variable: 'A', message: 'is wrong.' },
    { variable: 'B', message: 'f:1:2 Unknown key.\n> 1 | x. y\n    | ^' },
    { variable: 'A', message: 'is missing.' },
    { variable: 'A (item 7)', message: 'is empty.' },
  ];
  expect(validationErrors(problems)).toEqual([
    'Validation errors: ',
    'A:',
    '- is wrong.',
    '- is missing.',
    '- item 7 is empty.',
    'B:',
    '- f:1:2 Unknown key.',
    '  > 1 | x. y',
    '      | ^',
    CLOSING,
  ]);
});

test('sentences share a line as far as they fit, and none is broken', () => {
  const sentence = (length: number) => `${'word '.repeat(length).slice(0, length - 2)}x.`;
  const linesOf = (...lengths: number[]) =>
    validationErrors([{ variable: 'A', message: lengths.map(sentence).join(' ') }]).slice(2, -1);
  expect(linesOf(58, 58)).toEqual([`- ${sentence(58)} ${sentence(58)}`]);
  expect(linesOf(58, 59)).toEqual([`- ${sentence(58)}`, `  ${sentence(59)}`]);
  expect(linesOf(200, 10, 10)).toEqual([`- ${sentence(200)}`, `  ${sentence(10)} ${sentence(10)}`]);
});

test('of very many problems the first hundred are shown, and how many more there are', () => {
  const problems = Array.from({ length: 103 }, (_, at) => ({ variable: `V${at}`, message: 'is wrong.' }));
  const lines = validationErrors(problems);
  expect(lines.filter((line) => line === '- is wrong.')).toHaveLength(100);
  expect(lines.slice(-2)).toEqual(['3 more problems are not shown. Fix these first.', CLOSING]);
});

test.each([(at: number) => `APP_ID_${at}`, (at: number) => `APP_ID (item ${at + 1})`])(
  'the first ten of a list are shown, and all others',
  (name) => {
    const items = Array.from({ length: 12 }, (_, at) => ({ variable: name(at), message: 'is wrong.' }));
    const others = Array.from({ length: 11 }, (_, at) => ({ variable: 'DEPLOYMENTS_FILE', message: `f:${at} x.` }));
    const lines = validationErrors([...items, ...others]);
    expect(lines.filter((line) => /^- (item \d+ )?is wrong\.$/.test(line))).toHaveLength(10);
    expect(lines.filter((line) => line.startsWith('- f:'))).toHaveLength(11);
    expect(lines.at(-2)).toBe('2 more problems are not shown. Fix these first.');
  },
);
