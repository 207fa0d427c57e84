import type { AppsmithClient } from '../appsmith/client.ts';
import type { Run } from '../deployment/result.ts';
import type { ServerState } from '../log/explanation.ts';
import { modulesText } from '../log/repository.ts';
import type { RepositoryCheck } from '../repository/check.ts';
import { schemaProblem } from '../repository/schema.ts';

/** Enough to try a second name server and address when the first ones are dead. */
export const LOOK_MS = 6_000;

const MOST_SERVERS = 3;

/**
 * Probes the first servers whose failures leave open whether they are an Appsmith, and up.
 * @returns the state of each; nothing after a signal
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

/** Failures that the repository explains: the server is too old for it, or modules of packages are missing. */
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
