import fs from 'node:fs';
import type { Clock } from './clock.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the pipe uses of the process. Tests bring their own. */
export interface Host {
  /** Writes the log; each call is one write. */
  readonly write: (text: string) => void;
  readonly environment: Environment;
  /** Command-line arguments. */
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
  /** Rejects with an uncaught error. */
  readonly bug: Promise<never>;
}

const [STDOUT, STDERR] = [1, 2];

/**
 * Writes all of a text to stdout before it returns, so no line is lost when the process ends.
 * What stdout does not take (closed, or its disk is full) goes to stderr.
 */
export function writeAll(text: string): void {
  const left = unwritten(STDOUT, Buffer.from(text));
  if (left.length > 0) unwritten(STDERR, left); // where neither can be written, the exit code still says how it ended
}

function unwritten(fd: number, bytes: Buffer): Buffer {
  let left = bytes;
  while (left.length > 0) {
    try {
      left = left.subarray(fs.writeSync(fd, left));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return left;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5); // the reader is slow: give it a moment
    }
  }
  return left;
}

/**
 * A v4 UUID (RFC 9562). It is no secret, so it needs no cryptography, which takes Node 10 ms to load.
 * @param random from 0 (inclusive) to 1 (exclusive)
 */
export function randomUuid(random: () => number): string {
  const hex = (digits: number) =>
    Math.floor(random() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  const variant = (8 + Math.floor(random() * 4)).toString(16);
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
}
