import { expect, test } from '@jest/globals';
import { crashReport } from '../../../src/log/crash-report.ts';

const METADATA = {
  name: 'P',
  version: '1.2.3',
  description: 'Deploys.',
  repository: 'https://h/a/b',
  support: 'help@h.example',
  variables: [],
};
const AROUND = [
  'It is not known whether the application was deployed: check in Appsmith.',
  'Please report this, with these lines, to help@h.example.',
];

test.each([
  [Object.assign(new Error('a bug'), { stack: 'Error: a bug\n    at x' }), ['  Error: a bug', '      at x']],
  [Object.assign(new Error('a bug'), { stack: undefined }), ['  a bug']],
  ['no error', ['  no error']],
])('a bug is told with its stack, where it has one: %s', (bug, lines) => {
  expect(crashReport(bug, METADATA)).toEqual([
    'This is a bug in appsmith-deploy 1.2.3, not in your setup.',
    ...lines,
    ...AROUND,
  ]);
});
