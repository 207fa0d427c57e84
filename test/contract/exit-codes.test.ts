import { constants } from 'node:os';
import { expect, test } from '@jest/globals';
import { EXIT, SIGNALS } from '../../src/run/exit-code.ts';

test('the exit codes are those that were promised', () => {
  expect(EXIT).toEqual({ deployed: 0, failed: 1, invalid: 2, bug: 70 });
  expect(SIGNALS).toEqual({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 });
});

test('a signal gives 128 and its number', () => {
  for (const [name, code] of Object.entries(SIGNALS)) {
    expect(code).toBe(128 + constants.signals[name as keyof typeof SIGNALS]);
  }
});
