import type { AppsmithClient } from '../appsmith/client.ts';
import { isPuzzling } from '../deployment/failure.ts';
import type { Run } from '../deployment/result.ts';
import type { Diagnosis } from '../log/explanation.ts';

/** Longest time that the questions may take, in ms. */
const PROBE_MS = 3_000;

/** As many servers are asked, all at once. */
const MOST_SERVERS = 3;

/**
 * After failures that leave open whether a server is an Appsmith, and up, asks the first such servers. The exit code stays as it is.
 * @returns a finding for each; nothing where it would not help, or a signal came
 */
export async function diagnoseRun(
  run: Run,
  appsmith: Pick<AppsmithClient, 'probe'>,
  signal: AbortSignal,
): Promise<Diagnosis[]> {
  const puzzling = run.results.filter((result) => result.status === 'failed' && isPuzzling(result.failure));
  const urls = [...new Set(puzzling.map(({ deployment }) => deployment.url))].slice(0, MOST_SERVERS);
  if (signal.aborted) return [];
  const found = await Promise.all(
    urls.map(async (url) => ({ url, text: (await appsmith.probe(url, PROBE_MS, signal)).text })),
  );
  return signal.aborted ? [] : found;
}
