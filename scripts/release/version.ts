/** A released version: three numbers, without `v` and without a pre-release. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

const PATTERN = /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/;

/** @throws Error when the text is not such a version, with what to write instead. */
export function parseVersion(text: string): Version {
  const [, major, minor, patch] = PATTERN.exec(text) ?? [];
  if (major === undefined)
    throw new Error(`"${text}" is not a version such as 1.2.0: three numbers, no v, nothing after them.`);
  return { major: Number(major), minor: Number(minor), patch: Number(patch) };
}

/**
 * The names that a release goes by, for the image and for git: Bitbucket reads `pipe: yourorg/appsmith-deploy:1.2` as
 * the git ref `1.2`. Only the first never moves.
 * @example tagsOf('1.2.0') // ['1.2.0', '1.2', '1']
 */
export function tagsOf(version: string): [exact: string, minor: string, major: string] {
  const { major, minor } = parseVersion(version);
  return [version, `${major}.${minor}`, `${major}`];
}

/** Whether `version` comes after `other`. */
export function isNewer(version: string, other: string): boolean {
  const [a, b] = [parseVersion(version), parseVersion(other)];
  return (a.major - b.major || a.minor - b.minor || a.patch - b.patch) > 0;
}
