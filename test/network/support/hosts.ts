import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The pipe's own addresses; see `addressesOf` for the servers'. */
export const PIPE_ADDRESSES = ['192.0.2.1', '2001:db8::1'] as const;

/**
 * The IPv4 and the IPv6 address with this last number. Both are of the ranges for documentation, so nobody has them.
 */
export function addressesOf(last: number): readonly [ipv4: string, ipv6: string] {
  return [`192.0.2.${last}`, `2001:db8::${last}`];
}

/** Servers may have the addresses that end in these numbers. Nobody answers at 240 to 249: packets to them are lost. */
const SERVER_NUMBERS = [10, 11, 12, 13, 14, 20, 21, 22, 23, 24, 30, 31, 32, 33, 53, 54, 240, 241];

const IP = '/sbin/ip';
const run = promisify(execFile);
let made = 0;

/** What a host's /etc has instead of the machine's. */
export interface HostFiles {
  readonly 'resolv.conf'?: string;
  readonly hosts?: string;
}

/** A network namespace, as a machine of its own. */
export class Host {
  readonly #name: string;

  private constructor(name: string) {
    this.#name = name;
  }

  /** @param files of its /etc, as they are to be from the start */
  static async make(name: string, files: HostFiles): Promise<Host> {
    await mkdir(`/etc/netns/${name}`, { recursive: true });
    for (const [file, text] of Object.entries(files)) await writeFile(`/etc/netns/${name}/${file}`, text);
    await run(IP, ['netns', 'add', name]);
    return new Host(name);
  }

  /** What a command begins with to run on this host. */
  get launcher(): readonly string[] {
    return [IP, 'netns', 'exec', this.#name];
  }

  /** Runs lines of shell on this host, and returns what they print. */
  async shell(lines: string): Promise<string> {
    const { stdout } = await run(IP, ['netns', 'exec', this.#name, 'sh', '-ec', lines]);
    return stdout;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run(IP, ['netns', 'del', this.#name]);
    await rm(`/etc/netns/${this.#name}`, { recursive: true });
  }
}

/** Two hosts and the cable between them: the pipe runs on one, every server on the other. */
export class Hosts {
  readonly pipe: Host;
  readonly servers: Host;

  private constructor(pipe: Host, servers: Host) {
    this.pipe = pipe;
    this.servers = servers;
  }

  static async make(files: { readonly pipe: HostFiles; readonly servers: HostFiles }): Promise<Hosts> {
    made += 1;
    const [pipe, servers] = ['pipe', 'servers'].map((role) => `appsmith-deploy-${process.pid}-${made}-${role}`) as [
      string,
      string,
    ];
    const hosts = new Hosts(await Host.make(pipe, files.pipe), await Host.make(servers, files.servers));
    const ends = ['cable', 'netns', pipe, 'type', 'veth', 'peer', 'name', 'cable', 'netns', servers];
    await run(IP, ['link', 'add', ...ends]);
    await hosts.pipe.shell(plugIn(PIPE_ADDRESSES));
    await hosts.servers.shell(`${plugIn(SERVER_NUMBERS.flatMap(addressesOf))}\n${DEAD_ENDS}`);
    return hosts;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.pipe[Symbol.asyncDispose]();
    await this.servers[Symbol.asyncDispose]();
  }
}

const DEAD_ENDS = 'iptables -A INPUT -d 192.0.2.240/29 -j DROP\nip6tables -A INPUT -d 2001:db8::240/124 -j DROP';

/** IPv6 addresses are usable at once: nobody else can have them. */
function plugIn(addresses: readonly string[]): string {
  const adding = addresses.map((address) =>
    address.includes(':') ? `ip addr add ${address}/64 dev cable nodad` : `ip addr add ${address}/24 dev cable`,
  );
  return ['ip link set lo up', 'ip link set cable up', ...adding].join('\n');
}
