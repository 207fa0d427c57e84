import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { catalogue } from '../../src/appsmith/failures/catalogue.ts';
import { metadata } from '../../src/manifest/manifest.ts';
import { anchors, DOCUMENTS, links } from '../support/documents.ts';

/** What a link of a document does not lead to, or undefined. */
function broken(file: string, target: string): string | undefined {
  if (/^(https:|mailto:)/.test(target)) return undefined;
  const [path = '', anchor] = target.split('#');
  const found = path === '' ? file : normalize(join(dirname(file), path));
  if (!existsSync(found)) return `${file}: ${target} is not there`;
  if (anchor === undefined || anchors(found).includes(anchor)) return undefined;
  return `${file}: ${target} has no such heading`;
}

test.each(DOCUMENTS)('every link inside the project leads somewhere: %s', (file) => {
  expect(
    links(file)
      .map((target) => broken(file, target))
      .filter((each) => each !== undefined),
  ).toEqual([]);
});

test.each(DOCUMENTS)('no link leads to an unencrypted or unfinished address: %s', (file) => {
  expect(links(file).filter((target) => /^http:|localhost|TODO/.test(target))).toEqual([]);
});

describe("the log's link to an explanation", () => {
  const headings = anchors('docs/failures.md');

  test.each(Object.keys(catalogue))('%s leads to a section', (key) => {
    expect(headings.filter((heading) => heading === `markdown-header-${key.toLowerCase()}`)).toHaveLength(1);
  });

  test('is that of this version, in the repository that pipe.yml names', () => {
    expect(metadata.failuresUrl).toBe(
      `${metadata.repository}/src/${metadata.version}/docs/failures.md#markdown-header-`,
    );
  });
});
