import { readBaseUrl } from '../../appsmith/endpoint.ts';
import type { TlsSettings } from '../../http/tls-settings.ts';
import { maskCredentials } from '../../text/address.ts';
import { definedOnly } from '../../text/defined-only.ts';
import { findUnreplaced } from '../../text/references.ts';
import type { Folders } from '../clone-path.ts';
import type { Connection } from '../connection/connection.ts';
import { type ExtraHeaders, readExtraHeaders } from '../connection/extra-header.ts';
import { readProxy } from '../connection/proxy.ts';
import { readTls } from '../connection/tls.ts';
import type { Findings } from '../findings.ts';
import { KEYS, meantKey } from './keys.ts';
import type { FileFindings } from './problem.ts';
import { type References, referenceIn } from './references.ts';
import { namedKey } from './showable.ts';
import { type FileDeployment, isEnabled } from './targets.ts';
import { child, type Entry, type Found, find, type MapTree, spanOf, type Tree } from './tree.ts';

/** What a file says of how one server is reached. The variables are its defaults. */
export type ServerSettings = Partial<Omit<Connection, 'tls'>> & { readonly tls?: TlsSettings };

export interface ServerSource {
  readonly deployments: readonly FileDeployment[];
  readonly references: References;
  readonly folders: Folders;
  readonly findings: Findings;
}

/**
 * Reads how each server is reached, from `servers` at the top and from `server` of a deployment.
 * @returns the settings, by the address of the server
 */
export function readServers(
  tree: Tree,
  source: ServerSource,
  inFile: FileFindings,
): ReadonlyMap<string, ServerSettings> {
  const { deployments } = source;
  const enabled = deployments.filter(({ tree: each }) => isEnabled(each));
  const urls = (some: readonly FileDeployment[]) => new Set(some.map(({ target }) => target?.url));
  const needed = urls(enabled);
  const unneeded = new Set([...urls(deployments)].filter((url) => !needed.has(url)));
  const reader = new ServerReader(source, inFile, unneeded);
  const servers = child(tree, 'servers');
  if (servers?.kind === 'map') for (const [address, entry] of servers.entries) reader.readEntry(address, entry);
  else if (servers !== undefined && servers.kind !== 'empty')
    inFile.problem({
      span: spanOf(servers),
      message: 'servers must hold the address of each server, with its settings below.',
    });
  for (const { tree: deployment, target } of enabled) {
    const found = find(deployment, 'server');
    if (found !== undefined) reader.read(found, target?.url);
  }
  reader.findUnused(urls(deployments));
  return reader.settings;
}

class ServerReader {
  readonly settings = new Map<string, ServerSettings>();
  /** Where the settings of a server are written: an alias of the same settings is no second server. */
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
    const named: Found = { value: { kind: 'empty', span: key, size: 1, depth: 0, broken: false }, span: use ?? key };
    const url = readBaseUrl(address, this.#inFile.about(named, 'The address of this server'));
    this.read({ value, span: use ?? spanOf(value) }, url);
  }

  /** A warning: it may be intended, with SHARD or in a file for several pipelines. */
  findUnused(urls: ReadonlySet<string | undefined>): void {
    for (const url of this.settings.keys())
      if (!urls.has(url))
        this.#source.findings.notice('warning', `servers has settings for ${url}, which no deployment has as its url.`);
  }

  read(found: Found, url: string | undefined): void {
    const { value } = found;
    if (value.kind === 'text') this.#inFile.problemAt(found, `${RULES.server} Its address is set with url.`);
    else if (value.kind !== 'map') this.#refuse(found, 'server');
    if (value.kind !== 'map' || url === undefined) return;
    const before = this.#written.get(url);
    if (before === value.span.start) return;
    if (before !== undefined) {
      const what = `There are settings for the server ${url} already.`;
      this.#inFile.problemAt(found, `${what} Keep one of them; all its deployments use them.`);
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
    const { folders, findings } = this.#source;
    const text = (key: keyof typeof RULES) => this.#text(find(server, key), key);
    const texts = {
      ca: text('ca'),
      certificate: text('client-certificate'),
      key: text('client-key'),
      passphrase: text('client-key-passphrase'),
    };
    findings.secret(...[texts.key, texts.passphrase].filter((secret) => secret !== undefined));
    const tls = readTls(definedOnly(texts), {
      names: TLS_KEYS,
      about: (field) =>
        this.#inFile.about(find(server, TLS_KEYS[field]) ?? { value: server, span: spanOf(server) }, TLS_KEYS[field]),
      folders,
      isSet: (field) => find(server, TLS_KEYS[field]) !== undefined,
    });
    const proxy = text('proxy');
    const proxies = proxy === undefined ? undefined : this.#proxiesOf(proxy, find(server, 'proxy') as Found);
    const headers = this.#headersOf(find(server, 'headers'));
    return {
      ...definedOnly({ tls: Object.keys(tls).length === 0 ? undefined : tls, proxies }),
      ...headers,
    };
  }

  #proxiesOf(text: string, found: Found): Connection['proxies'] {
    if (/^\s*none\s*$/i.test(text)) return {};
    const literal = found.value.kind === 'text' && found.value.text === text;
    if (literal && findUnreplaced(text) !== undefined) {
      maskCredentials(text, this.#source.findings);
      this.#inFile.problemAt(found, PROXY_REFERENCE);
      return {};
    }
    const address = readProxy(text.trim(), { toUseNone: 'write proxy: none' }, this.#inFile.about(found, 'proxy'));
    if (literal && text.includes('@')) {
      maskCredentials(text, this.#source.findings);
      this.#inFile.problemAt(found, RULES.proxy);
    }
    return definedOnly({ https: address, http: address, name: '`proxy`' });
  }

  /** Each header is a reference of its own, since every value may be a secret. */
  #headersOf(found: Found | undefined): ExtraHeaders | undefined {
    if (found === undefined) return undefined;
    const { value } = found;
    if (value.kind !== 'map') {
      this.#refuse(found, 'headers');
      return { extraHeaders: [] };
    }
    const given = [...value.entries].flatMap(([name, entry]) => {
      const header: Found = { value: entry.value, span: entry.use ?? spanOf(entry.value) };
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
    const { value } = found;
    const name = value.kind === 'text' ? referenceIn(value.text.trim()) : undefined;
    if (name !== undefined) return this.#source.references.lookUp(found, name, key === 'headers' ? 'header' : key);
    if (value.kind === 'text' && LITERAL.has(key) && value.text.trim() !== '') return value.text;
    this.#refuse(found, key);
    return undefined;
  }

  /** A broken value is reported already. */
  #refuse(found: Found, key: keyof typeof RULES): void {
    if (found.value.kind !== 'empty' || !found.value.broken) this.#inFile.problemAt(found, RULES[key]);
  }
}

const TLS_KEYS = {
  ca: 'ca',
  certificate: 'client-certificate',
  key: 'client-key',
  passphrase: 'client-key-passphrase',
} as const;

/** Keys whose values are no secrets, so that a file may hold them. */
const LITERAL: ReadonlySet<string> = new Set(['ca', 'client-certificate', 'proxy']);

const REFERENCE =
  'must be a reference to a variable and nothing else: $NAME. If its value was committed, it is no longer secret.';

const PROXY_REFERENCE =
  'proxy contains a reference, and only a whole value is replaced. Store the whole address in a secured ' +
  'variable: proxy: $NAME.';

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
