import type { RetryPolicy } from './deployment.ts';
import type { Failure } from './failure.ts';

/** What to do after a failed attempt: try again after a wait in ms, or stop. */
export type RetryDecision = { readonly again: true; readonly waitMs: number } | { readonly again: false };

const LONGEST_WAIT_MS = 60_000;
/** Attempts at a fault that may be permanent. */
const FEW_ATTEMPTS = 3;

/**
 * Whether to try again, and when. Waits grow exponentially with equal jitter (half fixed, half random), at least as
 * long as the server asks; four to six times the delay where the lock is taken, or an attempt may still hold it.
 * @param failures of all attempts so far, the last one last
 * @param random from 0 (inclusive) to 1 (exclusive)
 */
export function retryDecision(failures: readonly Failure[], policy: RetryPolicy, random: number): RetryDecision {
  const attempt = failures.length;
  const failure = failures[attempt - 1] as Failure;
  if (attempt >= attemptsFor(failures, policy)) return { again: false };
  const ceiling = Math.min(policy.delayMs * 2 ** (attempt - 1), LONGEST_WAIT_MS);
  const backoff = ceiling / 2 + (ceiling / 2) * random;
  const settle = failure.longWait || failure.outcome === 'not-confirmed' ? policy.delayMs * (4 + 2 * random) : 0;
  return { again: true, waitMs: Math.min(Math.max(backoff, settle, failure.retryAfterMs ?? 0), LONGEST_WAIT_MS) };
}

/** How many attempts a deployment gets in all, by the last failure. */
export function attemptsFor(failures: readonly Failure[], { maxAttempts }: RetryPolicy): number {
  const attempt = failures.length;
  const { retryable } = failures[attempt - 1] as Failure;
  if (retryable === 'no') return attempt;
  if (retryable === 'yes') return maxAttempts;
  const lasting = failures.filter((failure) => failure.retryable === 'few').length;
  return Math.min(maxAttempts, attempt + FEW_ATTEMPTS - lasting);
}
