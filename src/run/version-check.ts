import type { HttpClient } from '../http/http-client.ts';
import type { Metadata } from '../manifest/metadata.ts';
import type { Clock } from '../process/clock.ts';
import { newerVersionNotice } from './newer-version.ts';

/** Longest time that the question may take, in ms. It is asked beside the deployment, and ends with it. */
export const CHECK_MS = 6_000;

/**
 * Asks the pipe's own repository, beside the deployment, whether a newer version is out. Whatever goes wrong only
 * leaves out a notice.
 * @param clock the client's
 * @param notify gets the notice
 * @returns ends the question: call it when the deployment is done
 */
export function checkForNewerVersion(
  http: HttpClient,
  clock: Pick<Clock, 'now'>,
  { repository, version }: Metadata,
  notify: (text: string) => void,
): () => Promise<void> {
  const over = new AbortController();
  const ask = async () => {
    const deadline = clock.now() + CHECK_MS;
    const address = `${repository}/raw/HEAD/pipe.yml`;
    const reply = await http.send(address, { method: 'GET', headers: {}, interrupted: over.signal, deadline });
    if (!('answer' in reply) || reply.answer.status !== 200) return;
    const name = new URL(repository).pathname.slice(1);
    const notice = newerVersionNotice(reply.answer.body.toString('utf8'), name, version);
    if (notice !== undefined) notify(notice);
  };
  const asking = ask();
  return () => {
    over.abort();
    return asking;
  };
}
