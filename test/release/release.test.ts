import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tagsOf } from '../../scripts/release/version.ts';
import { Lab, LOGIN } from './support/lab.ts';
import { KILL, type Names, Rehearsal, type StepOptions } from './support/rehearsal.ts';

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

describe('the first release', () => {
  test('waits for what is under Unreleased to be prepared', () => {
    expect(() => it.check()).toThrow('CHANGELOG.md has entries under Unreleased');
  });

  test('gives the image and the commit three names', async () => {
    it.prepare('1.1.0');
    first = await released('1.1.0');
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
    if (it.version === '1.1.0') it.prepare('1.2.0');
    const given = variables === 'another' ? { COSIGN_PRIVATE_KEY: it.anotherKey() } : variables;
    await expectRefusal(message, { variables: given });
    expect(it.calls.filter((call) => call.includes('buildx build'))).toEqual([]);
  });

  test('passes the tests that a change must pass, at this home', () => {
    expect(it.project('types', 'lint', 'jest -- test/contract test/unit/release')).toContain('Tests: ');
  }, 600_000);

  test("moves the names on, under busybox's shell and with a key that has its line breaks, too", async () => {
    it.shell = 'busybox ash';
    await released('1.2.0');
  });
});

describe('a version that is out', () => {
  test('stays, and the others too, when its run is started again', async () => {
    it.goTo('1.1.0');
    await expectRefusal('1.1.0 is out already');
    it.goTo('1.2.0');
  });

  test('stays when somebody else released another commit as that version first', async () => {
    it.prepare('1.3.0');
    const image = `${it.image}:1.3.0`;
    it.run(`docker buildx imagetools create --tag ${image} ${it.image}:1.2.0`);
    await expectRefusal(`${image} is in the registry already, built from another commit`);
    it.prepare('1.4.0');
    const before = await it.names();
    const { exitCode, output } = await it.step('release', {
      event: { after: ' verify-attestation ', happens: `git --git-dir origin.git tag 1.4.0 1.2.0` },
    });
    expect(output).toContain('Not released: 1.4.0 is out already');
    expect({ exitCode, ...(await it.names()) }).toEqual({
      exitCode: 1,
      image: before.image,
      git: { ...before.git, '1.4.0': before.git['1.2.0'] },
    });
  });

  test('is not overtaken by an older one', async () => {
    it.run('sed -i s/1.4.0/1.3.5/ release.env');
    await expectRefusal('1.4.0 is out, and 1.3.5 is older');
  });
});

describe('an image that is not as it should be gets no name:', () => {
  const entrypoint = (code: string) =>
    it.replace('Dockerfile', /^ENTRYPOINT .*$/m, `ENTRYPOINT ["/usr/bin/node", "-e", "${code}"]`);

  test.each<[string, () => void, string]>([
    ['does not start', () => entrypoint('process.exit(1)'), 'ends with 1 where variables are missing'],
    ['cannot deploy', () => entrypoint('process.exit(process.env.APP_ID ? 1 : 2)'), 'could not deploy to the emulator'],
    ['has a vulnerable glibc', () => it.vulnerable('glibc'), 'The scan found a high or critical vulnerability'],
    [
      'has a vulnerable OpenSSL inside Node',
      () => it.vulnerable('openssl'),
      'The scan found a high or critical vulnerability',
    ],
  ])('one that %s', async (_, change, message) => {
    if (it.version === '1.4.0') it.prepare('1.5.0');
    change();
    it.commit('Break it');
    it.check();
    await expectRefusal(message.startsWith('The scan') ? message : `The image for linux/amd64 ${message}`);
    it.run('git revert --no-edit HEAD && git push --quiet origin main && rm -f .tmp/vulnerable');
    it.check();
  });
});

describe('a release that is killed', () => {
  const nothing = (before: Names) => before;
  const exact = (before: Names, digest: string) => ({ ...before, image: { ...before.image, '1.5.0': digest } });
  const git = (before: Names, digest: string) => ({
    ...exact(before, digest),
    git: withRelease(before, '1.5.0', '').git,
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
    expect({ exitCode, ...now }).toEqual({ exitCode: null, ...expected(before, now.image['1.5.0'] ?? '') });
  });

  test('after its git tags is finished by the line that the next run says', async () => {
    const before = await it.names();
    const digest = before.image['1.5.0'] ?? '';
    await it.step('release', { event: { after: ' push --atomic ', happens: KILL } });
    expect(await verifiedNames()).toEqual(git(before, digest));
    await expectRefusal('1.5.0 is out already');
    const { output } = await it.step('release');
    it.run(/^sh scripts\/release\/move-tags\.sh .*$/m.exec(output)?.[0] ?? output);
    expect(await verifiedNames()).toEqual(withRelease(before, '1.5.0', digest));
  });
});

describe('a release that is out', () => {
  test('is taken back', async () => {
    const before = await it.names();
    it.run('sh scripts/release/move-tags.sh 1.2.0 1.5 1');
    const [image, commit] = [before.image['1.2.0'], before.git['1.2.0']];
    expect(await verifiedNames()).toEqual({
      image: { ...before.image, '1.5': image, '1': image },
      git: { ...before.git, '1.5': commit, '1': commit },
    });
  });

  test('is verified, scanned and rebuilt bit for bit every week', async () => {
    const { exitCode, output } = await it.step('rescan');
    const rebuilt = /^released: (sha256:\w{64})\nrebuilt: {2}(\S+)$/m.exec(output);
    expect({ exitCode, released: rebuilt?.[1] ?? output }).toEqual({ exitCode: 0, released: rebuilt?.[2] });
  }, 600_000);

  test('is found vulnerable, or not the one that was signed, under every name that users run', async () => {
    it.vulnerable('gcc-12');
    it.run(
      `docker buildx imagetools create --tag ${it.image}:1.2 ${lab.env['NODE_REPOSITORY']}:$(sed -n 's/^ARG NODE_RELEASE=//p' Dockerfile)-bookworm`,
    );
    const { exitCode, output } = await it.step('rescan', { event: { after: ' archive refs/tags/', happens: KILL } });
    expect(exitCode).toBeNull(); // killed before it builds again, which takes long
    expect(output).toMatch(/^Not verified, or vulnerable: 1\.5\.0 1 1\.1 1\.2\. /m);
  });
});
