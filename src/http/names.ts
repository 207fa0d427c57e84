import { promises } from 'node:dns';
import { readFileSync } from 'node:fs';
import { isIP, type LookupFunction } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** An address of a server. */
interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Limits of a look-up, in ms. */
export const LOOKUP = {
  /** Silence after which the next name server is asked. */
  nameServerMs: 2_000,
  /** All of it: every name server and search domain together. */
  totalMs: 5_000,
  /** How long to wait for IPv6 addresses once there are IPv4 addresses. */
  laterMs: 100,
} as const;

/** Why a name has no address. `DNS-…`: the look-up failed. */
export type NameErrorCode = 'ENOTFOUND' | 'ENODATA' | `DNS-${string}`;

/** A name that leads to no address. */
export class NameError extends Error {
  override readonly name = 'NameError';
  readonly code: NameErrorCode;
  /** The name servers in use. */
  readonly nameServers: readonly string[];

  constructor(code: NameErrorCode, nameServers: readonly string[]) {
    super(`No address: ${code}`);
    this.code = code;
    this.nameServers = nameServers;
  }
}

/** The errors of c-ares about a name server, and what they are after `DNS-` in our code. */
const TROUBLE: Readonly<Record<string, string>> = {
  ETIMEOUT: 'TIMEOUT',
  ECONNREFUSED: 'UNREACHABLE',
  ESERVFAIL: 'SERVFAIL',
  EREFUSED: 'REFUSED',
};

export interface NamesOptions {
  readonly hostsFile?: string;
  readonly resolvConf?: string;
  /** Addresses of name servers. Default: the system's. */
  readonly nameServers?: readonly string[];
}

/**
 * Looks names up as the system does, in /etc/hosts and DNS with its search domains. The system's own look-up cannot be
 * cancelled: without an answer from DNS, the process could not end for up to a minute.
 */
export class Names {
  readonly #options: NamesOptions;
  readonly #resolver = new promises.Resolver({ timeout: LOOKUP.nameServerMs, tries: 2 });
  readonly #underWay = new Map<string, Promise<readonly Address[]>>();
  readonly #dead = new Set<string>();

  constructor(options: NamesOptions = {}) {
    this.#options = options;
    if (options.nameServers !== undefined) this.#resolver.setServers(options.nameServers);
  }

  /** For Node's connections, which ask for all addresses. */
  readonly lookup: LookupFunction = (hostname, _, callback) => {
    this.find(hostname).then(
      (addresses) => callback(null, [...addresses]),
      (error) => callback(error, []),
    );
  };

  /**
   * The addresses of a server; those that could not be connected to come last. Look-ups of one name at the same time
   * are shared.
   * @throws NameError
   */
  async find(hostname: string): Promise<readonly Address[]> {
    const known = this.#underWay.get(hostname);
    const finding = known ?? this.#find(hostname).finally(() => this.#underWay.delete(hostname));
    if (known === undefined) this.#underWay.set(hostname, finding);
    const isDead = ({ address }: Address) => Number(this.#dead.has(address));
    return (await finding).toSorted((one, other) => isDead(one) - isDead(other));
  }

  /** Remembers whether a connection to an address was made. */
  note(address: string, alive: boolean): void {
    if (alive) this.#dead.delete(address);
    else this.#dead.add(address);
  }

  async #find(hostname: string): Promise<readonly Address[]> {
    const { hostsFile = '/etc/hosts', resolvConf = '/etc/resolv.conf' } = this.#options;
    const local = addressesInHosts(textOf(hostsFile), hostname);
    if (local.length > 0) return inOrder(local);
    const asking = this.#askAll(namesToAsk(hostname, textOf(resolvConf)));
    const tooLate = new AbortController();
    const timeUp = sleep(LOOKUP.totalMs, undefined, { signal: tooLate.signal }).then(
      () => Promise.reject(this.#error('ETIMEOUT')),
      () => [],
    );
    return Promise.race([asking, timeUp]).finally(() => tooLate.abort());
  }

  /** Looks up one name after the other, until one has an address. */
  async #askAll(names: readonly string[]): Promise<readonly Address[]> {
    let trouble: unknown;
    for (const name of names) {
      try {
        return await this.#ask(name);
      } catch (error) {
        // A name server that fails for one domain may know the next. Its error says more than "not found".
        if (trouble === undefined || isAbsent((trouble as NameError).code)) trouble = error;
      }
    }
    throw trouble;
  }

  async #ask(name: string): Promise<readonly Address[]> {
    const settled = (question: Promise<string[]>) =>
      question.then(
        (found) => ({ found, code: '' }),
        ({ code }: NodeJS.ErrnoException) => ({ found: [] as string[], code: String(code) }),
      );
    const asking6 = settled(this.#resolver.resolve6(name));
    const asking4 = settled(this.#resolver.resolve4(name));
    // Some name servers answer only one of the two.
    const limit4 = asking6.then(({ found }) => (found.length === 0 ? asking4 : nothingAfter(LOOKUP.nameServerMs)));
    const v4 = await Promise.race([asking4, limit4]);
    const v6 = v4.found.length === 0 ? await asking6 : await Promise.race([asking6, nothingAfter(LOOKUP.laterMs)]);
    const addresses = inOrder([...v4.found, ...v6.found]);
    if (addresses.length > 0) return addresses;
    throw this.#error([v4.code, v6.code].find((code) => !isAbsent(code)) ?? v4.code);
  }

  #error(code: string): NameError {
    const own = isAbsent(code) ? code : (`DNS-${TROUBLE[code] ?? code.replace(/^E/, '')}` as const);
    return new NameError(own, this.#resolver.getServers());
  }
}

function isAbsent(code: string): code is 'ENOTFOUND' | 'ENODATA' {
  return code === 'ENOTFOUND' || code === 'ENODATA';
}

/** IPv4 first: IPv6 is more often broken. */
function inOrder(addresses: readonly string[]): readonly Address[] {
  return addresses
    .map((address) => ({ address, family: isIP(address) as 4 | 6 }))
    .sort((one, other) => one.family - other.family);
}

async function nothingAfter(ms: number) {
  return sleep(ms, { found: [] as string[], code: '' }, { ref: false });
}

/** The text of a system file; empty if it cannot be read. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The addresses of a name in /etc/hosts. `localhost` and its sub-domains need no entry (RFC 6761, 6.3). */
export function addressesInHosts(text: string, hostname: string): readonly string[] {
  const name = hostname.toLowerCase().replace(/\.$/, '');
  const found = text.split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().toLowerCase().split(/\s+/);
    return isIP(address) !== 0 && names.includes(name) ? [address] : [];
  });
  const isHere = name === 'localhost' || name.endsWith('.localhost');
  return found.length === 0 && isHere ? ['127.0.0.1', '::1'] : [...new Set(found)];
}

/**
 * The names to ask DNS for, one after the other. A name that ends with a dot is complete.
 * @param resolvConf text of /etc/resolv.conf: of several lines of one kind the last counts (resolv.conf(5))
 */
export function namesToAsk(hostname: string, resolvConf: string): readonly string[] {
  if (hostname.endsWith('.')) return [hostname.slice(0, -1)];
  let domains: readonly string[] = [];
  let ndots = 1;
  for (const line of resolvConf.split('\n')) {
    const [keyword = '', ...words] = line
      .replace(/[#;].*/, '')
      .trim()
      .split(/\s+/);
    if (keyword === 'search' || keyword === 'domain') domains = words.filter((domain) => domain !== '.');
    const option = keyword === 'options' && words.findLast((word) => /^ndots:\d{1,2}$/.test(word));
    if (option) ndots = Number(option.slice('ndots:'.length));
  }
  const longer = domains.map((domain) => `${hostname}.${domain.replace(/\.$/, '')}`);
  return hostname.split('.').length > ndots ? [hostname, ...longer] : [...longer, hostname];
}
