import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Logger } from '../../src/log/logger.ts';

function logged(use: (log: Logger) => void): { stdout: string; stderr: string; writes: number } {
  const seen = { stdout: '', stderr: '', writes: 0 };
  const write = (name: 'stdout' | 'stderr') => (text: string) => {
    seen[name] += text;
    seen.writes += 1;
  };
  use(new Logger({ stdout: write('stdout'), stderr: write('stderr') }, (text) => text));
  return seen;
}

describe("a line, in the bytes of Atlassian's toolkit", () => {
  test.each<[string, (log: Logger) => void, 'stdout' | 'stderr', string]>([
    ['info', (log) => log.info('text'), 'stderr', '\x1b[34mINFO: text\x1b[0m\n'],
    ['warning', (log) => log.warning('text'), 'stderr', '\x1b[33mWARNING: text\x1b[0m\n'],
    ['error', (log) => log.error('text'), 'stderr', '\x1b[31mERROR: text\x1b[0m\n'],
    ['success', (log) => log.success('text'), 'stdout', '\x1b[32m✔ text\x1b[0m\n'],
    ['fail', (log) => log.fail('text'), 'stdout', '\x1b[31m✖ text\x1b[0m\n'],
    ['success over two lines', (log) => log.success('a', '  b'), 'stdout', '\x1b[32m✔ a\n  b\x1b[0m\n'],
    [
      'fail over two lines',
      (log) => log.fail('Validation errors: ', '- x'),
      'stdout',
      '\x1b[31m✖ Validation errors: \n- x\x1b[0m\n',
    ],
  ])('%s', (_, use, stream, bytes) => {
    const seen = logged(use);
    expect(seen).toEqual({ stdout: '', stderr: '', [stream]: bytes, writes: 1 });
  });

  test('debug, only once it is on', () => {
    expect(logged((log) => log.debug('text')).stderr).toBe('');
    const { stderr } = logged((log) => {
      log.enableDebug();
      log.debug('text');
    });
    expect(stderr).toBe('\x1b[34mINFO: Enabling debug mode.\x1b[0m\n\x1b[37mDEBUG: text\x1b[0m\n');
  });
});

test('whatever a text holds, it stays one line, and colours are ours', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 });
  fc.assert(
    fc.property(text, fc.constantFrom('info', 'warning', 'error', 'success', 'fail'), (content, level) => {
      const { stdout, stderr } = logged((log) => log[level as 'info'](content));
      const line = stdout + stderr;
      expect(line).toMatch(
        /^\x1b\[3[1-4]m(INFO: |WARNING: |ERROR: |✔ |✖ )[^\x00-\x1f\x7f-\x9f\u2028\u2029]*\x1b\[0m\n$/,
      );
      expect(line.isWellFormed()).toBe(true);
    }),
  );
});
