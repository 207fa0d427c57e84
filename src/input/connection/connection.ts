import type { Reading } from '../../appsmith/endpoint.ts';
import type { Environment } from '../../process/host.ts';
import { definedOnly } from '../../text/defined-only.ts';
import type { Place } from '../clone-path.ts';
import type { Notice, Problem, VariablesReading } from '../variables.ts';
import { basicCredentials, type ExtraHeader, readExtraHeaders } from './extra-header.ts';
import { readProxy } from './proxy-address.ts';

/** How the variables say that servers are to be reached. Certificates and keys are PEM. */
export interface Connection {
  readonly tls: {
    readonly ca?: string;
    readonly certificate?: string;
    readonly key?: string;
    readonly passphrase?: string;
  };
  readonly proxies: { readonly https?: string; readonly http?: string; readonly none?: string };
  readonly extraHeaders: readonly ExtraHeader[];
}

export interface ConnectionReading {
  readonly connection: Connection;
  readonly problems: readonly Problem[];
  readonly secrets: readonly string[];
  readonly notices: readonly Notice[];
}

/** Reads the certificates, proxies and headers. Node's cryptography is loaded only where there is a certificate to check. */
export async function readConnection(
  { values, itemNames }: VariablesReading,
  environment: Environment,
  place: Place,
): Promise<ConnectionReading> {
  const problems: Problem[] = [];
  const secrets: string[] = [];
  const use = <T>(variable: string, reading: Reading<T>): T | undefined => {
    if ('value' in reading) return reading.value;
    problems.push({ variable, message: reading.problem });
    return undefined;
  };
  const proxy = (variable: 'HTTPS_PROXY' | 'HTTP_PROXY') => {
    const text = values[variable];
    // The spelling that is not used may hold a password too.
    for (const spelling of [variable, variable.toLowerCase()]) secrets.push(...proxySecrets(environment[spelling]));
    return text === undefined ? undefined : use(variable, readProxy(text))?.address;
  };
  const extraHeaders = readExtraHeaders(values.EXTRA_HEADERS).flatMap((reading, at) => {
    const header = use(itemNames['EXTRA_HEADERS']?.[at] as string, reading);
    if (header !== undefined) secrets.push(header[1], ...basicCredentials(header[1]));
    return header === undefined ? [] : [header];
  });
  const proxies = definedOnly({ https: proxy('HTTPS_PROXY'), http: proxy('HTTP_PROXY'), none: values.NO_PROXY });
  const tls = await readTls(values, place, use, problems, secrets);
  if (environment['NODE_DEBUG']?.trim()) problems.push(WRITES_REQUESTS);
  const notices = environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0' ? [ALWAYS_VERIFIED] : [];
  return { connection: { tls, proxies, extraHeaders }, problems, secrets, notices };
}

function proxySecrets(text: string | undefined): readonly string[] {
  const read = text?.trim() ? readProxy(text.trim()) : undefined;
  return read !== undefined && 'value' in read ? read.value.secrets : [];
}

const ALWAYS_VERIFIED: Notice = {
  level: 'warning',
  text: 'NODE_TLS_REJECT_UNAUTHORIZED is ignored: certificates are always checked. Give your CA in CA_CERTIFICATE.',
};

/** Node reads it before the pipe starts, and writes to stderr past the log that masks secrets: too late for anything but not to send. */
const WRITES_REQUESTS: Problem = {
  variable: 'NODE_DEBUG',
  message:
    'makes Node itself write what it sends, with the token, where the pipe cannot mask it. ' +
    "Take NODE_DEBUG out. The pipe's own DEBUG never shows a secret.",
};

async function readTls(
  values: VariablesReading['values'],
  place: Place,
  use: <T>(variable: string, reading: Reading<T>) => T | undefined,
  problems: Problem[],
  secrets: string[],
): Promise<Connection['tls']> {
  const { CA_CERTIFICATE, CLIENT_CERTIFICATE, CLIENT_KEY, CLIENT_KEY_PASSPHRASE: passphrase } = values;
  if (CLIENT_CERTIFICATE !== undefined && CLIENT_KEY === undefined) {
    problems.push({ variable: 'CLIENT_KEY', message: 'required field, since CLIENT_CERTIFICATE is given.' });
  }
  if (CLIENT_KEY !== undefined && CLIENT_CERTIFICATE === undefined) {
    problems.push({ variable: 'CLIENT_CERTIFICATE', message: 'required field, since CLIENT_KEY is given.' });
  }
  if (CA_CERTIFICATE === undefined && CLIENT_CERTIFICATE === undefined && CLIENT_KEY === undefined) return {};
  const { checkCertificates, checkKey, readPem } = await import('./pem.ts');
  const pem = (variable: string, text: string | undefined) =>
    text === undefined ? undefined : use(variable, readPem(text, place));
  const certificates = (variable: string, text: string | undefined) => {
    const read = pem(variable, text);
    return read === undefined ? undefined : use(variable, checkCertificates(read));
  };
  const ca = certificates('CA_CERTIFICATE', CA_CERTIFICATE);
  const certificate = certificates('CLIENT_CERTIFICATE', CLIENT_CERTIFICATE);
  const key = pem('CLIENT_KEY', CLIENT_KEY);
  if (key !== undefined) secrets.push(key);
  if (certificate !== undefined && key !== undefined) {
    const problem = checkKey(certificate, key, passphrase);
    if (problem !== undefined) problems.push(problem);
  }
  return definedOnly({ ca, certificate, key, passphrase });
}
