import { exit } from 'node:process';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { targetOf } from './image.ts';
import { output, read, write } from './project.ts';

/**
 * `npm run rename -- acme [--registry ghcr.io]`: replaces the organisation in every committed file, and the registry in
 * pipe.yml. Commits nothing, so that a person sees the change first.
 */
function rename(organisation: string, registry: string | undefined): string {
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(organisation)) {
    throw new Error(
      `"${organisation}" is no organisation: small letters, digits, - and _, as Bitbucket and the registry have it.`,
    );
  }
  const { repository, image } = parse(read('pipe.yml')) as { repository: string; image: string };
  const [, current = ''] = /^https:\/\/bitbucket\.org\/([^/]+)\//.exec(repository) ?? [];
  if (current === '') throw new Error(`pipe.yml has the repository ${repository}, which is not on bitbucket.org.`);
  const name = new RegExp(`(?<![\\w-])${current}(?![\\w-])`, 'g');
  for (const file of output('git', 'ls-files').split('\n')) {
    const text = read(file);
    const renamed = text.replaceAll(name, organisation);
    if (renamed !== text) write(file, renamed);
  }
  if (registry !== undefined) {
    const { image: full, registry: old, tag } = targetOf(image.replaceAll(name, organisation));
    write('pipe.yml', read('pipe.yml').replace(/^image: .*$/m, `image: ${full.replace(old, registry)}:${tag}`));
  }
  // A name of another length changes where lines break.
  output('biome', 'format', '--write', '.');
  output('npm', 'run', '--silent', 'generate');
  return output('git', 'diff', '--stat');
}

try {
  const { values, positionals } = parseArgs({ options: { registry: { type: 'string' } }, allowPositionals: true });
  console.log(rename(positionals[0] ?? '', values.registry));
  console.log(
    'Next: read `git diff`, set the address in SECURITY.md and pipe.yml that is really read, then `npm test`, ' +
      'and commit.',
  );
} catch (error) {
  console.error((error as Error).message);
  exit(1);
}
