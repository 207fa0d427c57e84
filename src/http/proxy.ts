import { BlockList, isIP } from 'node:net';

/** How servers are reached; addresses of proxies may hold credentials. */
export interface ProxySettings {
  /** For servers with an https address; the request goes through a CONNECT tunnel. */
  readonly https?: string;
  /** For servers with an http address. */
  readonly http?: string;
  /** Servers that are reached without a proxy, as NO_PROXY lists them. */
  readonly none?: string;
  /** What the user calls the setting; absent: HTTPS_PROXY or HTTP_PROXY. */
  readonly name?: string;
}

/**
 * The proxy for a server, if any. Loopback and `host.docker.internal` are never proxied, judged by the name as written:
 * a DNS query would disclose a private name.
 */
export function proxyFor(url: URL, settings: ProxySettings): string | undefined {
  const proxy = url.protocol === 'https:' ? settings.https : settings.http;
  if (proxy === undefined || isLoopback(url.hostname) || url.hostname === 'host.docker.internal') return undefined;
  return isExempt(url, settings.none ?? '') ? undefined : proxy;
}

/** A proxy, read from its address. */
export interface ProxyServer {
  readonly protocol: 'http:' | 'https:';
  readonly host: string;
  readonly port: number;
  /** The credentials in its address, as a header. Secret. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads the address of a proxy. */
export function readProxyAddress(address: string): ProxyServer {
  const { protocol, hostname, port, username, password } = new URL(address);
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const basic = `Basic ${Buffer.from(credentials).toString('base64')}`;
  return {
    protocol: protocol as ProxyServer['protocol'],
    host: withoutBrackets(hostname),
    port: Number(port || (protocol === 'https:' ? 443 : 80)),
    headers: username === '' && password === '' ? {} : { 'proxy-authorization': basic },
  };
}

/** The authentication schemes in Proxy-Authenticate headers (RFC 9110, 11.6.1), without their parameters. */
export function authenticationSchemes(challenges: readonly string[]): readonly string[] {
  const unquoted = challenges.join(', ').replace(/"[^"]*"/g, '');
  const schemes = unquoted.matchAll(/(?:^|,)\s*([A-Za-z][\w-]{0,30})(?=\s*(?:,|$)|\s+\w)/g);
  return [...schemes].map(([, scheme]) => String(scheme));
}

function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/**
 * NO_PROXY as curl and Go read it: names match themselves and their sub-domains, with or without a leading dot;
 * `*.name` matches sub-domains only, `*` matches all; addresses and CIDR ranges match addresses; `:port` limits an
 * entry to that port; letter case and a trailing dot do not count.
 */
function isExempt(url: URL, list: string): boolean {
  const host = withoutDot(withoutBrackets(url.hostname).toLowerCase());
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return entriesOf(list).some((entry) => matches(entry.toLowerCase(), host, port));
}

function entriesOf(list: string): string[] {
  return list.split(/[\s,]+/).filter(Boolean);
}

/** The entries of NO_PROXY that cannot match any server: other separators, quotes, schemes, patterns, invalid ranges. */
export function uselessEntries(list: string): string[] {
  return entriesOf(list).filter((entry) => {
    if (entry === '*') return false;
    if (entry.includes('/')) return !isInRange(entry, String(entry.split('/')[0]));
    const { name, port = '' } = splitPort(entry);
    const isHost = isIP(name) !== 0 || NAME.test(name);
    return !isHost || !/^\d*$/.test(port);
  });
}

/** A host, or its sub-domains (`.name`, `*.name`), in the letters that a URL allows. */
const NAME = /^(?:\*?\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?$/i;

function withoutDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isInRange(entry, host);
  const { name, port: only } = splitPort(entry);
  if (only !== undefined && only !== port) return false;
  if (isIP(name) !== 0) return isInRange(`${name}/${isIP(name) === 6 ? 128 : 32}`, host);
  const suffix = withoutDot(name.replace(/^\*?\./, ''));
  return host.endsWith(`.${suffix}`) || (host === suffix && !name.startsWith('*'));
}

function splitPort(entry: string): { name: string; port: string | undefined } {
  if (isIP(entry) !== 0) return { name: entry, port: undefined };
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(entry);
  const [name = '', port] = bracketed === null ? entry.split(':') : bracketed.slice(1);
  return { name, port };
}

function isInRange(range: string, host: string): boolean {
  const [network = '', bits = ''] = range.split('/');
  const family = isIP(network);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 6 ? 128 : 32))
    return false;
  const type = family === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(network, Number(bits), type);
  return list.check(host, type);
}

/**
 * True for the names and addresses that never leave the machine: localhost, 127.0.0.0/8 and ::1, judged as written,
 * without DNS.
 */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
