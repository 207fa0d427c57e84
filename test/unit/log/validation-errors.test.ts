import { expect, test } from '@jest/globals';
import { validationErrors } from '../../../src/log/validation-errors.ts';

const CLOSING =
  "Nothing was sent. Fix these under the pipe's `variables:`, or in the files that they name, then run this step again.";

test('problems are told by variable, as the toolkit does', () => {
  const problems = [
    { variable: 'A', message: 'is wrong.' },
    { variable: 'B', message: 'f:1:2 Unknown key.\n> 1 | x. y\n    | ^' },
    { variable: 'A', message: 'is missing.' },
  ];
  expect(validationErrors(problems)).toEqual([
    'Validation errors: ',
    'A:',
    '- is wrong.',
    '- is missing.',
    'B:',
    '- f:1:2 Unknown key.',
    '  > 1 | x. y',
    '      | ^',
    CLOSING,
  ]);
});

test('sentences share a line as far as they fit, and none is broken', () => {
  const sentence = (length: number) => `${'word '.repeat(length).slice(0, length - 2)}x.`;
  const told = (...lengths: number[]) =>
    validationErrors([{ variable: 'A', message: lengths.map(sentence).join(' ') }]).slice(2, -1);
  expect(told(58, 58)).toEqual([`- ${sentence(58)} ${sentence(58)}`]);
  expect(told(58, 59)).toEqual([`- ${sentence(58)}`, `  ${sentence(59)}`]);
  expect(told(200, 10, 10)).toEqual([`- ${sentence(200)}`, `  ${sentence(10)} ${sentence(10)}`]);
});

test('of very many problems the first hundred are shown, and how many more there are', () => {
  const problems = Array.from({ length: 103 }, (_, at) => ({ variable: `APP_ID_${at}`, message: 'is wrong.' }));
  const lines = validationErrors(problems);
  expect(lines.filter((line) => line === '- is wrong.')).toHaveLength(100);
  expect(lines.slice(-2)).toEqual(['3 more problems are not shown. Fix these first.', CLOSING]);
});
