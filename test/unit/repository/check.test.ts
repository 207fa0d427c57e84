import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkRepository } from '../../../src/repository/check.ts';
import { conflict, edit, type Fault } from '../../support/appsmith-repository/changes.ts';
import { ERROR_FAULTS } from '../../support/appsmith-repository/errors.ts';
import {
  json,
  NAMES,
  type Names,
  oldRepository,
  placesOf,
  repository,
  repositoryFiles,
} from '../../support/appsmith-repository/repository.ts';
import { HARMLESS, WARNING_FAULTS } from '../../support/appsmith-repository/warnings.ts';
import { holds } from '../../support/property.ts';

/** Names as people give them: of any script, with spaces, and never two that a file system could take for one. */
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map((text) => text.replace(/[/\0\n\r]/g, '-').normalize('NFC'))
  .filter((text) => !/^\.{1,2}$/.test(text));

/** Names of a repository, with up to four pages. */
const arbitraryNames: fc.Arbitrary<Names> = fc
  .uniqueArray(name, { minLength: 8, maxLength: 10, selector: (text) => text.toLowerCase() })
  .map(([query = '', jsObject = '', container = '', tabs = '', widget = '', datasource = '', ...pages]) => ({
    ...NAMES,
    ...{ query, jsObject, container, tabs, widget, datasource },
    pages: pages as [string, string, ...string[]],
  }));

/** Rules that are broken too where another one is. */
const FOLLOWS: Readonly<Record<string, readonly string[]>> = { 'no-page-file': ['unknown-page'] };

function expectFound(fault: Fault, severity: 'error' | 'warning', names = NAMES): void {
  const files = repository(names);
  const { path, line } = fault.make(files, names);
  const { findings } = checkRepository(repositoryFiles(files));
  const own = findings.filter(({ rule }) => rule === fault.rule);
  expect(own).toEqual([expect.objectContaining({ path, severity })]);
  const others = new Set(findings.map(({ rule }) => rule));
  expect([fault.rule, ...(FOLLOWS[fault.rule ?? ''] ?? [])]).toEqual(expect.arrayContaining([...others]));
  if (line !== undefined) {
    const text = files.get(path)?.replace('\uFEFF', '').split('\n')[(own[0]?.line ?? 0) - 1];
    expect(text?.slice((own[0]?.column ?? 0) - 1).startsWith(line)).toBe(true);
  }
}

describe('a valid repository has no finding', () => {
  test('one of the current format, and says how many files were looked at, and which schema it needs', () => {
    const files = repository();
    expect(checkRepository(repositoryFiles(files))).toEqual({
      checked: files.size,
      findings: [],
      schema: { server: 12, client: 2 },
      modules: [],
    });
  });

  test('whatever its names are', () => {
    holds(arbitraryNames, (names) => {
      expect(checkRepository(repositoryFiles(repository(names))).findings).toEqual([]);
    });
  });

  test.each(HARMLESS)('with $name', ({ make }) => {
    const files = repository();
    make(files, NAMES);
    expect(checkRepository(repositoryFiles(files)).findings).toEqual([]);
  });

  test('with what working applications have, whatever its names are', () => {
    holds(arbitraryNames, fc.constantFrom(...HARMLESS), (names, { make }) => {
      const files = repository(names);
      make(files, names);
      expect(checkRepository(repositoryFiles(files)).findings).toEqual([]);
    });
  });
});

describe('what Appsmith refuses is an error, at its file and line', () => {
  test.each(ERROR_FAULTS)('$name', (fault) => expectFound(fault, 'error'));

  test('whatever the names are', () => {
    holds(arbitraryNames, fc.constantFrom(...ERROR_FAULTS), (names, fault) => expectFound(fault, 'error', names));
  });
});

describe('what Appsmith drops is a warning, at its file and line', () => {
  test.each(WARNING_FAULTS)('$name', (fault) => expectFound(fault, 'warning'));

  test('whatever the names are', () => {
    holds(arbitraryNames, fc.constantFrom(...WARNING_FAULTS), (names, fault) => expectFound(fault, 'warning', names));
  });
});

describe('older formats are checked only for conflicts and JSON', () => {
  const FORMATS = [1, 2, 3, 4] as const;

  test.each(FORMATS)('format %i is valid, whatever its structure', (format) => {
    const files = oldRepository(format);
    expect(checkRepository(repositoryFiles(files)).findings).toEqual([]);
    for (const path of ['application.json', 'pages/Page1/canvas.json']) files.delete(path);
    files.set('pages/README.md', 'text');
    expect(checkRepository(repositoryFiles(files)).findings).toEqual([]);
  });

  test.each(FORMATS)('every file of format %i is read', (format) => {
    for (const path of oldRepository(format).keys()) {
      if (path === 'metadata.json') continue;
      const files = oldRepository(format);
      conflict(files, path);
      expect(checkRepository(repositoryFiles(files)).findings).toEqual([
        expect.objectContaining({ rule: 'conflict-markers', path, line: 2, column: 1 }),
      ]);
      if (!path.endsWith('.json')) continue;
      files.set(path, '{');
      expect(checkRepository(repositoryFiles(files)).findings).toEqual([
        expect.objectContaining({ rule: 'invalid-json', path }),
      ]);
    }
  });

  test('a format that is newer than any known is not judged by its structure', () => {
    const files = repository();
    files.set('metadata.json', json({ fileFormatVersion: 6 }));
    files.delete('application.json');
    expect(checkRepository(repositoryFiles(files)).findings).toEqual([]);
  });
});

describe('what is not looked at is not judged', () => {
  test.each([`pages/${NAMES.pages[0]}`, placesOf(NAMES).page])('%s', (unread) => {
    const files = repository();
    for (const path of [...files.keys()]) if (`${path}/`.startsWith(`${unread}/`)) files.delete(path);
    expect(checkRepository(repositoryFiles(files, [unread])).findings).toEqual([]);
  });

  test('all pages', () => {
    const files = new Map([...repository()].filter(([path]) => !path.startsWith('pages/')));
    expect(checkRepository(repositoryFiles(files, ['pages'])).findings).toEqual([]);
  });

  test('the content of a file', () => {
    for (const path of repository().keys()) {
      const files = repositoryFiles(repository());
      const passedOver = { ...files, text: (each: string) => (each === path ? undefined : files.text(each)) };
      expect(checkRepository(passedOver).findings).toEqual([]);
    }
  });
});

test('the children of tabs without ids are not checked', () => {
  const files = repository();
  const { tabs } = placesOf(NAMES);
  edit(files, tabs, (widget) => {
    widget['children'] = [{ tabId: 'tab1' }, { tabId: 'tab2' }];
  });
  expect(checkRepository(repositoryFiles(files)).findings).toEqual([]);
});

test('the modules of packages are named, with their package where it is known', () => {
  const files = repository();
  files.set('source modules/SendMail.json', json({ packageName: 'Mail' }));
  files.set('source modules/Format date.json', json({ name: 'Format date' }));
  expect(checkRepository(repositoryFiles(files)).modules).toEqual(['Format date', 'SendMail (package Mail)']);
});

test('JSON that is no object has nothing that it should have', () => {
  const files = repository();
  const { page, inTabs } = placesOf(NAMES);
  files.set(page, '[]');
  files.set(inTabs, '"text"');
  const found = checkRepository(repositoryFiles(files)).findings.map(({ rule, path }) => `${rule} ${path}`);
  expect(found).toEqual([`no-content ${page}`, `unknown-tab ${inTabs}`]);
});

test('without metadata.json, the format is known by the page files', () => {
  const current = repository();
  current.delete('metadata.json');
  current.delete('application.json');
  const older = oldRepository(2);
  older.delete('metadata.json');
  older.delete('application.json');
  const rules = [current, older].map((files) =>
    checkRepository(repositoryFiles(files)).findings.map(({ rule }) => rule),
  );
  expect(rules).toEqual([['no-metadata', 'no-application'], ['no-metadata']]);
});

test('the place in a valid file that is nested too deeply is its beginning', () => {
  const files = repository();
  const { inTabs } = placesOf(NAMES);
  files.set(inTabs, `{\n"deep": ${'['.repeat(100_000)}${']'.repeat(100_000)}, "parentId": "gone"}`);
  expect(checkRepository(repositoryFiles(files)).findings).toEqual([
    expect.objectContaining({ path: inTabs, rule: 'unknown-tab', line: 1, column: 1 }),
  ]);
});

test('a conflict at the very beginning of a file is at line 1', () => {
  const files = repository();
  const { jsBody } = placesOf(NAMES);
  files.set(jsBody, '<<<<<<< HEAD\n=======\n>>>>>>> main\n');
  expect(checkRepository(repositoryFiles(files)).findings).toEqual([
    expect.objectContaining({ path: jsBody, line: 1, column: 1 }),
  ]);
});

test('JSON that is nested too deeply for anyone is invalid, and ends nothing', () => {
  const files = repository();
  const path = placesOf(NAMES).inTabs;
  files.set(path, '['.repeat(200_000));
  expect(checkRepository(repositoryFiles(files)).findings).toEqual([
    expect.objectContaining({ path, rule: 'invalid-json', problem: 'The file is not valid JSON: nested too deeply.' }),
  ]);
});
