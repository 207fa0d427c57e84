import { isIP } from 'node:net';

/** Addresses by their family. */
export interface Families {
  readonly v4: readonly string[];
  readonly v6: readonly string[];
}

/**
 * What /etc/hosts says of a name; `localhost` and the names below it are this machine also without it (RFC 6761, 6.3).
 */
export function addressesInHosts(text: string, hostname: string): Families {
  const name = hostname.toLowerCase().replace(/\.$/, '');
  const found = text.split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    return names.some((each) => each.toLowerCase() === name) ? [address] : [];
  });
  const ofFamily = (family: number) => [...new Set(found.filter((address) => isIP(address) === family))];
  const isHere = name === 'localhost' || name.endsWith('.localhost');
  return found.length === 0 && isHere ? { v4: ['127.0.0.1'], v6: ['::1'] } : { v4: ofFamily(4), v6: ofFamily(6) };
}

/** What /etc/resolv.conf says of names, apart from the name servers. */
export interface ResolvConf {
  /** Domains that a name may belong to. */
  readonly search: readonly string[];
  /** A name with so many dots is taken as it is first. */
  readonly ndots: number;
}

/** Reads /etc/resolv.conf; of several lines of one kind the last counts (resolv.conf(5)). */
export function readResolvConf(text: string): ResolvConf {
  let search: readonly string[] = [];
  let ndots = 1;
  for (const line of text.split('\n')) {
    const [keyword = '', ...words] = line
      .replace(/[#;].*/, '')
      .trim()
      .split(/\s+/);
    if (keyword === 'search' || keyword === 'domain') search = words;
    if (keyword !== 'options') continue;
    for (const word of words) ndots = Number(/^ndots:(\d{1,2})$/.exec(word)?.[1] ?? ndots);
  }
  return { search: search.filter((domain) => domain !== '.'), ndots };
}

/** The names to ask DNS for, one after the other. A name that ends with a dot is meant as it is. */
export function namesToAsk(hostname: string, { search, ndots }: ResolvConf): readonly string[] {
  if (hostname.endsWith('.')) return [hostname.slice(0, -1)];
  const longer = search.map((domain) => `${hostname}.${domain.replace(/\.$/, '')}`);
  return hostname.split('.').length > ndots ? [hostname, ...longer] : [...longer, hostname];
}
