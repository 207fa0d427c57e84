import { existsSync } from 'node:fs';
import { env, exit } from 'node:process';
import { parse } from 'yaml';
import { certificateFor } from '../certificates.ts';
import { disagreements, versionOf } from './agreement.ts';
import { unreleasedNotes } from './changelog.ts';
import { targetOf } from './image.ts';
import { output, read, referringFiles } from './project.ts';
import { tagsOf } from './version.ts';

/** The name of the emulator that the release pipeline deploys to. */
const SMOKE_HOST = 'appsmith.release.example';

/**
 * `npm run release:check`: refuses a release that is not ready. Prints what the release pipeline needs, as lines
 * NAME="value". It changes nothing, so it can be tried anywhere.
 */
const files = {
  'package.json': read('package.json'),
  'package-lock.json': read('package-lock.json'),
  Dockerfile: read('Dockerfile'),
  'CHANGELOG.md': read('CHANGELOG.md'),
  referring: Object.fromEntries(referringFiles().map((file) => [file, read(file)])),
};
const version = versionOf(files);
const problems = disagreements(files);
if (problems.length > 0) problems.push(`Run \`npm run release:prepare -- ${version}\` or fix these by hand.`);
const named = (parse(read('pipe.yml')) as { image: string }).image;
const { registry, image, tag } = targetOf(named);
if (tag !== version) problems.push(`pipe.yml names the image ${named}: its tag must be ${version}.`);
if (unreleasedNotes(files['CHANGELOG.md']) !== '') {
  problems.push(
    'CHANGELOG.md has entries under Unreleased, which users of this release get: run `npm run ' +
      'release:prepare` with the next version.',
  );
}
if (!existsSync('cosign.pub')) {
  problems.push('There is no cosign.pub: make a key by `cosign generate-key-pair`, and commit cosign.pub.');
}
if (output('git', 'status', '--porcelain', '--untracked-files=no') !== '')
  problems.push('There are changes that are not committed: commit or drop them.');
if (output('git', 'ls-remote', '--tags', 'origin', `refs/tags/${version}`) !== '') {
  problems.push(`The tag ${version} is already there, and a released version never changes: prepare the next one.`);
}
const branch = env['BITBUCKET_BRANCH'] || output('git', 'branch', '--show-current');
if (branch !== 'main') problems.push(`A release is made from main, this is ${branch === '' ? 'no branch' : branch}.`);

if (problems.length > 0) {
  console.error(`${version} can't be released yet:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
  exit(1);
}
const [, ...movingTags] = tagsOf(version);
const { ca, cert, key } = await certificateFor(SMOKE_HOST);
const base64 = (text: string) => Buffer.from(text).toString('base64');
console.log(`REGISTRY="${registry}"
IMAGE="${image}"
VERSION="${version}"
MOVING_TAGS="${movingTags.join(' ')}"
REVISION="${output('git', 'rev-parse', 'HEAD')}"
SOURCE_DATE_EPOCH="${output('git', 'log', '-1', '--format=%ct')}"
SMOKE_HOST="${SMOKE_HOST}"
SMOKE_CA="${base64(ca)}"
SMOKE_CERTIFICATE="${base64(cert)}"
SMOKE_KEY="${base64(key)}"`);
