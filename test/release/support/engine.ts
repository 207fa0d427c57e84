import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A separate Docker engine, with the containerd image store. `--privileged` containers are not available everywhere, so
 * buildx reaches the engine's BuildKit through a socket, as a remote builder.
 */
export class Engine {
  readonly #folder = mkdtempSync(join(tmpdir(), 'engine-'));
  readonly #process: ChildProcess;
  readonly #buildKit: Server;

  private constructor(path: string) {
    const file = (name: string) => join(this.#folder, name);
    writeFileSync(file('daemon.json'), JSON.stringify({ features: { 'containerd-snapshotter': true } }));
    const network = ['--bridge=none', '--iptables=false', '--ip-masq=false', '--ip-forward=false'];
    const folders = [`--data-root=${file('data')}`, `--exec-root=${file('exec')}`, `--pidfile=${file('pid')}`];
    const flags = [`--config-file=${file('daemon.json')}`, `--host=${this.host}`, ...folders, ...network];
    this.#process = spawn('dockerd', flags, { env: { PATH: path, HOME: this.#folder }, stdio: 'ignore' });
    this.#buildKit = bridge(file('engine.sock'), this.buildKitSocket);
  }

  /** What DOCKER_HOST is to be. */
  get host(): string {
    return `unix://${join(this.#folder, 'engine.sock')}`;
  }

  /** Where its BuildKit listens. */
  get buildKitSocket(): string {
    return join(this.#folder, 'buildkit.sock');
  }

  /** @throws Error when it does not answer within 30 seconds. */
  static async start(path: string): Promise<Engine> {
    const engine = new Engine(path);
    for (let tries = 0; tries < 150; tries++) {
      const { status } = spawnSync('docker', ['version'], { env: { PATH: path, DOCKER_HOST: engine.host } });
      if (status === 0) return engine;
      await sleep(200);
    }
    await engine[Symbol.asyncDispose]();
    throw new Error('dockerd does not answer. It needs root, and a kernel that lets it make namespaces.');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#buildKit.close();
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    if (this.#process.exitCode === null && this.#process.kill()) await ended;
    spawnSync('umount', [join(this.#folder, 'exec/netns/default')]);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Hands each connection on to the BuildKit inside the engine, which is spoken to after an upgrade of HTTP. */
function bridge(engineSocket: string, socket: string): Server {
  const server = createServer((client) => {
    const engine = connect(engineSocket);
    engine.write('POST /grpc HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
    let head = Buffer.alloc(0);
    engine.on('data', function readHead(chunk: Buffer) {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      engine.off('data', readHead);
      client.write(head.subarray(end + 4));
      client.pipe(engine).pipe(client);
    });
    client.on('error', () => engine.destroy()).on('close', () => engine.destroy());
    engine.on('error', () => client.destroy());
  });
  return server.listen(socket);
}
