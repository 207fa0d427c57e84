import type { AppsmithClient } from './appsmith/client.ts';
import type { Failure } from './deployment/failure.ts';
import type { Run } from './deployment/result.ts';

/** Longest time that the questions may take, in ms. */
const PROBE_MS = 3_000;

/**
 * After a failure that leaves open whether the server is an Appsmith, and up, asks it. The exit code stays as it is.
 * @returns the finding in a sentence; undefined where it would not help, or a signal came
 */
export async function diagnoseRun(
  run: Run,
  appsmith: Pick<AppsmithClient, 'probe'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const failed = run.results.find((result) => result.status === 'failed' && isPuzzling(result.failure));
  if (failed === undefined || signal.aborted) return undefined;
  const { text } = await appsmith.probe(failed.deployment.url, PROBE_MS, signal);
  return signal.aborted ? undefined : text;
}

function isPuzzling({ httpStatus = 0, code, reference }: Failure): boolean {
  return [401, 404, 405].includes(httpStatus) || httpStatus >= 500 || reference === 'html' || code === 'ECONNREFUSED';
}
