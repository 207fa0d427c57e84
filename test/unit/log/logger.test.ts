import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { crashReport, Logger } from '../../../src/log/logger.ts';
import { metadata } from '../../../src/manifest/manifest.ts';
import { Redactor } from '../../../src/redaction/redactor.ts';
import { holds } from '../../support/property.ts';
import { anyToken } from '../../support/secrets.ts';

function logger(...secrets: string[]) {
  const written: string[] = [];
  const redactor = new Redactor();
  redactor.add(...secrets);
  const write = (text: string) => written.push(text);
  return { written, log: new Logger({ write, redact: (text) => redactor.redact(text), colours: true }) };
}

test.each([
  ['info', '\x1b[34mINFO: hello\x1b[0m\n'],
  ['warning', '\x1b[33mWARNING: hello\x1b[0m\n'],
  ['error', '\x1b[31mERROR: hello\x1b[0m\n'],
  ['success', '\x1b[32m✔ hello\x1b[0m\n'],
  ['fail', '\x1b[31m✖ hello\x1b[0m\n'],
] as const)("%s is written in one piece, as Atlassian's toolkit does", (level, expected) => {
  const { log, written } = logger();
  log[level]('hello');
  expect(written).toEqual([expected]);
});

test('debug lines are shown once debugging is on', () => {
  const { log, written } = logger();
  log.debug('before');
  log.enableDebug();
  log.debug('after');
  expect(written).toEqual(['\x1b[34mINFO: Enabling debug mode.\x1b[0m\n', '\x1b[37mDEBUG: after\x1b[0m\n']);
});

test('the last lines are one write; spaces at the ends of a line stay', () => {
  const { log, written } = logger();
  log.fail('Validation errors: ', 'A:', '  - b', '');
  expect(written).toEqual(['\x1b[31m✖ Validation errors: \nA:\n  - b\n\x1b[0m\n']);
});

test('the rows of a table are lines of their own, in one piece', () => {
  const { log, written } = logger('secret-1');
  log.table(['one', 'secret-1', 'two\n']);
  expect(written).toEqual(['\x1b[34mINFO: one\x1b[0m\n\x1b[34mINFO: ****\x1b[0m\n\x1b[34mINFO: two\x1b[0m\n']);
});

describe('every logged text', () => {
  test('is one line, and forges nothing', () => {
    holds(fc.string({ unit: 'binary' }), (text) => {
      const { log, written } = logger();
      log.info(text);
      expect(written.join('')).toMatch(/^\x1b\[34mINFO: [^\x00-\x1f\x7f-\x9f]*\x1b\[0m\n$/);
    });
  });

  test('shows no secret, also when it is broken over the lines of a closing', () => {
    holds(anyToken, fc.integer({ min: 1, max: 15 }), (token, at) => {
      const { log, written } = logger(token);
      log.fail('Not deployed', `  ${token.slice(0, at)}`, `  ${token.slice(at)}`);
      expect(written).toEqual(['\x1b[31m✖ Not deployed\n  ****\x1b[0m\n']);
    });
  });
});

const AROUND = [
  'It is not known whether the application was deployed: check in Appsmith.',
  `Please report this, with these lines, to ${metadata.support}.`,
];

test.each([
  [Object.assign(new Error('a bug'), { stack: 'Error: a bug\n    at x' }), ['  Error: a bug', '      at x']],
  [Object.assign(new Error('a bug'), { stack: undefined }), ['  a bug']],
  ['no error', ['  no error']],
])('a bug is reported with its stack, if it has one: %s', (bug, lines) => {
  expect(crashReport(bug)).toEqual([
    `This is a bug in appsmith-deploy ${metadata.version}, not in your setup.`,
    ...lines,
    ...AROUND,
  ]);
});
