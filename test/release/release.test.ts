import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tagsOf } from '../../scripts/release/version.ts';
import { Lab, LOGIN } from './support/lab.ts';
import { KILL, type Names, PLATFORM, Rehearsal, type StepOptions } from './support/rehearsal.ts';

let lab: Lab;
let it: Rehearsal;
beforeAll(async () => {
  lab = await Lab.start();
  it = new Rehearsal(lab);
});
afterAll(() => lab?.[Symbol.asyncDispose]());

/** All names, after each tag of the image was verified as a user does. */
async function verifiedNames(): Promise<Names> {
  const names = await it.names();
  for (const tag of Object.keys(names.image)) it.verify(tag);
  return names;
}

/** What is out after a version was released from the last commit. */
function withRelease(before: Names, version: string, digest: string): Names {
  const tags = (target: string) => Object.fromEntries(tagsOf(version).map((tag) => [tag, target]));
  return { image: { ...before.image, ...tags(digest) }, git: { ...before.git, ...tags(it.head) } };
}

/** Releases the version that is prepared, and gives the digest. */
async function released(version: string): Promise<string> {
  const before = await it.names();
  const { exitCode, output } = await it.step('release');
  const digest = /^Released \S+ as (sha256:\w{64})$/m.exec(output)?.[1] ?? output;
  expect({ exitCode, names: await verifiedNames() }).toEqual({
    exitCode: 0,
    names: withRelease(before, version, digest),
  });
  return digest;
}

/** Expects the step to end with this message, and every name to stay. */
async function expectRefusal(message: string, options: StepOptions = {}) {
  const before = await it.names();
  const { exitCode, output } = await it.step('release', options);
  expect(output).toContain(`Not released: ${message}`);
  expect(exitCode).toBe(1);
  expect(await it.names()).toEqual(before);
}

let first: string;
/**
 * What every change must pass, on a prepared version and at another home. It takes as long as the other tests together.
 */
let checks: ReturnType<Rehearsal['project']>;

describe('the first release', () => {
  test('waits for what is under Unreleased to be prepared', () => {
    expect(() => it.check()).toThrow('CHANGELOG.md has entries under Unreleased');
  });

  test('gives the image and the commit three names, where git cannot push several tags at once, too', async () => {
    it.run('git --git-dir ../origin.git config receive.advertiseAtomic false');
    it.prepare('1.1.0');
    first = await released('1.1.0');
    it.run('git --git-dir ../origin.git config receive.advertiseAtomic true');
  });

  test('signs the image of each platform, too', () => {
    for (const digest of it.platformDigests(first)) it.verifySignature(digest);
  });

  test('has the provenance of its build: by whom, and on what', () => {
    const provenance = it.run(`docker buildx imagetools inspect --format '{{json .Provenance}}' ${it.image}:1`);
    expect(provenance).toContain('"id": "https://bitbucket.org/acme/appsmith-deploy/pipelines/results/7"');
    expect(provenance).toMatch(/"uri": "pkg:docker\/\S*node@[\d.]+-bookworm\?digest=sha256:\w{64}/);
  });

  test('has a signed list of contents', () => {
    const contents = JSON.stringify(it.attestedContents('1'));
    expect(contents).toContain('upstream=glibc');
    expect(contents).toContain('cpe:2.3:a:openssl:openssl:3.');
  });

  test('puts no secret where a list of processes or a log shows it', () => {
    const { COSIGN_PRIVATE_KEY = '', COSIGN_PASSWORD = '' } = it.production;
    const key = Buffer.from(COSIGN_PRIVATE_KEY, 'base64').toString();
    const seen = it.calls.join('\n');
    for (const secret of [LOGIN.password, COSIGN_PRIVATE_KEY, COSIGN_PASSWORD, key]) expect(seen).not.toContain(secret);
  });

  test('logs in only when the project has run its own code with the whole clone in sight', () => {
    const login = it.calls.findIndex((call) => call.startsWith('login ') && call.includes('--password-stdin'));
    const own = it.calls.flatMap((call, index) =>
      call.includes(`${it.clone}:${it.clone}`) && call.includes(' node ') ? [index] : [],
    );
    expect(own).toHaveLength(1);
    expect(login).toBeGreaterThan(own[0] ?? Number.POSITIVE_INFINITY);
  });
});

describe('the next release', () => {
  test('is prepared', () => {
    it.prepare('1.2.0');
    checks = it.project('types', 'lint', 'jest -- test/contract test/unit/release');
  });

  test.each([
    ['none', { COSIGN_PRIVATE_KEY: '' }, 'COSIGN_PRIVATE_KEY is empty'],
    [
      'one whose line breaks are gone',
      { COSIGN_PRIVATE_KEY: '-----BEGIN A----- x -----END A-----' },
      'COSIGN_PRIVATE_KEY is a key without line breaks',
    ],
    ['one with another password', { COSIGN_PASSWORD: 'wrong' }, 'cosign cannot read COSIGN_PRIVATE_KEY'],
    ['another one', 'another', 'COSIGN_PRIVATE_KEY does not belong to cosign.pub'],
  ] as const)('is not built with a key that is not right: %s', async (_, variables, message) => {
    const given = variables === 'another' ? { COSIGN_PRIVATE_KEY: it.anotherKey() } : variables;
    await expectRefusal(message, { variables: given });
    expect(it.calls.filter((call) => call.includes('buildx build'))).toEqual([]);
  });

  test("moves the names on, under busybox's shell and tools, too", async () => {
    it.busybox = true;
    await released('1.2.0');
    it.busybox = false;
  });
});

describe('a version that is out', () => {
  test('stays, and the others too, when its run is started again', async () => {
    it.goTo('1.1.0');
    await expectRefusal('1.1.0 is out already');
    it.goTo('1.2.0');
  });

  test('is not overtaken by an older one', async () => {
    it.run('sed -i s/1.2.0/1.1.9/ release.env');
    await expectRefusal('1.2.0 is out, and 1.1.9 is older');
  });

  test('stays when the image alone is out, built from another commit', async () => {
    it.run(`docker buildx imagetools create --tag ${it.image}:1.2.9 ${it.image}:1.1.0`);
    it.run('sed -i s/1.1.9/1.2.9/ release.env');
    await expectRefusal(`${it.image}:1.2.9 is in the registry already, built from another commit`);
  });

  test('stays when somebody else released another commit as that version while this run went on', async () => {
    it.prepare('1.3.0');
    const before = await it.names();
    const happens = 'git --git-dir origin.git tag 1.3.0 1.2.0';
    const { exitCode, output } = await it.step('release', { event: { after: ' verify-attestation ', happens } });
    expect(output).toContain('Not released: 1.3.0 is out already');
    const git = { ...before.git, '1.3.0': before.git['1.2.0'] };
    expect({ exitCode, ...(await it.names()) }).toEqual({ exitCode: 1, image: before.image, git });
    it.run('git push --quiet origin :refs/tags/1.3.0');
  });
});

describe('an image that is not as it should be gets no name:', () => {
  test.each([
    ['does not start', 'process.exit(1)', 'ends with 1 where variables are missing'],
    ['cannot deploy', 'process.exit(process.env.APP_ID ? 1 : 2)', 'could not deploy to the emulator'],
  ])('one that %s', async (_, program, message) => {
    it.replace('Dockerfile', /^ENTRYPOINT .*$/m, `ENTRYPOINT ["/usr/bin/node", "-e", "${program}"]`);
    it.commit('Break it');
    it.check();
    await expectRefusal(`The image for ${PLATFORM} ${message}`);
    it.goTo('1.3.0');
  });

  test.each(['glibc', 'openssl'])('one with a vulnerable %s', async (name) => {
    it.vulnerable(name);
    await expectRefusal('The scan found a high or critical vulnerability');
    it.vulnerable('');
  });
});

describe('a release that is killed', () => {
  const nothing = (before: Names) => before;
  const exact = (before: Names, digest: string) => ({ ...before, image: { ...before.image, '1.3.0': digest } });
  const git = (before: Names, digest: string) => ({
    ...exact(before, digest),
    git: withRelease(before, '1.3.0', '').git,
  });

  test.each<[string, string, (before: Names, digest: string) => Names]>([
    ['push', 'buildx build ', nothing],
    ['run', ' --pull always --platform ', nothing],
    ['deployment', ' --env-file .tmp/smoke.env ', nothing],
    ['scan', ' sbom:sbom.cdx.json ', nothing],
    ['signature', ' sign --yes ', nothing],
    ['signed list of contents', ' attest --yes ', nothing],
    ['verification', ' verify-attestation ', nothing],
    ['exact tag', 'imagetools create --tag', exact],
  ])('after its %s has given no name to what is not verified, and is run again', async (_, after, expected) => {
    const before = await it.names();
    const { exitCode } = await it.step('release', { event: { after, happens: KILL } });
    const now = await verifiedNames();
    expect({ exitCode, ...now }).toEqual({ exitCode: null, ...expected(before, now.image['1.3.0'] ?? '') });
  });

  test('after its git tags is finished by the line that the next run says', async () => {
    const before = await it.names();
    const digest = before.image['1.3.0'] ?? '';
    await it.step('release', { event: { after: ' push --atomic ', happens: KILL } });
    expect(await verifiedNames()).toEqual(git(before, digest));
    await expectRefusal('1.3.0 is out already');
    const { output } = await it.step('release');
    it.run(/^sh scripts\/release\/move-tags\.sh .*$/m.exec(output)?.[0] ?? output);
    expect(await verifiedNames()).toEqual(withRelease(before, '1.3.0', digest));
  });
});

describe('a release that is out', () => {
  test('is taken back', async () => {
    const before = await it.names();
    it.run('sh scripts/release/move-tags.sh 1.2.0 1.3 1');
    const [image, commit] = [before.image['1.2.0'], before.git['1.2.0']];
    expect(await verifiedNames()).toEqual({
      image: { ...before.image, '1.3': image, '1': image },
      git: { ...before.git, '1.3': commit, '1': commit },
    });
  });

  test('is verified, scanned and rebuilt bit for bit every week', async () => {
    const { exitCode, output } = await it.step('rescan');
    const rebuilt = /^released: (sha256:\w{64})\nrebuilt: {2}(\S+)$/m.exec(output);
    expect({ exitCode, released: rebuilt?.[1] ?? output }).toEqual({ exitCode: 0, released: rebuilt?.[2] });
  });

  test('is found vulnerable, or not the one that was signed, under every name that users run', async () => {
    it.vulnerable('gcc-12');
    it.run(
      `docker buildx imagetools create --tag ${it.image}:1.2 ${lab.env['NODE_REPOSITORY']}:$(sed -n 's/^ARG ` +
        "NODE_RELEASE=//p' Dockerfile)-bookworm",
    );
    const { exitCode, output } = await it.step('rescan', { event: { after: ' archive refs/tags/', happens: KILL } });
    expect(exitCode).toBeNull(); // killed before it builds again, which takes long
    expect(output).toMatch(/^Not verified, or vulnerable: 1\.3\.0 1 1\.1 1\.2\. /m);
  });
});

test('the project passes its own tests when a version is prepared, at another home', async () => {
  const { exitCode, output } = await checks;
  expect(exitCode === 0 ? 'passed' : output).toBe('passed');
  expect(output).toContain('Tests: ');
});
