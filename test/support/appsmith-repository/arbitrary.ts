import fc from 'fast-check';
import { NAMES, type Names } from './repository.ts';

/** Names as people give them: of any script, with spaces, and never two that a file system could take for one. */
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map((text) => text.replace(/[/\0\n\r]/g, '-').normalize('NFC'))
  .filter((text) => !/^\.{1,2}$/.test(text));

/** Names of a repository, with up to four pages. */
export const arbitraryNames: fc.Arbitrary<Names> = fc
  .uniqueArray(name, { minLength: 8, maxLength: 10, selector: (text) => text.toLowerCase() })
  .map(([query = '', jsObject = '', container = '', tabs = '', widget = '', datasource = '', ...pages]) => ({
    ...NAMES,
    ...{ query, jsObject, container, tabs, widget, datasource },
    pages: pages as [string, string, ...string[]],
  }));
