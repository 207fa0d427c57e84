import { type ProxySettings, uselessEntries } from '../../http/proxy.ts';
import type { TlsSettings } from '../../http/tls-settings.ts';
import type { Environment } from '../../process/host.ts';
import { maskCredentials } from '../../text/address.ts';
import { definedOnly } from '../../text/defined-only.ts';
import { printable } from '../../text/printable.ts';
import type { Folders } from '../clone-path.ts';
import type { Findings } from '../findings.ts';
import type { Variables } from '../variables.ts';
import { type ExtraHeaders, readExtraHeaders } from './extra-header.ts';
import { readProxy } from './proxy.ts';

/** How a server is reached. Certificates and keys are PEM. */
export interface Connection extends ExtraHeaders {
  readonly tls: TlsSettings;
  readonly proxies: ProxySettings;
}

interface ConnectionSource {
  readonly variables: Variables;
  readonly environment: Environment;
  readonly folders: Folders;
}

/** Reads certificates, proxies and headers. Node's cryptography is loaded only to check a certificate. */
export async function readConnection(
  { variables, environment, folders }: ConnectionSource,
  findings: Findings,
): Promise<Connection> {
  const { values, itemNames } = variables;
  const proxy = (variable: 'HTTPS_PROXY' | 'HTTP_PROXY') => {
    // The spelling that is not used may hold a password too.
    for (const spelling of [variable, variable.toLowerCase()])
      maskCredentials((environment[spelling] ?? '').trim(), findings);
    const text = values[variable];
    if (text === undefined) return undefined;
    return readProxy(text, { toUseNone: `remove ${variable}` }, findings.about(variable));
  };
  const headers = readExtraHeaders(values.EXTRA_HEADERS, {
    about: (at) => findings.about(String(itemNames['EXTRA_HEADERS']?.[at])),
    proxied: values.HTTPS_PROXY !== undefined || values.HTTP_PROXY !== undefined,
  });
  const proxies = definedOnly({ https: proxy('HTTPS_PROXY'), http: proxy('HTTP_PROXY'), none: values.NO_PROXY });
  const tls = await tlsOf(variables, folders, findings);
  if (environment['NODE_DEBUG']?.trim()) findings.problem('NODE_DEBUG', NODE_DEBUG_LOGS_TOKEN);
  if (environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') findings.notice('warning', ALWAYS_VERIFIED);
  warnOfUselessEntries(values.NO_PROXY ?? '', findings);
  return { tls, proxies, ...headers };
}

function warnOfUselessEntries(list: string, findings: Findings): void {
  const withoutPasswords = (entry: string) => entry.replace(/^([a-z]+:\/\/)?.*@/i, '$1****@');
  const entries = uselessEntries(list).map((entry) => printable(withoutPasswords(entry), 60));
  if (entries.length > 0)
    findings.notice(
      'warning',
      `NO_PROXY lists ${entries.join('   ')}, which can never match. Write host names, addresses or CIDR ranges, ` +
        'separated by commas.',
    );
}

const ALWAYS_VERIFIED =
  'NODE_TLS_REJECT_UNAUTHORIZED is ignored: certificates are always checked. Set CA_CERTIFICATE to the ' +
  'certificate of your CA.';

/** Node reads NODE_DEBUG before the pipe starts, so the only remedy is to send nothing. */
const NODE_DEBUG_LOGS_TOKEN =
  'makes Node itself log what it sends, with the token, where the pipe cannot mask it. ' +
  "Remove NODE_DEBUG. The pipe's own DEBUG never shows a secret.";

const TLS_VARIABLES = {
  ca: 'CA_CERTIFICATE',
  certificate: 'CLIENT_CERTIFICATE',
  key: 'CLIENT_KEY',
  passphrase: 'CLIENT_KEY_PASSPHRASE',
} as const;

async function tlsOf({ values, given }: Variables, folders: Folders, findings: Findings): Promise<TlsSettings> {
  const settings = definedOnly({
    ca: values.CA_CERTIFICATE,
    certificate: values.CLIENT_CERTIFICATE,
    key: values.CLIENT_KEY,
    passphrase: values.CLIENT_KEY_PASSPHRASE,
  });
  if (settings.ca === undefined && settings.certificate === undefined && settings.key === undefined) return {};
  const { readTls } = await import('./tls.ts');
  return readTls(settings, {
    names: TLS_VARIABLES,
    about: (field) => findings.about(TLS_VARIABLES[field]),
    isSet: (field) => given.has(TLS_VARIABLES[field]),
    folders,
  });
}
