import { newestInChangelog } from './changelog.ts';
import { staleReferences } from './references.ts';

/** The texts with the version, by the names of their files; package.json decides. */
export interface VersionedFiles {
  readonly 'package.json': string;
  readonly 'package-lock.json': string;
  readonly Dockerfile: string;
  readonly 'CHANGELOG.md': string;
  /** Documents and YAML that name the pipe with a version. */
  readonly referring: Readonly<Record<string, string>>;
}

const DOCKERFILE_VERSION = /^ARG VERSION=(.*)$/m;

/** The version in package.json, from which all others follow. */
export function versionOf(files: Pick<VersionedFiles, 'package.json'>): string {
  return (JSON.parse(files['package.json']) as { version: string }).version;
}

/** Where a file says another version than package.json, a line for each. Empty when all agree. */
export function disagreements(files: VersionedFiles): string[] {
  const version = versionOf(files);
  const lock = JSON.parse(files['package-lock.json']) as { version: string; packages: { '': { version: string } } };
  const stated = {
    'package-lock.json': lock.version,
    'package-lock.json, packages': lock.packages[''].version,
    Dockerfile: DOCKERFILE_VERSION.exec(files.Dockerfile)?.[1] ?? 'none',
    'CHANGELOG.md': newestInChangelog(files['CHANGELOG.md']) ?? 'none',
  };
  const wrong = Object.entries(stated)
    .filter(([, other]) => other !== version)
    .map(([file, other]) => `${file} has version ${other}, package.json ${version}`);
  const stale = Object.entries(files.referring).flatMap(([file, text]) =>
    staleReferences(version, text).map(
      (found) => `${file}:${found.line} names ${found.version}, package.json ${version}`,
    ),
  );
  return [...wrong, ...stale];
}

/** The Dockerfile for another version. */
export function dockerfileFor(version: string, dockerfile: string): string {
  return dockerfile.replace(DOCKERFILE_VERSION, `ARG VERSION=${version}`);
}
