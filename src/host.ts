import type { Clock } from './deployment/clock.ts';
import type { Environment } from './pipe/context.ts';
import type { Streams } from './pipe/logger.ts';

/** The process, as far as the pipe uses it. Tests bring their own. */
export interface Host extends Streams {
  readonly environment: Environment;
  /** Working directory. */
  readonly cwd: string;
  readonly clock: Clock;
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  /** A v4 UUID. */
  readonly uuid: () => string;
  /** Aborts with the name of a signal (`SIGTERM`) as its reason. */
  readonly signal: AbortSignal;
  /** Rejects with an error that nobody has caught. */
  readonly bug: Promise<never>;
}
