const UNRELEASED = '## [Unreleased]';

/**
 * The changelog (Keep a Changelog) with the entries of Unreleased under the version.
 * @param date the day of the release, `2026-11-24`.
 * @throws Error when there is no such heading, or nothing under it.
 */
export function releaseChangelog(text: string, version: string, date: string): string {
  const start = text.indexOf(`${UNRELEASED}\n`);
  if (start < 0) throw new Error(`CHANGELOG.md has no line "${UNRELEASED}": add it above the newest version.`);
  const body = start + UNRELEASED.length;
  if (unreleasedNotes(text) === '')
    throw new Error(
      `CHANGELOG.md says nothing under "${UNRELEASED}": write what changes for users, then run this again.`,
    );
  return `${text.slice(0, body)}\n\n## [${version}] - ${date}${text.slice(body)}`;
}

/** What a changelog says under Unreleased. Empty where it says nothing, or has no such heading. */
export function unreleasedNotes(text: string): string {
  const [, after = ''] = text.split(`${UNRELEASED}\n`);
  return after.split(/^## /m)[0]?.trim() ?? '';
}

/** The newest released version of a changelog, or `undefined`. */
export function newestInChangelog(text: string): string | undefined {
  return /^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$/m.exec(text)?.[1];
}
