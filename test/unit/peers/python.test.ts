import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { toolkitPython } from '../../../scripts/peers/python.ts';

test.each([
  ['/nowhere/python3', "Atlassian's toolkit needs python3 with its module venv (Debian: python3 and python3-venv): "],
  ['false', "Atlassian's toolkit needs python3 with its module venv (Debian: python3 and python3-venv): "],
])('without a python3 that makes environments, it is named: %s', async (interpreter, words) => {
  const cache = mkdtempSync(join(tmpdir(), 'toolkit-'));
  try {
    await expect(toolkitPython({ cache, interpreter })).rejects.toThrow(words);
  } finally {
    rmSync(cache, { recursive: true });
  }
});
