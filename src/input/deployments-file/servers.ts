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
import { KEYS, reportUnknownKey } from './keys.ts';
import type { FileFindings } from './problem.ts';
import { type LookUp, referenceIn } from './references.ts';
import type { FileDeployment } from './targets.ts';
import { type Found, find, foundIn, isBroken, type MapTree, type Tree, within } from './tree.ts';

/** A file's settings for one server. The variables are their defaults. */
export type ServerSettings = Partial<Omit<Connection, 'tls'>> & { readonly tls?: TlsSettings };

interface ServerSource {
  readonly lookUp: LookUp;
  readonly folders: Folders;
}

/**
 * Reads how each server is reached, from `servers` at the top and from `server` of a deployment.
 * @returns the settings, by the address of the server
 */
export function readServers(
  tree: Tree,
  { deployments, ...source }: ServerSource & { readonly deployments: readonly FileDeployment[] },
  findings: FileFindings,
): ReadonlyMap<string, ServerSettings> {
  const enabled = deployments.filter((deployment) => deployment.enabled);
  const urls = new Set(deployments.map(({ target }) => target?.url));
  const enabledUrls = new Set(enabled.map(({ target }) => target?.url));
  const settings = new Map<string, ServerSettings>();
  /** Where the settings of a server are written: an alias of the same settings is no second server. */
  const written = new Map<string, number>();

  const read = (found: Found, url: string | undefined) => {
    const { value } = found;
    if (value.kind === 'text') findings.problem(found, `${RULES.server} Its address is set with url.`);
    else if (value.kind !== 'map') refuse(found, 'server', findings);
    if (value.kind !== 'map' || url === undefined) return;
    const before = written.get(url);
    if (before === value.written.start) return;
    if (before !== undefined) {
      const what = `There are settings for the server ${url} already.`;
      findings.problem(found, `${what} Keep one of them; all its deployments use them.`);
      return;
    }
    written.set(url, value.written.start);
    for (const key of value.entries.keys())
      if (!KEYS.server.includes(key)) reportUnknownKey(key, { owner: found, mapping: 'server' }, findings);
    // The variables of a server need not exist when all its deployments are disabled.
    if (enabledUrls.has(url) || !urls.has(url)) settings.set(url, settingsOf(value, source, findings));
  };

  const servers = find(tree, 'servers');
  if (servers?.value.kind === 'map') {
    for (const [address, { key, value }] of servers.value.entries) {
      const about = findings.about(within(servers, key), 'The address of this server');
      read(foundIn(servers, value), readBaseUrl(address, about));
    }
  } else if (servers !== undefined && servers.value.kind !== 'empty') {
    findings.problem(servers, 'servers must hold the address of each server, with its settings below.');
  }
  for (const { tree: deployment, target } of enabled) {
    const found = find(deployment, 'server');
    if (found !== undefined) read(found, target?.url);
  }
  // A warning: it may be intended, with SHARD or in a file for several pipelines.
  for (const url of settings.keys())
    if (!urls.has(url))
      findings.run.notice('warning', `servers has settings for ${url}, which no deployment has as its url.`);
  return settings;
}

function settingsOf(server: MapTree, { lookUp, folders }: ServerSource, findings: FileFindings): ServerSettings {
  /** The text of a key, or the value of the variable that it names. */
  const textIn = (found: Found | undefined, key: Key): string | undefined => {
    if (found === undefined) return undefined;
    const text = found.value.kind === 'text' ? found.value.text : '';
    const name = referenceIn(text.trim());
    if (name !== undefined) return lookUp({ place: found, name, what: key === 'headers' ? 'header' : key });
    return LITERAL.has(key) && text.trim() !== '' ? text : refuse(found, key, findings);
  };
  const textOf = (key: Key) => textIn(find(server, key), key);

  /** Each value is a reference, since it may be a secret. */
  const headersIn = (found: Found): ExtraHeaders => {
    if (found.value.kind !== 'map') {
      refuse(found, 'headers', findings);
      return { extraHeaders: [] };
    }
    const places: Found[] = [];
    const texts: string[] = [];
    for (const [name, { value }] of found.value.entries) {
      const place = foundIn(found, value);
      const text = textIn(place, 'headers');
      if (text === undefined) continue;
      places.push(place);
      texts.push(`${name}: ${text}`);
    }
    return readExtraHeaders(texts, {
      about: (at) => findings.about(places[at] as Found, 'This header'),
      proxied: false,
    });
  };

  const key = textOf('client-key');
  const passphrase = textOf('client-key-passphrase');
  findings.run.secret(...[key, passphrase].filter((secret) => secret !== undefined));
  const texts = definedOnly({ ca: textOf('ca'), certificate: textOf('client-certificate'), key, passphrase });
  const tls = readTls(texts, {
    names: TLS_KEYS,
    about: (field) => findings.about(find(server, TLS_KEYS[field]) ?? server, TLS_KEYS[field]),
    folders,
    isSet: (field) => find(server, TLS_KEYS[field]) !== undefined,
  });
  const proxy = find(server, 'proxy');
  const proxyText = textIn(proxy, 'proxy');
  const proxies = proxy && proxyText !== undefined ? proxiesIn(proxyText, proxy, findings) : undefined;
  const headers = find(server, 'headers');
  return {
    ...definedOnly({ tls: Object.keys(tls).length > 0 ? tls : undefined, proxies }),
    ...(headers && headersIn(headers)),
  };
}

function proxiesIn(text: string, found: Found, findings: FileFindings): Connection['proxies'] {
  if (/^\s*none\s*$/i.test(text)) return {};
  const isLiteral = found.value.kind === 'text' && found.value.text === text;
  if (isLiteral && findUnreplaced(text) !== undefined) {
    maskCredentials(text, findings.run);
    findings.problem(found, PROXY_REFERENCE);
    return {};
  }
  const address = readProxy(text.trim(), { toUseNone: 'write proxy: none' }, findings.about(found, 'proxy'));
  if (isLiteral && text.includes('@')) {
    maskCredentials(text, findings.run);
    findings.problem(found, RULES.proxy);
  }
  return definedOnly({ https: address, http: address, name: '`proxy`' });
}

/** A broken value is reported already. */
function refuse(found: Found, key: Key, findings: FileFindings): undefined {
  if (!isBroken(found.value)) findings.problem(found, RULES[key]);
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

type Key = keyof typeof RULES;
