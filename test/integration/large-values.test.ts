import { expect, test } from '@jest/globals';
import { startEmulator } from '../../emulator/index.ts';
import { metadata } from '../../src/manifest/manifest.ts';
import { variablesFor } from '../support/environment.ts';
import { runMain } from '../support/run-main.ts';

const SIZE = 100_000;

/** Texts on which a regular expression that is not linear takes minutes. */
const TEXTS = [
  ...['/', ' ', ':', '\n'].map((char) => char.repeat(SIZE)),
  `https://${'/'.repeat(SIZE)}x`,
  `curl ${' '.repeat(SIZE)}x`,
  `['${"a', '".repeat(SIZE / 6)}`,
  `x:${' '.repeat(SIZE)}\u0000`,
];

test.each(metadata.variables.map(({ name }) => name))(
  '%s may be 100 kB of anything, and is answered soon',
  async (name) => {
    await using emulator = await startEmulator();
    for (const text of TEXTS) {
      const changes = { TIMEOUT: '2', MAX_ATTEMPTS: '1', [name]: text };
      const { exitCode, durationMs, log } = await runMain(variablesFor(emulator, changes));
      expect([0, 1, 2]).toContain(exitCode);
      expect(durationMs).toBeLessThan(5_000);
      expect(log.length).toBeLessThan(50_000);
    }
  },
);
