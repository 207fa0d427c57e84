const UNRELEASED = '## [Unreleased]';

/**
 * A changelog (Keep a Changelog) in which what stood under Unreleased stands under the version.
 * @param date the day of the release, `2026-11-24`.
 * @throws Error when there is no such heading, or nothing under it: then nobody could tell what a release changes.
 */
export function releaseChangelog(text: string, version: string, date: string): string {
  const start = text.indexOf(`${UNRELEASED}\n`);
  if (start < 0) throw new Error(`CHANGELOG.md has no line "${UNRELEASED}": add it above the newest version.`);
  const body = start + UNRELEASED.length;
  const next = text.indexOf('\n## ', body);
  const notes = text.slice(body, next < 0 ? undefined : next).trim();
  if (notes === '')
    throw new Error(
      `CHANGELOG.md says nothing under "${UNRELEASED}": write what changes for users, then run this again.`,
    );
  return `${text.slice(0, body)}\n\n## [${version}] - ${date}${text.slice(body)}`;
}

/** The newest released version of a changelog, or `undefined`. */
export function newestInChangelog(text: string): string | undefined {
  return /^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$/m.exec(text)?.[1];
}
