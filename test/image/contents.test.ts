import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { env, stdout } from 'node:process';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };
import { compressedBytes } from './support/compressed-bytes.ts';
import { command, dockerOutput, IMAGE, REBUILT_IMAGE } from './support/docker.ts';
import { type ImageFile, UnpackedImage } from './support/image-files.ts';

/** All that may be in the image. */
const ALLOWED: readonly RegExp[] = [
  /^\/(?:LICENSE\.txt|README\.md|THIRD-PARTY-LICENSES\.txt|pipe\.yml)$/,
  /^\/appsmith-deploy\/[\w.-]+$/,
  /^\/usr\/bin\/node$/,
  /^\/etc\/(?:group|nsswitch\.conf|passwd|ssl\/certs\/[0-9a-f]{8}\.\d)$/,
  /^\/(?:usr\/)?lib(?:64)?\/(?:[\w-]+-linux-gnu\/)?(?:ld-linux[\w-]*|lib(?:c|dl|gcc_s|m|pthread|stdc\+\+))\.so\.\d$/,
  /^\/(?:appsmith-deploy|etc|etc\/ssl|etc\/ssl\/certs|tmp|usr|usr\/bin)\/$/,
  /^\/(?:usr\/)?lib(?:64)?\/(?:[\w-]+-linux-gnu\/)?$/,
];

/** Megabytes of `docker save | gzip -6`. Users wait for these at every pull. The bar that was set is 43. */
const SIZE_LIMIT_MB = 33;

let image: UnpackedImage;
let files: ImageFile[];
beforeAll(async () => {
  image = await UnpackedImage.of(IMAGE);
  files = image.files();
});
afterAll(() => image[Symbol.dispose]());

describe('the files of the image', () => {
  test('are those that the program needs, and the papers', () => {
    expect(files.map(({ path }) => path).filter((path) => !ALLOWED.some((pattern) => pattern.test(path)))).toEqual([]);
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        '/LICENSE.txt',
        '/README.md',
        '/THIRD-PARTY-LICENSES.txt',
        '/pipe.yml',
        '/appsmith-deploy/appsmith-deploy.cjs',
      ]),
    );
  });

  test('can be read by every user, written only by root, and give nobody the rights of another', () => {
    for (const { path, mode, owner } of files) {
      const expected = path === '/tmp/' ? 0o1777 : path.endsWith('/') || mode & 0o100 ? 0o755 : 0o644;
      expect({ path, mode: mode.toString(8), owner }).toEqual({ path, mode: expected.toString(8), owner: '0:0' });
    }
  });

  test('are the same when the commit is built again', async () => {
    using rebuilt = await UnpackedImage.of(REBUILT_IMAGE);
    expect(rebuilt.files()).toEqual(files);
  });

  test('hold the certificates that Node trusts, and no other', () => {
    const held = [...image.contents()].filter(({ path }) => path.startsWith('/etc/ssl/certs/'));
    expect(held.map(({ bytes }) => bodyOf(bytes.toString())).sort()).toEqual(rootCertificates.map(bodyOf).sort());
  });

  test('hold the license of every part', () => {
    const licenses =
      [...image.contents()].find(({ path }) => path === '/THIRD-PARTY-LICENSES.txt')?.bytes.toString() ?? '';
    for (const part of ['- got ', '- yaml ', '- ajv ', '- Node.js ', '- GNU C Library'])
      expect(licenses).toContain(part);
    expect(licenses).toContain('Copyright Node.js contributors');
  });
});

describe('the secrets of the build', () => {
  /**
   * The files that this machine's engine is told of: `--secret id=ca,src=/path`. The base image may hold their
   * contents.
   */
  const secrets = [...(env['DOCKER_BUILD_FLAGS'] ?? '').matchAll(/src=(\S+)/g)]
    .map(([, path = '']) => path)
    .filter(existsSync);
  const certificateFiles = [...secrets, env['NODE_EXTRA_CA_CERTS'] ?? ''].filter(existsSync);

  test('are in no layer: no certificate of a local authority', () => {
    const trusted = new Set(publicCertificates());
    const local = certificateFiles
      .flatMap((path) => pems(readFileSync(path, 'utf8')))
      .filter((pem) => !trusted.has(bodyOf(pem)));
    // One line from the middle is as good as the whole, and found however the file around it is wrapped.
    const needles = local.map((pem) => bodyOf(pem).slice(128, 192));
    for (const { path, bytes } of image.contents()) {
      const text = bytes.toString('latin1').replaceAll('\n', '');
      expect({ path, found: needles.filter((needle) => text.includes(needle)) }).toEqual({ path, found: [] });
    }
  });

  test('are in no layer: none of the lines of npm configuration', () => {
    const lines = secrets
      .flatMap((path) => readFileSync(path, 'utf8').split('\n'))
      .filter((line) => /^(?:cafile|\/\/|_auth)/.test(line));
    for (const { path, bytes } of image.contents()) {
      expect({ path, found: lines.filter((line) => bytes.includes(line)) }).toEqual({ path, found: [] });
    }
  });

  test('are not in the history of the image', async () => {
    const history = await dockerOutput('history', '--no-trunc', '--format', '{{.CreatedBy}}', IMAGE);
    const steps = history
      .trim()
      .split('\n')
      .map((line) => line.replace(/^\/bin\/sh -c #\(nop\) */, '').split(' ')[0]);
    expect(steps).toEqual(['ENTRYPOINT', 'USER', 'LABEL', 'ARG', 'ARG', 'COPY']);
    expect(history).not.toMatch(/secret|npmrc|token|password|https?:\/\/[^/]*@/i);
  });
});

describe('the image', () => {
  test(`is no larger than ${SIZE_LIMIT_MB} MB`, async () => {
    const megabytes = (await compressedBytes(IMAGE)) / 1e6;
    stdout.write(`\nImage: ${megabytes.toFixed(1)} MB compressed.\n`);
    expect(megabytes).toBeGreaterThan(20);
    expect(megabytes).toBeLessThanOrEqual(SIZE_LIMIT_MB);
  });

  test('says what it is and which commit it was built from', async () => {
    const [config] = JSON.parse(await dockerOutput('inspect', IMAGE)) as {
      Config: { User: string; Labels: Record<string, string> };
    }[];
    const head = await command('git', 'rev-parse', 'HEAD');
    expect(config?.Config.User).toBe('10001:10001');
    expect(config?.Config.Labels).toMatchObject({
      'org.opencontainers.image.version': packageJson.version,
      'org.opencontainers.image.revision': head.stdout.trim(),
      'org.opencontainers.image.licenses': 'Apache-2.0',
      'org.opencontainers.image.source': expect.stringContaining('bitbucket.org'),
    });
  });
});

/** The certificates of a PEM file. */
function pems(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

/** A certificate's base64, in one line, however it was wrapped. */
function bodyOf(pem: string): string {
  return new X509Certificate(pem).raw.toString('base64');
}

/**
 * What everybody trusts: Node's list, and Debian's on a Debian machine. A machine's own bundle may hold a local
 * authority besides.
 */
function publicCertificates(): string[] {
  const debian = '/usr/share/ca-certificates/mozilla';
  const files = existsSync(debian) ? readdirSync(debian) : [];
  return [...rootCertificates, ...files.flatMap((file) => pems(readFileSync(`${debian}/${file}`, 'utf8')))].map(bodyOf);
}
