import { afterAll, describe, expect, test } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };
import { disagreements } from '../../scripts/release/agreement.ts';
import { parseVersion, tagsOf } from '../../scripts/release/version.ts';
import { codeBlocks } from '../support/documents.ts';
import type { ReleaseSandbox } from '../support/release/sandbox.ts';
import { ReleaseTemplate } from '../support/release/template.ts';

const [version, minor, major] = tagsOf(packageJson.version);
const next = `${major}.${parseVersion(version).minor + 1}.0`;
const ACCOUNTS = {
  REGISTRY_USER: 'bot',
  REGISTRY_TOKEN: 'token-of-the-registry',
  COSIGN_PRIVATE_KEY: 'key-of-cosign',
};
const IMAGE = 'docker.io/yourorg/appsmith-deploy';
const PIPE = `${IMAGE}@sha256:1234abcd`;

const template = new ReleaseTemplate();
afterAll(() => template[Symbol.dispose]());

function check(sandbox: ReleaseSandbox, variables = '') {
  return sandbox.run(`${variables} node scripts/release/check.ts`);
}

/** Makes pipe.yml name an image, tag and all. */
function nameImage(sandbox: ReleaseSandbox, image: string) {
  sandbox.write('pipe.yml', sandbox.read('pipe.yml').replace(/^image: .*$/m, `image: ${image}`));
  sandbox.commit();
}

describe('preparing a release', () => {
  test('changes the version wherever it stands', () => {
    using sandbox = template.sandbox();
    const { exitCode, stdout, stderr } = sandbox.run('node scripts/release/prepare.ts "$0"', next);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`commit as "Release ${next}"`);
    expect(sandbox.read('README.md')).toContain(`yourorg/appsmith-deploy:${tagsOf(next)[1]}\n`);
    expect(sandbox.read('pipe.yml')).toContain(`image: yourorg/appsmith-deploy:${next}\n`);
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
  test('tells the pipeline what to build', () => {
    using sandbox = template.sandbox();
    const { exitCode, stdout, stderr } = check(sandbox);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    const lines = stdout.trim().split('\n');
    expect(lines).toEqual([
      'REGISTRY="docker.io"',
      `IMAGE="${IMAGE}"`,
      `VERSION="${version}"`,
      `MOVING_TAGS="${minor} ${major}"`,
      `REVISION="${sandbox.head}"`,
      expect.stringMatching(/^SOURCE_DATE_EPOCH="\d+"$/),
    ]);
  });

  test('accepts an image in another registry when pipe.yml names it, and tells the pipeline', () => {
    using sandbox = template.sandbox();
    nameImage(sandbox, `registry.example/acme/pipe:${version}`);
    const { stdout, stderr } = check(sandbox, 'REGISTRY=registry.example IMAGE_NAME=acme/pipe');
    expect(stderr).toBe('');
    expect(stdout).toContain('REGISTRY="registry.example"\nIMAGE="registry.example/acme/pipe"\n');
  });

  test.each([
    ['in a registry', `yourorg/appsmith-deploy:${version}`, 'REGISTRY=registry.example'],
    ['of a name', `registry.example/yourorg/appsmith-deploy:${version}`, ''],
    ['of a version', 'acme/pipe:0.0.1', 'IMAGE_NAME=acme/pipe'],
  ])('refuses an image %s that pipe.yml does not name: Bitbucket would pull another', (_, image, variables) => {
    using sandbox = template.sandbox();
    nameImage(sandbox, image);
    const { exitCode, stdout, stderr } = check(sandbox, variables);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`pipe.yml names the image ${image}, and REGISTRY and IMAGE_NAME make it `);
    expect(stdout).toBe('');
  });

  test.each<[string, (sandbox: ReleaseSandbox) => void, string]>([
    ['with another version in a file', (it) => it.write('README.md', 'appsmith-deploy:0.1'), 'README.md:1 names 0.1'],
    [
      'with changes that are not committed',
      (it) => it.write('Dockerfile', it.read('Dockerfile').replace('AS node', 'AS base')),
      'There are changes that are not committed',
    ],
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

describe('the release pipeline', () => {
  function release(sandbox: ReleaseSandbox, variables: Readonly<Record<string, string>> = {}) {
    sandbox.run('node scripts/release/check.ts > release.env');
    return sandbox.runStep('release', 1, { ...ACCOUNTS, ...variables });
  }

  test('builds for both architectures on a base with a digest, and signs what it has pushed', () => {
    using sandbox = template.sandbox();
    const { exitCode, stdout } = release(sandbox);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Released ${IMAGE}:${version} as sha256:1234abcd`);
    const calls = sandbox.dockerCalls;
    const build = calls.find((call) => call.startsWith('buildx build')) ?? '';
    expect(build).toContain('--platform linux/amd64,linux/arm64');
    expect(build).toMatch(/--build-arg NODE_IMAGE=node:[\d.]+-bookworm@sha256:ba5e /);
    expect(build).toContain(`--build-arg VERSION=${version} --build-arg REVISION=${sandbox.head}`);
    expect(build).toContain('--provenance mode=max');
    const [sign = '', attest = ''] = calls.filter((call) => call.includes('/cosign:'));
    expect(sign).toMatch(/ sign --yes .* docker\.io\/yourorg\/appsmith-deploy@sha256:1234abcd$/);
    expect(attest).toMatch(/ attest .*--type cyclonedx --predicate sbom\.cdx\.json .*@sha256:1234abcd$/);
    expect(JSON.parse(sandbox.read('sbom.cdx.json'))).toMatchObject({ bomFormat: 'CycloneDX' });
  });

  test('runs the very image on both architectures before it signs it, and moves names to it only then', () => {
    using sandbox = template.sandbox();
    expect(release(sandbox).exitCode).toBe(0);
    const calls = sandbox.dockerCalls;
    const [build = '', ...after] = calls.slice(calls.findIndex((call) => call.startsWith('buildx build')));
    expect(build.match(/--tag \S+/g)).toEqual([`--tag ${IMAGE}:${version}`]);
    expect(after).toEqual([
      `run --rm --pull always --platform linux/amd64 ${PIPE}`,
      `run --rm --pull always --platform linux/arm64 ${PIPE}`,
      expect.stringMatching(/\/cosign:\S+ sign /),
      expect.stringMatching(/\/cosign:\S+ attest /),
      `buildx imagetools create --tag ${IMAGE}:${minor} ${PIPE}`,
      `buildx imagetools create --tag ${IMAGE}:${major} ${PIPE}`,
    ]);
  });

  test.each(['0', '1'])('moves no name to an image that ends with %s when variables are missing', (code) => {
    using sandbox = template.sandbox();
    expect(release(sandbox, { PIPE_EXITS: code }).exitCode).not.toBe(0);
    expect(sandbox.dockerCalls.filter((call) => /imagetools create|cosign/.test(call))).toEqual([]);
    expect(sandbox.publishedTags).toEqual({});
  });

  test('logs in only when the project has run its own code with the clone in sight', () => {
    using sandbox = template.sandbox();
    expect(release(sandbox).exitCode).toBe(0);
    const calls = sandbox.dockerCalls;
    const login = calls.findIndex((call) => call.startsWith('login '));
    expect(calls[login]).toBe('login --username bot --password-stdin docker.io');
    expect(calls[login + 1]).toMatch(/^buildx build /);
    expect(calls.slice(0, login)).toContainEqual(expect.stringContaining(' node scripts/release/sbom.ts'));
    const sighted = calls.slice(login).filter((call) => call.includes('--volume'));
    expect(sighted.filter((call) => !call.includes('/cosign:'))).toEqual([]);
  });

  test('goes where the check has found that pipe.yml leads', () => {
    using sandbox = template.sandbox();
    const variables = { REGISTRY: 'registry.example', IMAGE_NAME: 'acme/pipe' };
    expect(release(sandbox, variables).exitCode).toBe(0);
    expect(sandbox.dockerCalls.filter((call) => call.includes('registry.example'))).toEqual([]);
  });

  test('publishes the three git tags of the commit that was built, and leaves older versions', () => {
    using sandbox = template.sandbox();
    sandbox.publish('0.0.1', 'HEAD~1');
    sandbox.publish(major, 'HEAD~1');
    const { exitCode, stderr } = release(sandbox);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    const { head, previous } = sandbox;
    expect(sandbox.publishedTags).toEqual({ '0.0.1': previous, [version]: head, [minor]: head, [major]: head });
  });

  test.each(['login', 'buildx', 'linux/amd64', 'linux/arm64', 'sign', 'attest', 'imagetools create'])(
    'publishes no tag when %s fails',
    (word) => {
      using sandbox = template.sandbox();
      expect(release(sandbox, { DOCKER_FAILS: word }).exitCode).not.toBe(0);
      expect(sandbox.publishedTags).toEqual({});
    },
  );

  test('moves no version that somebody else has published meanwhile', () => {
    using sandbox = template.sandbox();
    sandbox.run('node scripts/release/check.ts > release.env');
    sandbox.publish(version, 'HEAD~1');
    expect(sandbox.runStep('release', 1, ACCOUNTS).exitCode).not.toBe(0);
    expect(sandbox.publishedTags).toEqual({ [version]: sandbox.previous });
  });

  test('puts no secret where a list of processes or a log shows it', () => {
    using sandbox = template.sandbox();
    const { stdout, stderr } = release(sandbox);
    const seen = [...sandbox.dockerCalls, stdout, stderr].join('\n');
    expect(seen).not.toContain(ACCOUNTS.REGISTRY_TOKEN);
    expect(seen).not.toContain(ACCOUNTS.COSIGN_PRIVATE_KEY);
  });
});

describe('the rescan pipeline', () => {
  function rescan(sandbox: ReleaseSandbox, variables: Readonly<Record<string, string>> = {}) {
    const payload = Buffer.from(JSON.stringify({ predicate: { bomFormat: 'CycloneDX' } })).toString('base64');
    sandbox.write('attestation.txt', JSON.stringify({ payload }));
    sandbox.write(
      'Dockerfile',
      sandbox.read('Dockerfile').replace(/^ARG NODE_RELEASE=.*$/m, 'ARG NODE_RELEASE=24.1.2'),
    );
    nameImage(sandbox, 'registry.example/acme/appsmith-deploy:0.10.0');
    sandbox.run('git tag 0.9.9 HEAD~1 && git tag 0.10.0 && git tag 0.10 && git tag 0 && git checkout --quiet HEAD~1');
    return sandbox.runStep('rescan', 0, { ...ACCOUNTS, ATTESTATION: 'attestation.txt', ...variables });
  }

  test('verifies what pipe.yml of the newest release names, scans the bill of materials that was signed, and builds it again', () => {
    using sandbox = template.sandbox();
    expect(rescan(sandbox).exitCode).toBe(0);
    const calls = sandbox.dockerCalls;
    expect(calls).toContainEqual(
      expect.stringMatching(/ verify --key cosign\.pub registry\.example\/acme\/appsmith-deploy:0\.10\.0$/),
    );
    expect(calls).toContainEqual(expect.stringMatching(/grype\S* sbom:sbom\.cdx\.json --fail-on high$/));
    expect(JSON.parse(sandbox.read('sbom.cdx.json'))).toEqual({ bomFormat: 'CycloneDX' });
  });

  test('builds on the Node of the release, whatever Node is out by now', () => {
    using sandbox = template.sandbox();
    expect(rescan(sandbox).exitCode).toBe(0);
    const calls = sandbox.dockerCalls;
    expect(calls).toContainEqual('build --pull --build-arg NODE_IMAGE=node:24.1.2-bookworm --tag rebuilt .');
    expect(calls).toContainEqual(
      expect.stringContaining(' node:24.1.2-bookworm node scripts/release/attested-sbom.ts'),
    );
  });

  test.each(['0', '1'])('fails when what it has built ends with %s without variables', (code) => {
    using sandbox = template.sandbox();
    expect(rescan(sandbox, { PIPE_EXITS: code }).exitCode).not.toBe(0);
  });

  test.each(['verify', 'verify-attestation', 'high', 'build', 'rebuilt'])('fails when %s does', (word) => {
    using sandbox = template.sandbox();
    expect(rescan(sandbox, { DOCKER_FAILS: word }).exitCode).not.toBe(0);
  });
});

describe('what RELEASING.md says to do by hand', () => {
  const recipes = codeBlocks('RELEASING.md').filter(
    ({ language, text }) => language === 'sh' && text.includes('git tag'),
  );
  const [finish, takeBack] = recipes.map(({ text }) => text);

  /** An origin with releases 1.1.3 and 1.2.0, and a clone that knows only an old tag `1`. */
  function origin(): ReleaseSandbox {
    const sandbox = template.sandbox();
    sandbox.publish('1.1.3', 'HEAD~1');
    sandbox.publish('1.2.0', 'HEAD');
    sandbox.publish('1', 'HEAD~1');
    sandbox.run('git tag 1 HEAD');
    return sandbox;
  }

  test('finishes a release whose exact tag alone is out', () => {
    using sandbox = origin();
    expect(sandbox.run(finish ?? 'false')).toMatchObject({ exitCode: 0 });
    const { head, previous } = sandbox;
    expect(sandbox.publishedTags).toEqual({ '1.1.3': previous, '1.2.0': head, '1.2': head, '1': head });
  });

  test('takes a bad release back, for git and for the image', () => {
    using sandbox = origin();
    sandbox.publish('1.2', 'HEAD');
    expect(sandbox.run(takeBack ?? 'false')).toMatchObject({ exitCode: 0 });
    const { head, previous } = sandbox;
    expect(sandbox.publishedTags).toEqual({ '1.1.3': previous, '1.2.0': head, '1.2': previous, '1': previous });
    expect(sandbox.dockerCalls.filter((call) => call.startsWith('buildx imagetools create'))).toEqual(
      ['1.2', '1'].map(
        (tag) => `buildx imagetools create --tag yourorg/appsmith-deploy:${tag} yourorg/appsmith-deploy:1.1.3`,
      ),
    );
  });
});
