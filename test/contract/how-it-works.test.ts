import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const document = readFileSync('docs/development/how-it-works.md', 'utf8');

test('the document names files that are there', () => {
  const named = [...document.matchAll(/`(src\/[\w/.-]+)`/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

test('the drawing has a text for those who do not see it', () => {
  expect(document).toMatch(/^!\[[^\]]{40,}\]\(how-it-works\.svg\)$/m);
});
