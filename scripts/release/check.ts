import { env, exit } from 'node:process';
import { parse } from 'yaml';
import { disagreements, versionOf } from './agreement.ts';
import { inFull, targetOf } from './image.ts';
import { output, read, referringFiles } from './project.ts';
import { tagsOf } from './version.ts';

/**
 * `npm run release:check`: refuses a release that is not ready, and prints what the release pipeline needs to know as NAME="value" lines.
 * It changes nothing, so it can be tried anywhere.
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
if (problems.length > 0) problems.push(`Run \`npm run release:prepare -- ${version}\` or mend these by hand.`);
const { registry, image } = targetOf(env);
const named = (parse(read('pipe.yml')) as { image: string }).image;
if (inFull(named) !== `${image}:${version}`) {
  problems.push(
    `pipe.yml names the image ${named}, and REGISTRY and IMAGE_NAME make it ${image}:${version}: Bitbucket pulls what pipe.yml names. Change one of them.`,
  );
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
console.log(`REGISTRY="${registry}"`);
console.log(`IMAGE="${image}"`);
console.log(`VERSION="${version}"`);
console.log(`MOVING_TAGS="${movingTags.join(' ')}"`);
console.log(`REVISION="${output('git', 'rev-parse', 'HEAD')}"`);
console.log(`SOURCE_DATE_EPOCH="${output('git', 'log', '-1', '--format=%ct')}"`);
