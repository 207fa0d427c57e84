import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env, execPath } from 'node:process';
import { Registry } from '../../image/support/registry.ts';
import { Engine } from './engine.ts';

/** Who pushes. The hash is that of the password. */
export const LOGIN = {
  user: 'bot',
  password: 'token-of-the-registry',
  htpasswd: 'bot:$2y$04$abcdefghijklmnopqrstuu8yrSSUzmKgP9h5PAhwMFnCbcuKiaBzS',
};

/** Where the tools are unpacked. They stay for the next time. */
export const TOOLS = join(tmpdir(), 'appsmith-deploy-release-tools');
const PATH = [
  ...['usr/sbin', 'usr/bin', 'bin'].map((folder) => join(TOOLS, folder)),
  dirname(execPath),
  '/usr/sbin:/usr/bin:/sbin:/bin',
].join(':');
const NODE_RELEASE = /^ARG NODE_RELEASE=(.*)$/m.exec(readFileSync('Dockerfile', 'utf8'))?.[1];

/**
 * What all releases of the rehearsal share: the tools, a registry with a login, one that stands for the public ones,
 * and an engine with a builder.
 */
export class Lab {
  readonly folder = mkdtempSync(join(tmpdir(), 'rehearsal-'));
  readonly registry: Registry;
  readonly #public: Registry;
  readonly #engine: Engine;

  private constructor(registry: Registry, publicRegistry: Registry, engine: Engine) {
    this.registry = registry;
    this.#public = publicRegistry;
    this.#engine = engine;
  }

  static async start(): Promise<Lab> {
    execFileSync('bash', ['scripts/rehearsal/set-up.sh', TOOLS], { stdio: 'inherit' });
    const program = join(TOOLS, 'usr/bin/docker-registry');
    const registries = [Registry.start({ program, login: LOGIN }), Registry.start({ program })] as const;
    const lab = new Lab(await registries[0], await registries[1], await Engine.start(PATH));
    try {
      lab.#publishImages();
    } catch (error) {
      await lab[Symbol.asyncDispose]();
      throw error;
    }
    return lab;
  }

  /** The environment of every command: these tools, this engine, and nothing of the account that runs the rehearsal. */
  get env(): Record<string, string> {
    return {
      PATH,
      HOME: this.folder,
      DOCKER_HOST: this.#engine.host,
      DOCKER_CONFIG: join(this.folder, 'docker'),
      DOCKER_BUILD_FLAGS: env['DOCKER_BUILD_FLAGS'] ?? '',
      NODE_REPOSITORY: `${this.#public.address}/node`,
      COSIGN_IMAGE: `${this.#public.address}/cosign`,
      GRYPE_IMAGE: `${this.#public.address}/scanner`,
      TRANSPARENCY_LOG: 'no',
    };
  }

  /** Stands for `docker buildx create --driver docker-container`, which needs a privileged container. */
  get createBuilder(): string {
    return `docker buildx create --name release --driver remote unix://${this.#engine.buildKitSocket} --use`;
  }

  /** Makes a folder that DOCKER_CONFIG may name: buildx is a plug-in in it, and nobody is logged in. */
  makeDockerConfig(folder: string): void {
    cpSync(join(TOOLS, 'usr/libexec/docker/cli-plugins'), join(folder, 'cli-plugins'), { recursive: true });
  }

  /**
   * Puts what the pipeline pulls into the public registry. Built by the machine's own engine, which has the base
   * images.
   */
  #publishImages(): void {
    // Debian's list of packages, which the machine's Node image may be without.
    const library =
      execFileSync('dpkg-query', ['--listfiles', 'libmd0'], { encoding: 'utf8' }).match(/^\S+\.so\.0$/gm) ?? [];
    const debian = ['/usr/bin/dpkg-query', '/var/lib/dpkg/status', ...library];
    const files = Object.fromEntries(debian.map((file) => [file, file]));
    this.#publish(`node:${NODE_RELEASE}-bookworm`, 'FROM node:24-bookworm', files);
    const cosign = { '/usr/bin/cosign': join(TOOLS, 'usr/bin/cosign') };
    this.#publish('cosign', 'FROM debian:12-slim\nENTRYPOINT ["cosign"]', cosign);
    const scanner = { '/scanner.mjs': 'test/release/support/scanner.mjs' };
    this.#publish('scanner', 'FROM node:24-bookworm\nENTRYPOINT ["node", "/scanner.mjs"]', scanner);
  }

  #publish(name: string, dockerfile: string, files: Readonly<Record<string, string>>): void {
    const [context, tag] = [join(this.folder, name), `${this.#public.address}/${name}`];
    for (const [path, file] of Object.entries(files)) {
      mkdirSync(join(context, 'root', dirname(path)), { recursive: true });
      copyFileSync(file, join(context, 'root', path));
    }
    writeFileSync(join(context, 'Dockerfile'), `${dockerfile}\nCOPY root /\n`);
    for (const args of [
      ['build', '--quiet', '--tag', tag, context],
      ['push', '--quiet', tag],
      ['image', 'rm', tag],
    ])
      execFileSync('docker', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#engine, this.registry, this.#public].map((part) => part[Symbol.asyncDispose]()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
