import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { importProblem } from '../../../emulator/import.ts';
import type { Fault } from '../../support/appsmith-repository/changes.ts';
import { ERROR_FAULTS } from '../../support/appsmith-repository/errors.ts';
import { NAMES, oldRepository, repository, writeRepository } from '../../support/appsmith-repository/repository.ts';
import { HARMLESS, WARNING_FAULTS } from '../../support/appsmith-repository/warnings.ts';

let clone: string;
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'appsmith-emulator-clone-'));
});
afterEach(() => rmSync(clone, { recursive: true }));

function problemWith({ make }: Fault) {
  const files = repository();
  make(files, NAMES);
  writeRepository(clone, files);
  return importProblem(clone);
}

/** Appsmith publishes these broken, without a word. */
const PUBLISHED = ['a conflict in queryBody', 'a conflict in jsBody', 'a conflict with the line breaks of Windows'];
const isPublished = ({ name, rule }: Fault) => PUBLISHED.includes(name) || rule === 'page-name';

const CODES: Readonly<Record<string, string>> = {
  'no-metadata': 'AE-APP-4028',
  'no-application': 'AE-APP-4028',
  'no-pages': 'AE-APP-4028',
  'unknown-page': 'AE-JSN-4049',
};
const ROOT = /metadata\.json$|^a conflict in application\.json/;

describe('an emulated Appsmith that imports a clone', () => {
  test.each(ERROR_FAULTS.filter((fault) => !isPublished(fault)))('refuses $name', (fault) => {
    const expected = ROOT.test(fault.name) ? 'AE-APP-4028' : (CODES[fault.rule ?? ''] ?? 'AE-GIT-4044');
    expect(problemWith(fault)).toBe(expected);
  });

  test.each([...ERROR_FAULTS.filter(isPublished), ...WARNING_FAULTS, ...HARMLESS])('imports $name', (fault) => {
    expect(problemWith(fault)).toBeUndefined();
  });

  test.each([1, 2, 3, 4] as const)('imports the older format %i', (format) => {
    writeRepository(clone, oldRepository(format));
    expect(importProblem(clone)).toBeUndefined();
  });
});
