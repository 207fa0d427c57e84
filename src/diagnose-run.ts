import type { AppsmithClient } from './appsmith/client.ts';
import type { Failure } from './deployment/failure.ts';
import type { Run } from './deployment/result.ts';
import type { Diagnosis } from './pipe/closing.ts';

/** Longest time that the questions may take, in ms. */
const PROBE_MS = 3_000;

/**
 * After a failure that leaves open whether the server is an Appsmith, and up, asks it. The exit code stays as it is.
 * @returns undefined where it would not help, or a signal came
 */
export async function diagnoseRun(
  run: Run,
  appsmith: Pick<AppsmithClient, 'probe'>,
  signal: AbortSignal,
): Promise<Diagnosis | undefined> {
  const failed = run.results.find((result) => result.status === 'failed' && isPuzzling(result.failure));
  if (failed === undefined || signal.aborted) return undefined;
  const { url } = failed.deployment;
  const { text } = await appsmith.probe(url, PROBE_MS, signal);
  return signal.aborted ? undefined : { url, text };
}

/** Of a proxy that is not there Appsmith knows nothing. */
function isPuzzling({ kind, httpStatus = 0, code, reference }: Failure): boolean {
  if (kind === 'proxy') return false;
  return [401, 404, 405].includes(httpStatus) || httpStatus >= 500 || reference === 'html' || code === 'ECONNREFUSED';
}
