import type { Run } from '../deployment/result.ts';

/** The pipe's exit codes, as the README documents them. */
export const EXIT = {
  /** Every deployment is deployed. */
  deployed: 0,
  /** At least one deployment failed or was skipped. */
  failed: 1,
  /** Variables or files are invalid; nothing was sent. */
  invalid: 2,
  /** A bug in the pipe. */
  bug: 70,
} as const;

/** The signals that end a run, with their exit codes: 128 + the signal's number. */
export const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** The exit code that a run ends with. */
export function exitCode({ results, interruptedBy }: Pick<Run, 'results' | 'interruptedBy'>): number {
  if (interruptedBy !== undefined) return SIGNALS[interruptedBy as keyof typeof SIGNALS];
  return results.every(({ status }) => status === 'deployed') ? EXIT.deployed : EXIT.failed;
}
