import type { HttpClient, RequestOptions } from '../http/http-client.ts';
import type { TransportError } from '../http/network-error.ts';
import { definedOnly } from '../text/defined-only.ts';
import { printable } from '../text/printable.ts';
import { isRecord, readEnvelope, readJson } from './envelope.ts';
import { redirectOf } from './redirect.ts';

/** What a server says about itself without a token. */
export interface Probe {
  /** `none`: no answer in time; `other`: the answer is not Appsmith's. */
  readonly health: 'up' | 'unhealthy' | 'other' | 'none';
  /** The finding in one sentence. */
  readonly text: string;
  readonly version?: string;
  /** HTTP status of an answer that is not Appsmith's. */
  readonly status?: number;
  /** Why the health check was not answered. */
  readonly error?: TransportError;
}

/**
 * Asks a server for its health and version, without the token: two requests at once, each of which follows one
 * harmless redirect.
 */
export async function probe(
  http: HttpClient,
  url: string,
  limits: Pick<RequestOptions, 'interrupted' | 'deadline'>,
): Promise<Probe> {
  const send = (address: string) => http.send(address, { method: 'GET', headers: {}, ...limits });
  const get = async (path: string) => {
    const reply = await send(url + path);
    const redirect = redirectOf(url + path, reply);
    return redirect?.kind === 'follow' ? send(redirect.address) : reply;
  };
  const [health, info] = await Promise.all([get('/api/v1/health'), get('/info')]);
  const version = info.kind === 'answered' ? readVersion(info.answer.body) : undefined;
  const known = definedOnly({ version });
  const name = version === undefined ? 'Appsmith' : `Appsmith ${version}`;
  if (health.kind === 'failed') {
    const running = `${url} runs ${name}, but its health check got no response.`;
    const text = version === undefined ? `${url} does not respond.` : running;
    return { health: 'none', error: health.error, text, ...known };
  }
  const { status, body } = health.answer;
  const success = readEnvelope(body)?.success;
  if (success === true && status === 200) return { health: 'up', text: `${url} is up and runs ${name}.`, ...known };
  if (success === false || version !== undefined)
    return { health: 'unhealthy', text: `${url} runs ${name}, but its health check failed.`, ...known };
  return { health: 'other', status, text: `${url} responds, but not as Appsmith does (HTTP ${status}).` };
}

/** @returns undefined for anything but Appsmith's JSON, such as a web page */
function readVersion(body: Buffer): string | undefined {
  const json = readJson(body);
  const version = isRecord(json) ? json['version'] : undefined;
  return typeof version === 'string' && version !== '' ? printable(version, 60) : undefined;
}
