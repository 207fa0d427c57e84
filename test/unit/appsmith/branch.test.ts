import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { BRANCH_NAME, isBranchName } from '../../../src/appsmith/branch.ts';
import { metadata } from '../../../src/manifest/manifest.ts';

test.each([
  'main',
  'feature/a&b',
  'a.lockx',
  '@',
  'a@b',
  '{a}',
  'head',
  'HEAD/a',
  'a\u00a0b',
  '\u3000',
  '\ufeffa',
  'a\u0085',
  'a\u2028b',
  '\u{1f680}',
  '$a',
  '<a>',
])('Git accepts the branch %j', (name) => {
  expect(isBranchName(name)).toBe(true);
});

test.each([
  '',
  '-a',
  '.a',
  'a/.b',
  '/a',
  'a/',
  'a//b',
  'a..b',
  'a.',
  'a.lock',
  'a.lock/b',
  'a@{b',
  'HEAD',
  'a b',
  'a\tb',
  'a\n',
  'a\x7f',
  'a~b',
  'a^b',
  'a:b',
  'a?b',
  'a*b',
  'a[b',
  'a\\b',
  'a\u2028..b',
  '\ud800',
])('Git does not accept the branch %j', (name) => {
  expect(isBranchName(name)).toBe(false);
});

test('pipe.yml and the schema of a deployments file have the same expression', () => {
  const source = BRANCH_NAME.source.replaceAll('\\/', '/').replaceAll('[\\\\/.]', '[\\\\/.]');
  const items = metadata.variables.find(({ name }) => name === 'BRANCH')?.schema['items'] as { pattern: string };
  const schema = JSON.parse(readFileSync('schemas/appsmith-deployments.schema.json', 'utf8'));
  for (const pattern of [items.pattern, schema.definitions.branch.pattern])
    expect(new RegExp(pattern).source).toBe(BRANCH_NAME.source);
  expect(source).toContain('HEAD');
});
