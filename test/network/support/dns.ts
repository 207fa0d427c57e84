import type { ProgramOptions } from '../../support/lab/program.ts';
import { addressesOf } from './hosts.ts';
import { SITES } from './sites.ts';

/** Addresses by name. The order is the name server's. */
export type Names = Readonly<Record<string, readonly string[]>>;

export const NAME_SERVER = '192.0.2.53';
/** A host that swallows every packet. */
export const DEAD = addressesOf(240);

/** The names of all sites: `both` has an IPv6 address, which comes first and is dead. */
export const SITE_NAMES: Names = Object.fromEntries(
  SITES.flatMap(({ number, hosts }) => hosts.map((host) => [host, addressesFor(host, number)] as const)).filter(
    ([host]) => /^[a-z]/.test(host),
  ),
);

function addressesFor(host: string, number: number): readonly string[] {
  const [ipv4] = addressesOf(number);
  return host.includes('both') ? [DEAD[1], ipv4] : [ipv4];
}

/** The same names for a proxy, which is to have no trouble of its own. */
export function withoutDead(names: Names): Names {
  const live = (address: string) => address !== DEAD[0] && address !== DEAD[1];
  return Object.fromEntries(Object.entries(names).map(([name, addresses]) => [name, addresses.filter(live)]));
}

/** /etc/hosts for these names. */
export function hostsFile(names: Names): string {
  const lines = Object.entries(names).flatMap(([name, addresses]) => addresses.map((address) => `${address} ${name}`));
  return `127.0.0.1 localhost\n${lines.join('\n')}\n`;
}

/** A name server that knows these names and no others. */
export function dnsmasq(names: Names, more: readonly string[] = []): Omit<ProgramOptions, 'launcher'> {
  const records = Object.entries(names).flatMap(([name, addresses]) =>
    addresses.map((address) => `host-record=${name},${address}`),
  );
  const lines = [
    'no-resolv',
    'no-hosts',
    `listen-address=${NAME_SERVER}`,
    'bind-interfaces',
    'user=root',
    'local=/#/',
    'log-queries',
    'log-facility={folder}/log',
    ...records,
    ...more,
  ];
  return {
    files: { 'dnsmasq.conf': `${lines.join('\n')}\n` },
    command: ['dnsmasq', '--keep-in-foreground', '--pid-file', '--conf-file={folder}/dnsmasq.conf'],
    ports: [`${NAME_SERVER}:53`],
  };
}
