import { afterAll, describe, expect, test } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };
import { disagreements } from '../../scripts/release/agreement.ts';
import { parseVersion, tagsOf } from '../../scripts/release/version.ts';
import type { ReleaseSandbox } from '../support/release/sandbox.ts';
import { ReleaseTemplate } from '../support/release/template.ts';

const [version, minor, major] = tagsOf(packageJson.version);
const next = `${major}.${parseVersion(version).minor + 1}.0`;
const REGISTRY = {
  REGISTRY: 'registry.example',
  REGISTRY_USER: 'bot',
  REGISTRY_TOKEN: 'token-of-the-registry',
  COSIGN_PRIVATE_KEY: 'key-of-cosign',
};
const IMAGE = 'registry.example/yourorg/appsmith-deploy';

const template = new ReleaseTemplate();
afterAll(() => template[Symbol.dispose]());

function check(sandbox: ReleaseSandbox) {
  return sandbox.run('node scripts/release/check.ts');
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
    const [first, second, third, fourth] = stdout.trim().split('\n');
    expect([first, second]).toEqual([`VERSION="${version}"`, `TAGS="${version} ${minor} ${major}"`]);
    expect(third).toBe(`REVISION="${sandbox.head}"`);
    expect(fourth).toMatch(/^SOURCE_DATE_EPOCH="\d+"$/);
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
    return sandbox.runStep('release', 1, { ...REGISTRY, ...variables });
  }

  test('builds for both architectures on a base with a digest, pushes three names, and signs what it has pushed', () => {
    using sandbox = template.sandbox();
    const { exitCode, stdout } = release(sandbox);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Released ${IMAGE}:${version} as sha256:1234abcd`);
    const calls = sandbox.dockerCalls;
    const at = calls.findIndex((call) => call.startsWith('buildx build'));
    const [build = '', sign = '', attest = ''] = calls.slice(at);
    expect(build).toContain('--platform linux/amd64,linux/arm64');
    expect(build).toContain(`--tag ${IMAGE}:${version} --tag ${IMAGE}:${minor} --tag ${IMAGE}:${major} `);
    expect(build).toMatch(/--build-arg NODE_IMAGE=node:[\d.]+-bookworm@sha256:ba5e /);
    expect(build).toContain(`--build-arg VERSION=${version} --build-arg REVISION=${sandbox.head}`);
    expect(build).toContain('--provenance mode=max');
    expect(sign).toMatch(/ sign --yes .* registry\.example\/yourorg\/appsmith-deploy@sha256:1234abcd$/);
    expect(attest).toMatch(/ attest .*--type cyclonedx --predicate sbom\.cdx\.json .*@sha256:1234abcd$/);
    expect(JSON.parse(sandbox.read('sbom.cdx.json'))).toMatchObject({ bomFormat: 'CycloneDX' });
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

  test.each(['login', 'buildx', 'sign', 'attest'])('publishes no tag when %s fails', (word) => {
    using sandbox = template.sandbox();
    expect(release(sandbox, { DOCKER_FAILS: word }).exitCode).not.toBe(0);
    expect(sandbox.publishedTags).toEqual({});
  });

  test('moves no version that somebody else has published meanwhile', () => {
    using sandbox = template.sandbox();
    sandbox.run('node scripts/release/check.ts > release.env');
    sandbox.publish(version, 'HEAD~1');
    expect(sandbox.runStep('release', 1, REGISTRY).exitCode).not.toBe(0);
    expect(sandbox.publishedTags).toEqual({ [version]: sandbox.previous });
  });

  test('puts no secret where a list of processes or a log shows it', () => {
    using sandbox = template.sandbox();
    const { stdout, stderr } = release(sandbox);
    const seen = [...sandbox.dockerCalls, stdout, stderr].join('\n');
    expect(seen).not.toContain(REGISTRY.REGISTRY_TOKEN);
    expect(seen).not.toContain(REGISTRY.COSIGN_PRIVATE_KEY);
  });
});

describe('the rescan pipeline', () => {
  function rescan(sandbox: ReleaseSandbox, variables: Readonly<Record<string, string>> = {}) {
    const payload = Buffer.from(JSON.stringify({ predicate: { bomFormat: 'CycloneDX' } })).toString('base64');
    sandbox.write('attestation.txt', JSON.stringify({ payload }));
    sandbox.run('git tag 0.9.9 HEAD~1 && git tag 0.10.0 && git tag 0.10 && git tag 0');
    return sandbox.runStep('rescan', 0, { ...REGISTRY, ATTESTATION: 'attestation.txt', ...variables });
  }

  test('verifies the newest release, scans the bill of materials that was signed, and builds it again', () => {
    using sandbox = template.sandbox();
    expect(rescan(sandbox).exitCode).toBe(0);
    const calls = sandbox.dockerCalls;
    expect(calls).toContainEqual(
      expect.stringMatching(/ verify --key cosign\.pub .*\/yourorg\/appsmith-deploy:0\.10\.0$/),
    );
    expect(calls).toContainEqual(expect.stringMatching(/grype\S* sbom:sbom\.cdx\.json --fail-on high$/));
    expect(calls).toContainEqual('build --pull --tag rebuilt .');
    expect(JSON.parse(sandbox.read('sbom.cdx.json'))).toEqual({ bomFormat: 'CycloneDX' });
  });

  test.each(['verify', 'verify-attestation', 'high', 'build', 'rebuilt'])('fails when %s does', (word) => {
    using sandbox = template.sandbox();
    expect(rescan(sandbox, { DOCKER_FAILS: word }).exitCode).not.toBe(0);
  });
});
