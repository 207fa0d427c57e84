import type { AppsmithClient } from '../appsmith/client.ts';
import type { Failure } from '../deployment/failure.ts';
import type { Run } from '../deployment/result.ts';
import type { ServerState } from '../log/explanation.ts';
import { modulesText } from '../log/repository.ts';
import { schemaProblem } from '../repository/schema.ts';
import type { RunContext } from './record-run.ts';

/** Time limit, in ms, to probe a server: enough to try a second name server and address when the first ones are dead. */
export const PROBE_MS = 6_000;

const MOST_SERVERS = 3;

/** Failures that the repository may explain: packages are missing in Appsmith, or the server is too old. */
const PACKAGES_MISSING = 'AE-GIT-5002';
const TOO_OLD = 'AE-JSN-4045';

/**
 * Collects what may explain failures: probes the first servers of ambiguous failures, and compares servers with the
 * repository. After a signal no server is probed.
 */
export async function probeServers(
  run: Run,
  appsmith: Pick<AppsmithClient, 'probe'>,
  { host: { signal }, repository }: RunContext,
): Promise<ServerState[]> {
  const serversWith = (isMeant: (failure: Failure) => unknown) => {
    const failed = run.results.filter((result) => result.status === 'failed' && isMeant(result.failure));
    return [...new Set(failed.map(({ deployment }) => deployment.url))];
  };
  const probeAll = async (urls: readonly string[]) => {
    if (signal.aborted) return [];
    const probe = async (url: string) => ({ url, ...(await appsmith.probe(url, PROBE_MS, signal)) });
    const found = await Promise.all(urls.slice(0, MOST_SERVERS).map(probe));
    return signal.aborted ? [] : found;
  };
  const [ambiguous, old] = await Promise.all([
    probeAll(serversWith((failure) => failure.ambiguous)),
    probeAll(repository === undefined ? [] : serversWith(({ code }) => code === TOO_OLD)),
  ]);
  const states: ServerState[] = [];
  for (const { url, text } of ambiguous) states.push({ url, text: `Check after the failure: ${text}` });
  const modules = modulesText(repository?.modules);
  if (modules !== undefined)
    for (const url of serversWith(({ code }) => code === PACKAGES_MISSING))
      states.push({ url, code: PACKAGES_MISSING, text: modules });
  for (const { url, version } of old) {
    const text = version && schemaProblem(repository?.schema, { url, version });
    if (text) states.push({ url, code: TOO_OLD, text });
  }
  return states;
}
