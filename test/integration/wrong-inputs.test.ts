import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { DEFAULT_TOKEN, startEmulator } from '../../emulator/index.ts';
import { makeClone } from '../support/clone.ts';
import { variablesFor } from '../support/environment.ts';
import { runMain } from '../support/run-main.ts';

/** What somebody sets, and what the pipe makes of it. */
interface Case {
  readonly set: Readonly<Record<string, string | null>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly exit?: number;
  readonly says?: readonly string[];
  readonly not?: readonly string[];
}

const classes: Readonly<Record<string, readonly Case[]>> = parse(
  readFileSync('test/fixtures/wrong-inputs.yml', 'utf8'),
);

describe.each(Object.entries(classes))('%s', (_, cases) => {
  test.each(cases)('$set', async ({ set, files = {}, exit = 2, says = [], not = [] }) => {
    await using emulator = await startEmulator();
    await using clone = await makeClone();
    const filled = (text: string) => text.replaceAll('[TOKEN]', DEFAULT_TOKEN).replaceAll('[URL]', emulator.url);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(clone.path, name)), { recursive: true });
      writeFileSync(join(clone.path, name), filled(text));
    }
    const given = Object.entries(set).map(([name, text]) => [name, text === null ? undefined : filled(text)]);
    const before = clone.files();
    const environment = variablesFor(emulator, { ...clone.variables, ...Object.fromEntries(given) });
    const { exitCode, log } = await runMain(environment, { cwd: clone.path });
    const flat = log.replaceAll(/\n +/g, ' ');
    expect({ exitCode, flat }).toEqual({ exitCode: exit, flat });
    for (const words of says) expect(flat).toContain(filled(words));
    for (const words of ['s3cretpw99', ...not]) expect(flat).not.toContain(filled(words));
    if (exit === 2) expect(emulator.requests).toEqual([]);
    if (exit === 2) expect(clone.files()).toEqual(before);
  });
});
