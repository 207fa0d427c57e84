import { readBaseUrl } from '../../appsmith/endpoint.ts';
import type { TlsSettings } from '../../http/tls-settings.ts';
import { maskCredentials } from '../../text/address.ts';
import { definedOnly } from '../../text/defined-only.ts';
import { findUnreplaced } from '../../text/references.ts';
import type { Place } from '../clone-path.ts';
import { type Connection, withoutUserAgent } from '../connection/connection.ts';
import { type ExtraHeader, readExtraHeaders } from '../connection/extra-header.ts';
import { readProxy } from '../connection/proxy-address.ts';
import { readTls } from '../connection/tls.ts';
import type { Findings } from '../findings.ts';
import { KEYS, meantKey } from './keys.ts';
import type { FileFindings } from './problem.ts';
import { type References, referenceIn } from './references.ts';
import { namedKey } from './showable.ts';
import { type FileDeployment, isEnabled } from './targets.ts';
import { child, type Entry, type Found, find, type MapTree, placeOf, type Tree } from './tree.ts';

/** What a file says of how one server is reached. The variables serve for what it does not say. */
export type ServerSettings = Partial<Omit<Connection, 'tls'>> & { readonly tls?: TlsSettings };

/** What the settings of servers are read with. */
export interface ServerSource {
  readonly references: References;
  readonly place: Place;
  readonly findings: Findings;
}

/**
 * Reads how each server is reached, from `servers` at the top and from `server` of a deployment.
 * @returns the settings, by the address of the server
 */
export function readServers(
  tree: Tree,
  deployments: readonly FileDeployment[],
  source: ServerSource,
  inFile: FileFindings,
): ReadonlyMap<string, ServerSettings> {
  const enabled = deployments.filter(({ tree: each }) => isEnabled(each));
  const urls = (some: readonly FileDeployment[]) => new Set(some.map(({ target }) => target?.url));
  const needed = urls(enabled);
  const unneeded = new Set([...urls(deployments)].filter((url) => !needed.has(url)));
  const reader = new ServerReader(source, inFile, unneeded);
  const servers = child(tree, 'servers');
  if (servers?.kind === 'map') for (const [address, entry] of servers.entries) reader.readEntry(address, entry);
  else if (servers !== undefined && servers.kind !== 'empty')
    inFile.problem({
      span: placeOf(servers),
      message: 'servers must hold the address of each server, with its settings below.',
    });
  for (const { tree: deployment, target } of enabled) {
    const found = find(deployment, 'server');
    if (found !== undefined) reader.readOwn(found, target?.url);
  }
  reader.findUnused(urls(deployments));
  return reader.settings;
}

class ServerReader {
  readonly settings = new Map<string, ServerSettings>();
  /** Where the settings of a server are written: those that an alias repeats are read once. */
  readonly #written = new Map<string, number>();
  readonly #source: ServerSource;
  readonly #inFile: FileFindings;
  readonly #unneeded: ReadonlySet<string | undefined>;

  /** @param unneeded servers of disabled deployments alone: the variables of their settings need not be there */
  constructor(source: ServerSource, inFile: FileFindings, unneeded: ReadonlySet<string | undefined>) {
    this.#source = source;
    this.#inFile = inFile;
    this.#unneeded = unneeded;
  }

  readEntry(address: string, { key, value, use }: Entry): void {
    const named: Found = { value: { kind: 'empty', span: key, size: 1, depth: 0, broken: false }, place: use ?? key };
    const url = readBaseUrl(address, this.#inFile.about(named, 'The address of this server'));
    this.#read({ value, place: use ?? placeOf(value) }, url);
  }

  readOwn(found: Found, url: string | undefined): void {
    this.#read(found, url);
  }

  /** A warning: with SHARD, or in a file for several pipelines, it may be meant. */
  findUnused(urls: ReadonlySet<string | undefined>): void {
    for (const url of this.settings.keys())
      if (!urls.has(url))
        this.#source.findings.notice('warning', `servers has settings for ${url}, which no deployment has as its url.`);
  }

  #read({ value, place }: Found, url: string | undefined): void {
    if (value.kind !== 'map') {
      const isBroken = value.kind === 'empty' && value.broken;
      const message = value.kind === 'text' ? `${RULES.server} Its address is set with url.` : RULES.server;
      if (!isBroken) this.#inFile.problem({ span: place, written: value.span, message });
      return;
    }
    if (url === undefined) return;
    const before = this.#written.get(url);
    if (before === value.span.start) return;
    if (before !== undefined) {
      const message = `There are settings for the server ${url} already. Keep one of them; all its deployments use them.`;
      this.#inFile.problem({ span: place, written: value.span, message });
      return;
    }
    this.#written.set(url, value.span.start);
    this.#checkKeys(value);
    if (this.#unneeded.has(url)) return;
    this.settings.set(url, this.#settingsOf(value));
  }

  #checkKeys(server: MapTree): void {
    for (const [key, entry] of server.entries)
      if (!KEYS.server.includes(key))
        this.#inFile.problem({
          span: entry.use ?? entry.key,
          written: entry.key,
          message: `Unknown ${namedKey(key)} in a server. Allowed keys: ${KEYS.server.join(', ')}.`,
          meant: () => meantKey(key, KEYS.server),
        });
  }

  #settingsOf(server: MapTree): ServerSettings {
    const { place, findings } = this.#source;
    const text = (key: keyof typeof RULES) => this.#text(find(server, key), key);
    const texts = {
      ca: text('ca'),
      certificate: text('client-certificate'),
      key: text('client-key'),
      passphrase: text('client-key-passphrase'),
    };
    findings.secret(...[texts.key, texts.passphrase].filter((secret) => secret !== undefined));
    const names = {
      ca: 'ca',
      certificate: 'client-certificate',
      key: 'client-key',
      passphrase: 'client-key-passphrase',
    } as const;
    const about = (field: keyof typeof names) =>
      this.#inFile.about(find(server, names[field]) ?? { value: server, place: placeOf(server) }, names[field]);
    const tls = readTls(definedOnly(texts), {
      names,
      about,
      place,
      isSet: (field) => find(server, names[field]) !== undefined,
    });
    const proxy = text('proxy');
    const headers = this.#headersOf(find(server, 'headers'));
    return {
      ...definedOnly({ tls: Object.keys(tls).length === 0 ? undefined : tls }),
      ...(proxy === undefined ? {} : { proxies: this.#proxiesOf(proxy, find(server, 'proxy') as Found) }),
      ...(headers === undefined ? {} : withoutUserAgent(headers)),
    };
  }

  #proxiesOf(text: string, found: Found): Connection['proxies'] {
    if (/^\s*none\s*$/i.test(text)) return {};
    const literal = found.value.kind === 'text' && found.value.text === text;
    if (literal && findUnreplaced(text) !== undefined) {
      maskCredentials(text, this.#source.findings);
      this.#inFile.problem({ span: found.place, written: found.value.span, message: PROXY_REFERENCE });
      return {};
    }
    const address = readProxy(text.trim(), this.#inFile.about(found, 'proxy'), 'write proxy: none');
    if (literal && text.includes('@')) {
      maskCredentials(text, this.#source.findings);
      this.#inFile.problem({ span: found.place, written: found.value.span, message: RULES.proxy });
    }
    return definedOnly({ https: address, http: address, name: '`proxy`' });
  }

  /** Each header is a reference of its own, since every value may be a secret. */
  #headersOf(found: Found | undefined): readonly ExtraHeader[] | undefined {
    if (found === undefined) return undefined;
    const { value, place } = found;
    if (value.kind !== 'map') {
      if (value.kind !== 'empty' || !value.broken)
        this.#inFile.problem({ span: place, written: value.span, message: RULES.headers });
      return [];
    }
    const given = [...value.entries].flatMap(([name, entry]) => {
      const header: Found = { value: entry.value, place: entry.use ?? placeOf(entry.value) };
      const text = this.#text(header, 'headers');
      return text === undefined ? [] : [{ header, text: `${name}: ${text}` }];
    });
    return readExtraHeaders(
      given.map(({ text }) => text),
      { about: (at) => this.#inFile.about(given[at]?.header as Found, 'This header'), proxied: false },
    );
  }

  /** The text of a key, or the value of the variable that it names. */
  #text(found: Found | undefined, key: keyof typeof RULES): string | undefined {
    if (found === undefined) return undefined;
    const { value, place } = found;
    const name = value.kind === 'text' ? referenceIn(value.text.trim()) : undefined;
    if (name !== undefined) return this.#source.references.lookUp(found, name, key === 'headers' ? 'header' : key);
    if (value.kind === 'text' && LITERAL.has(key) && value.text.trim() !== '') return value.text;
    if (value.kind !== 'empty' || !value.broken)
      this.#inFile.problem({ span: place, written: value.span, message: RULES[key] });
    return undefined;
  }
}

/** Keys whose values are no secrets, so that a file may hold them. */
const LITERAL: ReadonlySet<string> = new Set(['ca', 'client-certificate', 'proxy']);

const REFERENCE =
  'must be a reference to a variable and nothing else: $NAME. If its value was committed, it is no longer secret.';

const PROXY_REFERENCE =
  'proxy contains a reference, and only a whole value is replaced. Store the whole address in a secured variable: proxy: $NAME.';

/** What a value must be, in sentences. */
const RULES = {
  server:
    'A server must hold keys, any of headers, ca, proxy, client-certificate, client-key and client-key-passphrase.',
  headers: `headers must hold the name of each header, and each value ${REFERENCE}`,
  ca: 'ca must be the path of a file with certificates, or a reference to a variable: $NAME.',
  proxy: 'proxy must be the address of a proxy without a password, a reference to a variable ($NAME), or none.',
  'client-certificate': 'client-certificate must be the path of a file, or a reference to a variable: $NAME.',
  'client-key': `client-key ${REFERENCE}`,
  'client-key-passphrase': `client-key-passphrase ${REFERENCE}`,
} as const;
