import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../../emulator/index.ts';
import { certificates, serverCertificate } from '../../../scripts/certificates.ts';
import { type Program, type ProgramOptions, startProgram } from '../../support/lab/program.ts';
import { type EndedProcess, type RunOptions, runPipe } from '../../support/run-pipe.ts';
import { dnsmasq, hostsFile, NAME_SERVER, type Names, SITE_NAMES, withoutDead } from './dns.ts';
import { Hosts } from './hosts.ts';
import { otherSites, type SeenRequest, sightOf } from './other-sites.ts';
import { certificateOf, nginxConfiguration, SITES } from './sites.ts';

export interface LabOptions {
  /** What the pipe's name server knows. Default: every site. */
  readonly names?: Names;
  /** Further lines of dnsmasq's configuration. */
  readonly nameServer?: readonly string[];
  readonly emulator?: EmulatorOptions;
}

/** Two hosts with a name server, nginx on 80 and 443, and an emulated Appsmith behind it. */
export class Lab {
  readonly emulator: Emulator;
  readonly hosts: Hosts;
  readonly #folder = mkdtempSync(join(tmpdir(), 'appsmith-deploy-network-'));
  readonly #running = new AsyncDisposableStack();
  readonly #others: SeenRequest[] = [];

  private constructor(emulator: Emulator, hosts: Hosts) {
    this.hosts = this.#running.use(hosts);
    this.emulator = this.#running.use(emulator);
    this.#running.defer(() => rmSync(this.#folder, { recursive: true }));
  }

  static async start({ names = SITE_NAMES, nameServer = [], emulator = {} }: LabOptions = {}): Promise<Lab> {
    const hosts = await Hosts.make({
      pipe: { 'resolv.conf': `nameserver ${NAME_SERVER}\n`, hosts: hostsFile({}) },
      servers: {
        'resolv.conf': '# Names are known from /etc/hosts.\n',
        hosts: hostsFile(withoutDead({ ...SITE_NAMES, ...names })),
      },
    });
    const lab = new Lab(await startEmulator(emulator), hosts);
    const appsmith = await lab.listen('appsmith', relayTo(lab.emulator.port));
    const other = await lab.listen('other', otherSites(lab.#others));
    const pems = await Promise.all(SITES.map(async (site) => [certificateOf(site), await pem(...site.hosts)] as const));
    await lab.add(dnsmasq(names, nameServer));
    await lab.add({
      files: {
        'nginx.conf': nginxConfiguration(appsmith, other),
        ...Object.fromEntries(pems),
        'default.pem': await pem('default.example.net'),
      },
      command: ['nginx', '-p', '{folder}', '-e', '{folder}/error.log', '-c', '{folder}/nginx.conf'],
      ports: [443],
    });
    return lab;
  }

  /** Starts one more server beside the others. It ends with the lab. */
  async add(options: Omit<ProgramOptions, 'launcher'>): Promise<Program> {
    return this.#running.use(await startProgram({ ...options, launcher: this.hosts.servers.launcher }));
  }

  /** Runs the built pipe on its host, with the lab's authority beside the given variables. */
  async run(variables: Readonly<Record<string, string>>, options: RunOptions = {}): Promise<EndedProcess> {
    const { ca } = await certificates();
    return runPipe({ CA_CERTIFICATE: ca, ...variables }, { launcher: this.hosts.pipe.launcher, ...options });
  }

  /** All requests up to now that Appsmith was handed. */
  get requests(): SeenRequest[] {
    return this.emulator.requests.map(({ method, url, headers }) => ({ ...sightOf(headers), method, url }));
  }

  /** All requests up to now to other sites. */
  get otherRequests(): readonly SeenRequest[] {
    return this.#others;
  }

  /** Forgets all requests. */
  forget(): void {
    this.emulator.requests.length = 0;
    this.emulator.deployRequests.length = 0;
    this.#others.length = 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running.disposeAsync();
  }

  /**
   * Lets a server of the test listen on a socket in the file system: the way from one network namespace into another.
   */
  async listen(name: string, server: Server): Promise<string> {
    const path = join(this.#folder, name);
    await once(server.listen(path), 'listening');
    this.#running.defer(() => void server.close());
    return path;
  }
}

function relayTo(port: number): Server {
  return createServer((socket) => {
    const onward = connect(port, '127.0.0.1');
    socket.pipe(onward).pipe(socket);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
}

async function pem(...hosts: readonly string[]): Promise<string> {
  const [first = '', ...others] = hosts.map((host) => host.replaceAll(/[[\]]/g, ''));
  const { cert, key } = await serverCertificate(first, ...others);
  return `${cert}\n${key}\n`;
}
