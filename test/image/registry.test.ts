import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };
import { tagsOf } from '../../scripts/release/version.ts';
import { docker, dockerOutput, IMAGE } from './support/docker.ts';
import { Registry } from './support/registry.ts';

interface Manifest {
  readonly config: { readonly digest: string };
  readonly layers: readonly { readonly digest: string }[];
}

const NAME = 'yourorg/appsmith-deploy';
const tags = tagsOf(packageJson.version);

let registry: Registry;
let repository: string;
beforeAll(async () => {
  registry = await Registry.start();
  repository = `${registry.address}/${NAME}`;
  for (const tag of tags) {
    await dockerOutput('tag', IMAGE, `${repository}:${tag}`);
    await dockerOutput('push', '--quiet', `${repository}:${tag}`);
  }
});
afterAll(async () => {
  await docker('image', 'rm', ...tags.map((tag) => `${repository}:${tag}`));
  await registry[Symbol.asyncDispose]();
});

test('a pushed release is one image under three names', async () => {
  const manifests = await Promise.all(tags.map((tag) => registry.get(`${NAME}/manifests/${tag}`)));
  expect(new Set(manifests.map(({ digest }) => digest)).size).toBe(1);
});

test('a pushed release is, byte for byte, what was built', async () => {
  const { bytes, digest } = await registry.get(`${NAME}/manifests/${packageJson.version}`);
  const { config, layers } = JSON.parse(bytes.toString()) as Manifest;
  expect(sha256(bytes)).toBe(digest);
  expect(config.digest).toBe((await dockerOutput('inspect', '--format', '{{.Id}}', IMAGE)).trim());
  expect(layers).toHaveLength(1);
  for (const layer of layers) {
    const blob = await registry.get(`${NAME}/blobs/${layer.digest}`);
    expect(sha256(blob.bytes)).toBe(layer.digest);
  }
});

test('a pushed release is pulled by its digest and runs', async () => {
  const { digest } = await registry.get(`${NAME}/manifests/${packageJson.version}`);
  const pinned = `${repository}@${digest}`;
  await dockerOutput('pull', '--quiet', pinned);
  const { exitCode, stdout } = await docker('run', '--rm', '--network=host', pinned);
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('✖ Validation errors:') });
});

function sha256(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
