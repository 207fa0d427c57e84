import { describe, expect, test } from '@jest/globals';
import { newestInChangelog, releaseChangelog, unreleasedNotes } from '../../../scripts/release/changelog.ts';

const CHANGELOG = `# Changelog

## [Unreleased]

### Added

- A thing.

## [1.0.0] - 2026-01-02

### Added

- The first thing.
`;

describe('the changelog', () => {
  test('gets a heading for the release above what was unreleased', () => {
    const released = releaseChangelog(CHANGELOG, '1.1.0', '2026-11-24');
    expect(released).toContain(
      '## [Unreleased]\n\n## [1.1.0] - 2026-11-24\n\n### Added\n\n- A thing.\n\n## [1.0.0] - 2026-01-02\n',
    );
    expect(released.startsWith('# Changelog\n')).toBe(true);
  });

  test('gets its first release too', () => {
    expect(releaseChangelog('## [Unreleased]\n\n- All.\n', '1.0.0', '2026-11-24')).toBe(
      '## [Unreleased]\n\n## [1.0.0] - 2026-11-24\n\n- All.\n',
    );
  });

  test.each([
    ['without the heading', '# Changelog\n', 'has no line "## [Unreleased]"'],
    ['with nothing under the heading', '## [Unreleased]\n\n## [1.0.0] - 2026-01-02\n', 'says nothing under'],
  ])('%s releases nothing', (_, text, message) => {
    expect(() => releaseChangelog(text, '1.1.0', '2026-11-24')).toThrow(message);
  });

  test.each([
    [CHANGELOG, '1.0.0'],
    [releaseChangelog(CHANGELOG, '1.1.0', '2026-11-24'), '1.1.0'],
    ['## [Unreleased]\n', undefined],
  ])('has the newest version', (text, version) => {
    expect(newestInChangelog(text)).toBe(version);
  });

  test.each([
    [CHANGELOG, '### Added\n\n- A thing.'],
    [releaseChangelog(CHANGELOG, '1.1.0', '2026-11-24'), ''],
    ['## [Unreleased]\n\n- All.\n', '- All.'],
    ['# Changelog\n', ''],
  ])('has what is unreleased', (text, notes) => {
    expect(unreleasedNotes(text)).toBe(notes);
  });
});
