import { argv, exit } from 'node:process';
import { dockerfileFor, versionOf } from './agreement.ts';
import { newestInChangelog, releaseChangelog } from './changelog.ts';
import { output, read, referringFiles, write } from './project.ts';
import { withReferencesTo } from './references.ts';
import { isNewer, parseVersion } from './version.ts';

/**
 * `npm run release:prepare -- 1.2.0`: writes the version everywhere. Commits nothing, so that a person sees the change
 * first.
 */
function prepare(version: string): string {
  parseVersion(version);
  const changelog = read('CHANGELOG.md');
  const released = newestInChangelog(changelog);
  if (released !== undefined && !isNewer(version, released)) {
    throw new Error(`${version} is not newer than ${released}, the newest in CHANGELOG.md.`);
  }
  // First what can refuse, then what writes.
  const today = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
  write('CHANGELOG.md', releaseChangelog(changelog, version, today));
  write('Dockerfile', dockerfileFor(version, read('Dockerfile')));
  for (const file of referringFiles()) write(file, withReferencesTo(version, read(file)));
  if (versionOf({ 'package.json': read('package.json') }) !== version)
    output('npm', 'version', '--no-git-tag-version', version);
  output('node', 'scripts/generate/generate.ts');
  return output('git', 'diff', '--stat');
}

const [, , version = ''] = argv;
try {
  console.log(prepare(version));
  console.log(
    `Next: read \`git diff\`, then \`npm test\`, then commit as "Release ${version}". RELEASING.md has the rest.`,
  );
} catch (error) {
  console.error(`Nothing is released. ${(error as Error).message}`);
  exit(1);
}
