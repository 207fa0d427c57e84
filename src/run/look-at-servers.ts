import type { AppsmithClient } from '../appsmith/client.ts';
import type { Failure } from '../deployment/failure.ts';
import type { Run } from '../deployment/result.ts';
import type { ServerState } from '../log/explanation.ts';
import { modulesText } from '../log/repository.ts';
import { schemaProblem } from '../repository/schema.ts';
import type { RunContext } from './record-run.ts';

/** Enough to try a second name server and address when the first ones are dead. */
export const LOOK_MS = 6_000;

const MOST_SERVERS = 3;

/** The failures that the repository may explain: modules of packages are missing, or the server is too old for it. */
const [MODULES_MISSING, TOO_OLD] = ['AE-GIT-5002', 'AE-JSN-4045'];

/**
 * Finds out what may explain failures: probes the first servers that leave open whether they are an Appsmith, and up,
 * and compares with the repository. Of a server that is probed nothing is said after a signal.
 */
export async function lookAtServers(
  run: Run,
  appsmith: Pick<AppsmithClient, 'probe'>,
  { host: { signal }, repository }: RunContext,
): Promise<ServerState[]> {
  const serversWith = (isMeant: (failure: Failure) => unknown) => {
    const failed = run.results.filter((result) => result.status === 'failed' && isMeant(result.failure));
    return [...new Set(failed.map(({ deployment }) => deployment.url))];
  };
  const probed = async (urls: readonly string[]) => {
    const probe = async (url: string) => ({ url, ...(await appsmith.probe(url, LOOK_MS, signal)) });
    const found = signal.aborted ? [] : await Promise.all(urls.slice(0, MOST_SERVERS).map(probe));
    return signal.aborted ? [] : found;
  };
  const [ambiguous, old] = await Promise.all([
    probed(serversWith(({ ambiguous }) => ambiguous)),
    probed(serversWith(({ code }) => code === TOO_OLD)),
  ]);
  const needed = modulesText(repository?.modules);
  return [
    ...ambiguous.map(({ url, text }) => ({ url, text: `Check after the failure: ${text}` })),
    ...(needed === undefined ? [] : serversWith(({ code }) => code === MODULES_MISSING)).map((url) => {
      return { url, code: MODULES_MISSING, text: String(needed) };
    }),
    ...old.flatMap(({ url, version }) => {
      const text = version && schemaProblem(repository?.schema, { url, version });
      return text ? [{ url, code: TOO_OLD, text }] : [];
    }),
  ];
}
