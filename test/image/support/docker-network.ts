import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Emulator, startEmulator } from '../../../emulator/index.ts';
import { serverCertificate } from '../../../scripts/certificates.ts';
import { command, docker, dockerOutput } from './docker.ts';

/** A base image with a C library: the programs are this machine's own, since no registry may be in reach. */
const BASE = 'debian:12-slim';
const HOST = 'appsmith.example.com';

const CADDYFILE = `
{
	admin off
	skip_install_trust
}
${HOST} {
	tls /lab/site.pem /lab/site.pem
	reverse_proxy unix//lab/appsmith {
		header_up X-Sni {http.request.tls.server_name}
		header_up X-Client {http.request.remote.host}
	}
}
`;

/** Networks of the engine, and containers on them. All of it goes when it is disposed of. */
export class DockerNetwork {
  readonly emulator: Emulator;
  readonly #running = new AsyncDisposableStack();
  readonly #folder = mkdtempSync(join(tmpdir(), 'docker-network-'));

  private constructor(emulator: Emulator) {
    this.#running.defer(() => rmSync(this.#folder, { recursive: true, force: true }));
    this.emulator = this.#running.use(emulator);
  }

  static async start(): Promise<DockerNetwork> {
    const network = new DockerNetwork(await startEmulator());
    await network.#relay();
    const { cert, key } = await serverCertificate(HOST);
    writeFileSync(join(network.#folder, 'site.pem'), `${cert}\n${key}\n`);
    writeFileSync(join(network.#folder, 'Caddyfile'), CADDYFILE);
    writeFileSync(join(network.#folder, 'tinyproxy.conf'), 'Port 3128\nLogLevel Connect\nMaxClients 20\n');
    return network;
  }

  /** @returns the name of a new network, or undefined where the engine refuses one with these flags */
  async create(...flags: readonly string[]): Promise<string | undefined> {
    const name = `appsmith-deploy-${randomUUID()}`;
    const { exitCode } = await docker('network', 'create', ...flags, name);
    if (exitCode !== 0) return undefined;
    this.#running.defer(async () => void (await dockerOutput('network', 'rm', name)));
    return name;
  }

  /** Starts Appsmith behind Caddy, with https and a redirect to it. */
  async addServer(network: string): Promise<void> {
    await this.#start(
      network,
      HOST,
      'caddy',
      ['caddy', 'run', '--config', '/lab/Caddyfile', '--adapter', 'caddyfile'],
      443,
    );
  }

  /** Starts tinyproxy between two networks. */
  async addProxy(network: string, other: string): Promise<void> {
    const command = ['tinyproxy', '-d', '-c', '/lab/tinyproxy.conf'];
    const container = await this.#start(network, 'proxy.example.com', 'tinyproxy', command, 3128);
    await dockerOutput('network', 'connect', other, container);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running.disposeAsync();
  }

  async #start(
    network: string,
    alias: string,
    program: string,
    words: readonly string[],
    port: number,
  ): Promise<string> {
    const container = `${network}-${program}`;
    const files = await needed(`/usr/bin/${program}`);
    const volumes = [
      `--volume=${this.#folder}:/lab`,
      ...files.map((file) => `--volume=${realpathSync(file)}:${file}:ro`),
    ];
    await dockerOutput(
      'run',
      '--detach',
      `--name=${container}`,
      `--network=${network}`,
      `--network-alias=${alias}`,
      ...volumes,
      BASE,
      ...words,
    );
    this.#running.defer(async () => void (await docker('rm', '--force', container)));
    await this.#listening(container, port);
    return container;
  }

  async #listening(container: string, port: number): Promise<void> {
    const local = `:${port.toString(16).toUpperCase().padStart(4, '0')} `;
    for (let tries = 0; tries < 200; tries++) {
      const { stdout, exitCode, stderr } = await docker('exec', container, 'cat', '/proc/net/tcp', '/proc/net/tcp6');
      if (stdout.split('\n').some((line) => line.includes(local) && line.includes(' 0A '))) return;
      if (exitCode !== 0 && stderr.includes('is not running')) break;
      await sleep(100);
    }
    throw new Error(`${container} does not listen: ${(await docker('logs', container)).stderr}`);
  }

  /** The way from a container to the emulator: a socket in a folder that both have. */
  async #relay(): Promise<void> {
    const server = createServer((socket) => {
      const onward = connect(this.emulator.port, '127.0.0.1');
      socket.pipe(onward).pipe(socket);
      socket.on('error', () => onward.destroy());
      onward.on('error', () => socket.destroy());
    });
    await once(server.listen(join(this.#folder, 'appsmith')), 'listening');
    this.#running.defer(() => void server.close());
  }
}

/** A program with the libraries that the base image lacks. */
async function needed(program: string): Promise<string[]> {
  const { stdout } = await command('ldd', program);
  const libraries = [...stdout.matchAll(/=> (\/\S+)/g)].map(([, path = '']) => path);
  return [program, ...libraries.filter((path) => !/\/(libc|ld-linux[^/]*)\.so/.test(path))];
}
