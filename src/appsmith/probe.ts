import type { HttpClient } from '../http/http-client.ts';
import type { TransportError } from '../http/network-error.ts';
import { printable } from '../text/printable.ts';
import { readEnvelope } from './envelope.ts';
import { redirectOf } from './redirect.ts';

/** What a server says of itself to anyone. */
export interface Probe {
  /** `none`: no answer in time; `other`: something that is no Appsmith answers. */
  readonly health: 'up' | 'unhealthy' | 'other' | 'none';
  readonly version?: string;
  /** HTTP status of what is no Appsmith. */
  readonly status?: number;
  /** Why the health check was not answered. */
  readonly error?: TransportError;
}

/**
 * Asks a server, without the token, how it is and which version it has. Two requests at once, each sent on once where a
 * deployment would be.
 * @param deadline when the time for both is over, in ms, by the client's clock
 */
export async function probe(http: HttpClient, url: string, deadline: number, signal: AbortSignal): Promise<Probe> {
  const send = (address: string) => http.send(address, { method: 'GET', headers: {}, interrupted: signal, deadline });
  const get = async (path: string) => {
    const reply = await send(url + path);
    const redirect = reply.kind === 'answered' ? redirectOf(url + path, reply.answer) : undefined;
    return redirect?.kind === 'follow' ? send(redirect.address) : reply;
  };
  const [health, info] = await Promise.all([get('/api/v1/health'), get('/info')]);
  const version = info.kind === 'answered' ? readVersion(info.answer.body) : undefined;
  const known = version === undefined ? {} : { version };
  if (health.kind === 'failed') return { health: 'none', error: health.error, ...known };
  const envelope = readEnvelope(health.answer.body);
  if (envelope?.success === true && health.answer.status === 200) return { health: 'up', ...known };
  if (envelope?.success === false || version !== undefined) return { health: 'unhealthy', ...known };
  return { health: 'other', status: health.answer.status };
}

/** The finding in one sentence. */
export function probeText(url: string, { health, version, status }: Probe): string {
  const name = version === undefined ? 'Appsmith' : `Appsmith ${version}`;
  switch (health) {
    case 'up':
      return `${url} is up and runs ${name}.`;
    case 'unhealthy':
      return `${url} runs ${name}, but its health check failed.`;
    case 'other':
      return `${url} responds, but not as Appsmith does (HTTP ${status}).`;
    case 'none':
      return version === undefined
        ? `${url} does not respond.`
        : `${url} runs ${name}, but its health check got no response.`;
  }
}

function readVersion(body: Buffer): string | undefined {
  try {
    const { version } = JSON.parse(body.toString('utf8')) as { version?: unknown };
    return typeof version === 'string' && version !== '' ? printable(version, 60) : undefined;
  } catch {
    return undefined; // the web app's page: not Appsmith's own front, or not Appsmith
  }
}
