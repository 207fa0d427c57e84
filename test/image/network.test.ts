import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { expect, test } from '@jest/globals';
import { DEFAULT_APP, DEFAULT_TOKEN } from '../../emulator/index.ts';
import { certificates } from '../../scripts/certificates.ts';
import { codeBlocks } from '../support/documents.ts';
import { command, docker, dockerOutput, IMAGE } from './support/docker.ts';
import { DockerNetwork } from './support/docker-network.ts';

const HOST = 'appsmith.example.com';
const BASIC = { APPSMITH_URL: `https://${HOST}`, APP_ID: DEFAULT_APP.id, BRANCH: 'main', BEARER_TOKEN: DEFAULT_TOKEN };

/** Runs the image on a network of the engine. */
async function run(network: string, variables: Readonly<Record<string, string>> = {}) {
  const all = { ...BASIC, CA_CERTIFICATE: (await certificates()).ca, ...variables };
  const pairs = Object.entries(all).map(([name, value]) => `--env=${name}=${value}`);
  return docker('run', '--rm', `--network=${network}`, ...pairs, IMAGE);
}

async function networkOf(docker: DockerNetwork, ...flags: readonly string[]): Promise<string> {
  const network = await docker.create(...flags);
  if (network === undefined) throw new Error('The engine makes no network.');
  return network;
}

test('the docker run line of the documentation deploys to an https server that it finds by name', async () => {
  await using lab = await DockerNetwork.start();
  const network = await networkOf(lab);
  await lab.addServer(network);
  const [line] = codeBlocks('docs/elsewhere.md').filter(({ text }) => text.includes('docker run'));
  const [, image = ''] = /(yourorg\/\S+)/.exec(line?.text ?? '') ?? [];
  await dockerOutput('tag', IMAGE, image);
  // The network and the lab's own authority are all that is added.
  const script = line?.text.replace('docker run', `docker run --network ${network} -e CA_CERTIFICATE`) ?? '';
  const { ca } = await certificates();
  const { exitCode, stdout, stderr } = await command(
    'env',
    `APPSMITH_TOKEN=${DEFAULT_TOKEN}`,
    `CA_CERTIFICATE=${ca}`,
    'sh',
    '-ec',
    script,
  );
  await dockerOutput('image', 'rm', image);
  expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('✔ Deployed') });
  expect(lab.emulator.deployRequests.map(({ headers }) => ({ host: headers.host, sni: headers['x-sni'] }))).toEqual([
    { host: HOST, sni: HOST },
  ]);
});

test('an http address that redirects to https deploys', async () => {
  await using lab = await DockerNetwork.start();
  const network = await networkOf(lab);
  await lab.addServer(network);
  const { exitCode, stdout } = await run(network, { APPSMITH_URL: `http://${HOST}` });
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('redirects to https') });
  expect(lab.emulator.deployments).toHaveLength(1);
});

test('a proxy in its own container is the only way to the server, and the only one that knows its name', async () => {
  await using lab = await DockerNetwork.start();
  const [inside, outside] = [await networkOf(lab), await networkOf(lab)];
  await lab.addServer(outside);
  await lab.addProxy(inside, outside);
  const direct = await run(inside, { MAX_ATTEMPTS: '1' });
  expect({ exitCode: direct.exitCode, stdout: direct.stdout }).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('✖ Not deployed: '),
  });
  const { exitCode, stdout } = await run(inside, { HTTPS_PROXY: 'http://proxy.example.com:3128' });
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('✔ Deployed') });
  expect(lab.emulator.deployments).toHaveLength(1);
});

test('a server with IPv4 and IPv6 is reached, where the engine has IPv6', async () => {
  await using lab = await DockerNetwork.start();
  const network = (await lab.create('--ipv6', '--subnet=2001:db8:77::/64')) ?? (await networkOf(lab));
  await lab.addServer(network);
  const { exitCode, stdout } = await run(network);
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('✔ Deployed') });
  expect(lab.emulator.deployments).toHaveLength(1);
});

test('every authority that Node brings is found in the folder of the image by its hash', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'authorities-'));
  const container = (await dockerOutput('create', IMAGE)).trim();
  await dockerOutput('cp', `${container}:/etc/ssl/certs`, join(folder, 'certs'));
  await dockerOutput('rm', container);
  const files = rootCertificates.map((pem, at) => {
    const file = join(folder, `${at}.pem`);
    writeFileSync(file, pem);
    return file;
  });
  // An authority's own signature and dates are no matter here: whether it is found is.
  const folders = ['-no-CAfile', '-no-CAstore', '-CApath', join(folder, 'certs')];
  const { stdout, stderr } = await command('openssl', 'verify', '-no_check_time', ...folders, ...files);
  rmSync(folder, { recursive: true });
  expect(stderr).toBe('');
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .filter((line) => line.endsWith(': OK')),
  ).toHaveLength(rootCertificates.length);
});
