import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { metadata } from '../../src/manifest/manifest.ts';

const changelog = readFileSync('CHANGELOG.md', 'utf8');
const headings = changelog.split('\n').filter((line) => line.startsWith('## '));
const versions = headings.slice(1).map((heading) => /^## \[(\d+)\.(\d+)\.(\d+)\] - \d{4}-\d\d-\d\d$/.exec(heading));

test('begins with what is unreleased, then every version with its day', () => {
  expect(headings[0]).toBe('## [Unreleased]');
  expect(versions.length).toBeGreaterThan(0);
  expect(versions).not.toContain(null);
});

test('has the newest version first, and it is that of pipe.yml', () => {
  const numbers = versions.map((match) => (match ?? []).slice(1).map(Number));
  expect(numbers[0]?.join('.')).toBe(metadata.version);
  expect(numbers).toEqual([...numbers].sort((one, other) => compared(other, one)));
});

test('sorts changes under the headings of Keep a Changelog only', () => {
  const kinds = changelog.split('\n').filter((line) => line.startsWith('### '));
  for (const kind of kinds) expect(kind).toMatch(/^### (Added|Changed|Deprecated|Removed|Fixed|Security)$/);
  expect(kinds.length).toBeGreaterThan(0);
});

function compared(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((part, index) => part !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}
