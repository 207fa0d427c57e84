import type { AppsmithClient } from '../appsmith/client.ts';
import type { Run } from '../deployment/result.ts';
import type { ServerState } from '../log/explanation.ts';
import { modulesText } from '../log/repository.ts';
import type { RepositoryCheck } from '../repository/check.ts';
import { schemaProblem } from '../repository/schema.ts';

/**
 * Longest time that the questions may take, in ms: a name server and an address that are dead leave time for the next
 * ones.
 */
export const LOOK_MS = 6_000;

/** As many servers are asked, all at once. */
const MOST_SERVERS = 3;

/**
 * After failures that leave open whether a server is an Appsmith, and up, asks the first such servers. The exit code
 * stays as it is.
 * @returns what was found out about each; nothing where it would not help, or a signal came
 */
export async function lookAtServers(
  run: Run,
  appsmith: Pick<AppsmithClient, 'probe'>,
  signal: AbortSignal,
): Promise<ServerState[]> {
  const ambiguous = run.results.filter((result) => result.status === 'failed' && result.failure.ambiguous);
  const urls = [...new Set(ambiguous.map(({ deployment }) => deployment.url))].slice(0, MOST_SERVERS);
  if (signal.aborted) return [];
  const found = await Promise.all(
    urls.map(async (url) => ({
      url,
      text: `Check after the failure: ${(await appsmith.probe(url, LOOK_MS, signal)).text}`,
    })),
  );
  return signal.aborted ? [] : found;
}

/** What the repository explains of failures: a server that is too old for it, and the modules of packages it needs. */
export async function explainByRepository(
  run: Run,
  { schema, modules }: Pick<RepositoryCheck, 'schema' | 'modules'>,
  { appsmith, signal }: { readonly appsmith: Pick<AppsmithClient, 'probe'>; readonly signal: AbortSignal },
): Promise<ServerState[]> {
  const urlsOf = (code: string) => {
    const failed = run.results.filter((result) => result.status === 'failed' && result.failure.code === code);
    return [...new Set(failed.map(({ deployment }) => deployment.url))].map((url) => ({ url, code }));
  };
  const needed = modulesText(modules);
  const missing = needed === undefined ? [] : urlsOf('AE-GIT-5002').map((server) => ({ ...server, text: needed }));
  const old = urlsOf('AE-JSN-4045')
    .slice(0, MOST_SERVERS)
    .map(async (server) => {
      const { version } = await appsmith.probe(server.url, LOOK_MS, signal);
      const text = version && schemaProblem(schema, { url: server.url, version });
      return text ? [{ ...server, text }] : [];
    });
  return [...missing, ...(await Promise.all(old)).flat()];
}
