import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { command } from './docker.ts';

const INSTALLED = '/usr/bin/docker-registry';

/** How a registry is started that is not open to everybody, or whose program is elsewhere. */
interface RegistryOptions {
  readonly program?: string;
  /** A user with a password, and the line of htpasswd (bcrypt) that lets them in. */
  readonly login?: { readonly user: string; readonly password: string; readonly htpasswd: string };
}

/** A registry of images on loopback: Debian's docker-registry, unpacked from its package where it is not installed. */
export class Registry {
  /** `127.0.0.1:1234`, as it stands before the name of an image. */
  readonly address: string;
  readonly #server: ChildProcess;
  readonly #folder: string;
  readonly #headers: Readonly<Record<string, string>>;

  private constructor(address: string, server: ChildProcess, folder: string, login: RegistryOptions['login']) {
    this.address = address;
    this.#server = server;
    this.#folder = folder;
    this.#headers =
      login === undefined
        ? {}
        : { authorization: `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}` };
  }

  /** @throws Error when Debian's package can't be had, or the registry does not answer within ten seconds. */
  static async start({ program: given, login }: RegistryOptions = {}): Promise<Registry> {
    const folder = mkdtempSync(join(tmpdir(), 'registry-'));
    const program = given ?? (existsSync(INSTALLED) ? INSTALLED : await unpacked(folder));
    const address = `127.0.0.1:${await freePort()}`;
    const config = {
      version: 0.1,
      log: { level: 'error' },
      storage: { filesystem: { rootdirectory: join(folder, 'data') } },
      http: { addr: address },
      ...(login && { auth: { htpasswd: { realm: 'registry', path: join(folder, 'htpasswd') } } }),
    };
    if (login !== undefined) writeFileSync(join(folder, 'htpasswd'), `${login.htpasswd}\n`);
    // YAML is a superset of JSON.
    writeFileSync(join(folder, 'config.yml'), JSON.stringify(config));
    const server = spawn(program, ['serve', join(folder, 'config.yml')], {
      stdio: 'ignore',
      env: { OTEL_TRACES_EXPORTER: 'none' },
    });
    const registry = new Registry(address, server, folder, login);
    for (let tries = 0; tries < 100; tries++) {
      if (await registry.#answers()) return registry;
      await sleep(100);
    }
    await registry[Symbol.asyncDispose]();
    throw new Error('docker-registry does not answer.');
  }

  /** What the registry holds under a path of its API, as bytes, with the digest that it says they have. */
  async get(path: string): Promise<{ readonly bytes: Buffer; readonly digest: string | null }> {
    const accept =
      'application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json, ' +
      'application/vnd.oci.image.index.v1+json, */*';
    const response = await fetch(`http://${this.address}/v2/${path}`, { headers: { ...this.#headers, accept } });
    if (!response.ok) throw new Error(`The registry answers ${response.status} for ${path}.`);
    return { bytes: Buffer.from(await response.arrayBuffer()), digest: response.headers.get('docker-content-digest') };
  }

  /** The tags of a repository, sorted, but for those under which cosign keeps signatures. */
  async tags(repository: string): Promise<string[]> {
    const response = await fetch(`http://${this.address}/v2/${repository}/tags/list`, { headers: this.#headers });
    if (response.status === 404) return [];
    const { tags } = (await response.json()) as { tags: string[] | null };
    return (tags ?? []).filter((tag) => !tag.startsWith('sha256-')).sort();
  }

  async #answers(): Promise<boolean> {
    return fetch(`http://${this.address}/v2/`, { headers: this.#headers }).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.#server.once('exit', resolve));
    if (this.#server.exitCode === null && this.#server.kill()) await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function unpacked(folder: string): Promise<string> {
  const script =
    'apt-get -qq update && cd "$0" && apt-get -qq download docker-registry && dpkg-deb --extract ' +
    'docker-registry_*.deb .';
  const { exitCode, stderr } = await command('sh', '-c', script, folder);
  if (exitCode !== 0) throw new Error(`Debian's docker-registry is needed and can't be had: ${stderr}`);
  return join(folder, INSTALLED);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
