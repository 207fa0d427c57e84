import { describe, expect, test } from '@jest/globals';
import { disagreements, dockerfileFor, type VersionedFiles } from '../../../scripts/release/agreement.ts';

function files(changes: Partial<VersionedFiles> = {}): VersionedFiles {
  return {
    'package.json': '{ "version": "1.2.0" }',
    'package-lock.json': '{ "version": "1.2.0", "packages": { "": { "version": "1.2.0" } } }',
    Dockerfile: 'FROM scratch\nARG VERSION=1.2.0\n',
    'CHANGELOG.md': '## [Unreleased]\n\n## [1.2.0] - 2026-11-24\n',
    referring: { 'README.md': 'yourorg/appsmith-deploy:1.2', 'pipe.yml': 'image: yourorg/appsmith-deploy:1.2.0' },
    ...changes,
  };
}

describe('the places that carry the version', () => {
  test('agree', () => {
    expect(disagreements(files())).toEqual([]);
  });

  test.each<[string, Partial<VersionedFiles>, string]>([
    [
      'package-lock.json',
      { 'package-lock.json': '{ "version": "1.1.0", "packages": { "": { "version": "1.2.0" } } }' },
      'package-lock.json has version 1.1.0, package.json 1.2.0',
    ],
    [
      "package-lock.json's root package",
      { 'package-lock.json': '{ "version": "1.2.0", "packages": { "": { "version": "1.1.0" } } }' },
      'package-lock.json, packages has version 1.1.0, package.json 1.2.0',
    ],
    ['Dockerfile', { Dockerfile: 'ARG VERSION=1.1.0\n' }, 'Dockerfile has version 1.1.0, package.json 1.2.0'],
    [
      'Dockerfile without a version',
      { Dockerfile: 'FROM scratch\n' },
      'Dockerfile has version none, package.json 1.2.0',
    ],
    [
      'changelog',
      { 'CHANGELOG.md': '## [1.1.0] - 2026-11-24\n' },
      'CHANGELOG.md has version 1.1.0, package.json 1.2.0',
    ],
    ['changelog without a release', { 'CHANGELOG.md': '' }, 'CHANGELOG.md has version none, package.json 1.2.0'],
    ['README', { referring: { 'README.md': '\nappsmith-deploy:1.1' } }, 'README.md:2 names 1.1, package.json 1.2.0'],
  ])('disagree in the %s', (_, changes, problem) => {
    expect(disagreements(files(changes))).toEqual([problem]);
  });

  test('follow when the version changes', () => {
    expect(dockerfileFor('1.3.0', files().Dockerfile)).toBe('FROM scratch\nARG VERSION=1.3.0\n');
  });
});
