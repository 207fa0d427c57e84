import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Logger } from '../../src/log/logger.ts';

function logged(use: (log: Logger) => void, colours = true): string[] {
  const writes: string[] = [];
  use(new Logger({ write: (text) => writes.push(text), redact: (text) => text, colours }));
  return writes;
}

describe.each([
  ["in the bytes of Atlassian's toolkits", true],
  ['without colours, with NO_COLOR', false],
])('a line is one write, %s', (_, colours) => {
  test.each<[string, (log: Logger) => void, string, string]>([
    ['info', (log) => log.info('text'), '\x1b[34m', 'INFO: text'],
    ['warning', (log) => log.warning('text'), '\x1b[33m', 'WARNING: text'],
    ['error', (log) => log.error('text'), '\x1b[31m', 'ERROR: text'],
    ['success', (log) => log.success('text'), '\x1b[32m', '✔ text'],
    ['fail', (log) => log.fail('text'), '\x1b[31m', '✖ text'],
    ['success over two lines', (log) => log.success('a', '  b'), '\x1b[32m', '✔ a\n  b'],
    ['fail over two lines', (log) => log.fail('Validation errors: ', '- x'), '\x1b[31m', '✖ Validation errors: \n- x'],
  ])('%s', (_, use, colour, text) => {
    expect(logged(use, colours)).toEqual([colours ? `${colour}${text}\x1b[0m\n` : `${text}\n`]);
  });

  test('debug, only once it is on', () => {
    expect(logged((log) => log.debug('text'), colours)).toEqual([]);
    const writes = logged((log) => {
      log.enableDebug();
      log.debug('text');
    }, colours);
    expect(writes).toEqual(
      colours
        ? ['\x1b[34mINFO: Enabling debug mode.\x1b[0m\n', '\x1b[37mDEBUG: text\x1b[0m\n']
        : ['INFO: Enabling debug mode.\n', 'DEBUG: text\n'],
    );
  });
});

test('whatever a text holds, it stays one line, and colours are ours', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 });
  fc.assert(
    fc.property(text, fc.constantFrom('info', 'warning', 'error', 'success', 'fail'), (content, level) => {
      const line = logged((log) => log[level as 'info'](content)).join('');
      expect(line).toMatch(
        /^\x1b\[3[1-4]m(INFO: |WARNING: |ERROR: |✔ |✖ )[^\x00-\x1f\x7f-\x9f\u2028\u2029]*\x1b\[0m\n$/,
      );
      expect(line.isWellFormed()).toBe(true);
    }),
  );
});
