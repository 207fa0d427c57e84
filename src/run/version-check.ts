import type { HttpClient } from '../http/http-client.ts';
import { pipe } from '../manifest/manifest.ts';
import { imageVersion } from '../manifest/metadata.ts';
import type { RunContext } from './record-run.ts';

/** Time limit of the request, in ms. */
export const CHECK_MS = 6_000;

/**
 * Asks the pipe's own repository for a newer version, while the deployment runs. Without an answer there is no notice.
 * @returns ends the request: call it when the deployment is done
 */
export function checkForNewerVersion(http: HttpClient, { host, log }: RunContext): () => Promise<void> {
  const { repository, version } = pipe;
  const canceller = new AbortController();
  const check = async () => {
    const deadline = host.clock.now() + CHECK_MS;
    const address = `${repository}/raw/HEAD/pipe.yml`;
    const reply = await http.send(address, { method: 'GET', headers: {}, interrupted: canceller.signal, deadline });
    if (reply.kind === 'failed' || reply.answer.status !== 200) return;
    const name = new URL(repository).pathname.slice(1);
    const notice = newerVersionNotice(reply.answer.body.toString('utf8'), name, version);
    if (notice !== undefined) log.warning(notice);
  };
  const checked = check();
  return () => {
    canceller.abort();
    return checked;
  };
}

/**
 * The notice that Atlassian's toolkit writes for a newer version.
 * @param manifest text of the pipe.yml at the head of the repository
 */
export function newerVersionNotice(manifest: string, name: string, version: string): string | undefined {
  const image = /^image:[ \t]*["']?([^\s"']{1,300})/m.exec(manifest.slice(0, 100_000))?.[1] ?? '';
  const latest = imageVersion(image);
  if (latest === undefined || !isNewer(latest, version)) return undefined;
  return `New version available: ${name} '${version}' to '${latest}'`;
}

function isNewer(one: string, other: string): boolean {
  return one.localeCompare(other, 'en', { numeric: true }) > 0;
}
