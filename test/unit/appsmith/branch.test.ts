import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { BRANCH_NAME, branchAdvice, isBranchName } from '../../../src/appsmith/branch.ts';
import { adviceLines } from '../../../src/deployment/advice.ts';
import { metadata } from '../../../src/manifest/manifest.ts';
import { aDeployment } from '../../support/builders.ts';

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

/** What the log says first where Appsmith does not know the branch. */
function firstAdvice(branch: string, called = 'BRANCH'): string | undefined {
  const deployment = { ...aDeployment({ branch }), names: { ...aDeployment().names, branch: called } };
  const found = branchAdvice(deployment);
  const failure = { outcome: 'not-deployed', facts: found?.facts, advice: [found?.advice] };
  return found && adviceLines(failure as never, deployment)[0];
}

const NOT_INCLUDED = 'Write main in BRANCH: the name of the branch does not include';

test.each([
  ['refs/heads/main', `${NOT_INCLUDED} refs/heads/.`],
  ['origin/main', `${NOT_INCLUDED} origin/.`],
  ['remotes/origin/main', `${NOT_INCLUDED} remotes/origin/.`],
  ['refs/remotes/origin/main', `${NOT_INCLUDED} refs/remotes/origin/.`],
  ['heads/main', `${NOT_INCLUDED} heads/.`],
  ['main,', 'Is the branch main? Write that alone in BRANCH.'],
  ['main;', 'Is the branch main? Write that alone in BRANCH.'],
  ['main,release', "Is main,release a list? Write ['main', 'release']."],
  ['{main;release}', "Is {main;release} a list? Write ['main', 'release']."],
  ['“main”', 'Is the branch main? Write that alone in BRANCH.'],
  ['branchName=main', 'Is the branch main? Write that alone in BRANCH.'],
  ['feature%2Fa%26b', 'Is the branch feature/a&b? Write that alone in BRANCH.'],
  ['main', undefined],
  ['feature/origin/a', undefined],
  ['100%', undefined],
  ['a%20b', undefined],
  ['a\u2028b', undefined],
])('of the unknown branch %j the log says first: %s', (branch, advice) => {
  expect(firstAdvice(branch)).toBe(advice);
});

test('an unknown branch in a file cannot be a list, and that of the build is no mistake of the user', () => {
  expect(firstAdvice('main,release', '`branch`')).toBe('Is main,release a list? A deployment has one branch.');
  expect(firstAdvice('origin/x', 'BITBUCKET_BRANCH')).toBe(
    'origin/x is the branch of this build. Set BRANCH to deploy another.',
  );
});
