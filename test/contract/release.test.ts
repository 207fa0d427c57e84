import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };
import { disagreements } from '../../scripts/release/agreement.ts';
import { targetOf } from '../../scripts/release/image.ts';
import { parseVersion, tagsOf } from '../../scripts/release/version.ts';
import type { ReleaseSandbox } from '../support/release/sandbox.ts';
import { ReleaseTemplate } from '../support/release/template.ts';

const [version, minor, major] = tagsOf(packageJson.version);
const next = `${major}.${parseVersion(version).minor + 1}.0`;
const [, image = ''] = /^image: (.*)$/m.exec(readFileSync('pipe.yml', 'utf8')) ?? [];
const named = targetOf(image);

const template = new ReleaseTemplate();
afterAll(() => template[Symbol.dispose]());

function check(sandbox: ReleaseSandbox) {
  return sandbox.run('node scripts/release/check.ts');
}

/** Makes pipe.yml name an image, tag and all. */
function nameImage(sandbox: ReleaseSandbox, image: string) {
  sandbox.write('pipe.yml', sandbox.read('pipe.yml').replace(/^image: .*$/m, `image: ${image}`));
  sandbox.commit();
}

describe('preparing a release', () => {
  test('changes the version wherever it is', () => {
    using sandbox = template.sandbox();
    sandbox.addUnreleased();
    const { exitCode, stdout, stderr } = sandbox.run('node scripts/release/prepare.ts "$0"', next);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`commit as "Release ${next}"`);
    expect(sandbox.read('README.md')).toContain(`/appsmith-deploy:${tagsOf(next)[1]}\n`);
    expect(sandbox.read('pipe.yml')).toContain(`image: ${image.replace(version, next)}\n`);
    expect(sandbox.read('listing/appsmith-deploy.yml')).toContain(`\nversion: ${next}\n`);
    expect(sandbox.read('package.json')).toContain(`"version": "${next}"`);
    expect(
      disagreements({
        'package.json': sandbox.read('package.json'),
        'package-lock.json': sandbox.read('package-lock.json'),
        Dockerfile: sandbox.read('Dockerfile'),
        'CHANGELOG.md': sandbox.read('CHANGELOG.md'),
        referring: { 'README.md': sandbox.read('README.md'), 'pipe.yml': sandbox.read('pipe.yml') },
      }),
    ).toEqual([]);
  });

  test.each([
    ['1.1', '"1.1" is not a version such as 1.2.0'],
    ['', '"" is not a version such as 1.2.0'],
    [version, `${version} is not newer than ${version}, the newest in CHANGELOG.md`],
  ])('refuses %p and changes nothing', (wanted, message) => {
    using sandbox = template.sandbox();
    const { exitCode, stderr } = sandbox.run('node scripts/release/prepare.ts "$0"', wanted);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Nothing is released. ${message}`);
    expect(sandbox.run('git status --porcelain').stdout).toBe('');
  });
});

describe('checking a release', () => {
  test('prints what the pipeline builds', () => {
    using sandbox = template.sandbox();
    const { exitCode, stdout, stderr } = check(sandbox);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    const lines = stdout.trim().split('\n');
    expect(lines).toEqual([
      `REGISTRY="${named.registry}"`,
      `IMAGE="${named.image}"`,
      `VERSION="${version}"`,
      `MOVING_TAGS="${minor} ${major}"`,
      `REVISION="${sandbox.head}"`,
      expect.stringMatching(/^SOURCE_DATE_EPOCH="\d+"$/),
      'SMOKE_HOST="appsmith.release.example"',
      ...['CA', 'CERTIFICATE', 'KEY'].map((name) => expect.stringMatching(`^SMOKE_${name}="[A-Za-z0-9+/=]+"$`)),
    ]);
  });

  test('sends the image to the registry that pipe.yml names', () => {
    using sandbox = template.sandbox();
    nameImage(sandbox, `registry.example/acme/pipe:${version}`);
    const { stdout, stderr } = check(sandbox);
    expect(stderr).toBe('');
    expect(stdout).toContain('REGISTRY="registry.example"\nIMAGE="registry.example/acme/pipe"\n');
  });

  test.each<[string, (sandbox: ReleaseSandbox) => void, string]>([
    ['with another version in a file', (it) => it.write('README.md', 'appsmith-deploy:0.1'), 'README.md:1 names 0.1'],
    [
      'with changes that are not committed',
      (it) => it.write('Dockerfile', it.read('Dockerfile').replace('AS node', 'AS base')),
      'There are changes that are not committed',
    ],
    ['of an image with another tag', (it) => nameImage(it, 'acme/pipe:0.0.1'), `its tag must be ${version}`],
    ['with entries under Unreleased', (it) => it.addUnreleased(), 'entries under Unreleased'],
    ['without cosign.pub', (it) => it.run('rm cosign.pub'), 'There is no cosign.pub'],
    ['that is out', (it) => it.publish(version, 'HEAD'), 'a released version never changes'],
    ['from another branch', (it) => it.run('git switch --create feature'), 'made from main, this is feature'],
    ['from no branch', (it) => it.run('git checkout --detach'), 'made from main, this is no branch'],
  ])('refuses one %s', (_, change, message) => {
    using sandbox = template.sandbox();
    change(sandbox);
    const { exitCode, stdout, stderr } = check(sandbox);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${version} can't be released yet:`);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
  });
});

describe('the steps of a release', () => {
  const KEY = '-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY----- eyJrZGYi -----END ENCRYPTED SIGSTORE PRIVATE KEY-----';

  function step(sandbox: ReleaseSandbox, name: string, variables = '') {
    sandbox.write(
      'release.env',
      `VERSION="${version}"\nMOVING_TAGS="${minor} ${major}"\nREGISTRY="registry.example"\n`,
    );
    return sandbox.run(`mkdir -p .tmp && ${variables} sh scripts/release/steps/${name}.sh`);
  }

  test('go on when older versions are out, and names that are no versions', () => {
    using sandbox = template.sandbox();
    for (const tag of ['0.0.1', '0.9.10', major, minor, `${version}-rc.1`, 'v9.9.9']) sandbox.publish(tag, 'HEAD~1');
    expect(step(sandbox, 'not-out-yet')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test.each<[string, string, (sandbox: ReleaseSandbox) => void, string, string]>([
    [
      'the version is out',
      'not-out-yet',
      (it) => it.publish(version, 'HEAD~1'),
      `${version} is out already`,
      'Prepare the next one',
    ],
    [
      'a newer one is out',
      'not-out-yet',
      (it) => it.publish(next, 'HEAD'),
      `${next} is out`,
      `a version after ${next}`,
    ],
    [
      'the origin is gone',
      'not-out-yet',
      (it) => it.run('git remote remove origin'),
      'The tags of the origin',
      'run the step again',
    ],
    [
      'there is no cosign.pub',
      'key-fits',
      (it) => it.run('rm cosign.pub'),
      'there is no cosign.pub',
      'commit cosign.pub',
    ],
    ['there is no key', 'key-fits', () => {}, 'COSIGN_PRIVATE_KEY is empty', 'base64 -w 0 cosign.key'],
    ['there is nobody to log in', 'log-in', () => {}, 'REGISTRY_USER or REGISTRY_TOKEN is empty', 'Set both'],
  ])('end when %s, and say what to do', (_, name, change, problem, advice) => {
    using sandbox = template.sandbox();
    change(sandbox);
    const { exitCode, stderr } = step(sandbox, name);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Not released: ${problem}`);
    expect(stderr.slice(stderr.indexOf(problem))).toContain(advice);
  });

  test.each([
    ['a key without line breaks', KEY, 'a key without line breaks'],
    ['base64 of something else', Buffer.from('no key').toString('base64'), 'neither a key nor base64 of one'],
    ['base64 of a key without line breaks', Buffer.from(KEY).toString('base64'), 'a key without line breaks'],
    ['anything else', 'secret!', 'neither a key nor base64 of one'],
  ])('take no key that is %s', (_, key, problem) => {
    using sandbox = template.sandbox();
    const { exitCode, stderr } = step(sandbox, 'key-fits', `COSIGN_PRIVATE_KEY='${key}'`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(problem);
    expect(stderr).not.toContain(key);
  });

  test.each([
    ['1.1.3', 'name a released version and the tags to move'],
    ['1.1.3 1.2.0', '1.2.0 is not a moving tag such as 1.2 or 1. Released versions never change.'],
    ['1.1.3 latest', 'latest is not a moving tag'],
    ['9.9.9 1.2 1', 'git has no tag 9.9.9 at the origin'],
  ])('move no tag with %p', (given, message) => {
    using sandbox = template.sandbox();
    sandbox.publish('1.1.3', 'HEAD~1');
    const { exitCode, stderr } = sandbox.run(`sh scripts/release/move-tags.sh ${given}`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`No tag was moved: ${message}`);
    expect(Object.keys(sandbox.publishedTags)).toEqual(['1.1.3']);
  });
});

describe('another home', () => {
  test.each(['', 'Acme', 'acme/team'])('is not %p', (organisation) => {
    using sandbox = template.sandbox();
    const { exitCode, stderr } = sandbox.run('node scripts/release/rename.ts "$0"', organisation);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`"${organisation}" is no organisation`);
    expect(sandbox.run('git status --porcelain').stdout).toBe('');
  });
});
