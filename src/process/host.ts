import type { Clock } from './clock.ts';

/** The environment as the entry hands it over. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The process, as far as the pipe uses it. Tests bring their own. */
export interface Host {
  /** Writes the log; each call is one write. */
  readonly write: (text: string) => void;
  readonly environment: Environment;
  /** What follows the program's name on the command line. */
  readonly args: readonly string[];
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
