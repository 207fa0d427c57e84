import type { RetryPolicy } from './deployment.ts';
import type { Failure } from './failure.ts';

const LONGEST_WAIT_MS = 60_000;
/** Attempts at a fault that may be permanent. */
const FEW_ATTEMPTS = 3;

/** Another attempt. */
export interface Retry {
  readonly waitMs: number;
  /** How many attempts the deployment gets in all, by its last failure. */
  readonly attempts: number;
}

/**
 * Whether to try again, and when. Waits grow exponentially with equal jitter (half fixed, half random), at least as
 * long as the server asks; four to six times the delay where the lock is taken, or an attempt may still hold it.
 * @param failures of all attempts so far, the last one last
 * @param random from 0 (inclusive) to 1 (exclusive)
 * @returns undefined when there is no other attempt
 */
export function nextRetry(failures: readonly Failure[], policy: RetryPolicy, random: number): Retry | undefined {
  const attempt = failures.length;
  const { retryable, longWait, outcome, retryAfterMs = 0 } = failures[attempt - 1] as Failure;
  const fewSoFar = failures.filter((failure) => failure.retryable === 'few').length;
  const most = retryable === 'few' ? attempt + FEW_ATTEMPTS - fewSoFar : policy.maxAttempts;
  const attempts = Math.min(policy.maxAttempts, most);
  if (retryable === 'no' || attempt >= attempts) return undefined;
  const ceiling = Math.min(policy.delayMs * 2 ** (attempt - 1), LONGEST_WAIT_MS);
  const backoff = ceiling / 2 + (ceiling / 2) * random;
  const settle = longWait || outcome === 'not-confirmed' ? policy.delayMs * (4 + 2 * random) : 0;
  return { waitMs: Math.min(Math.max(backoff, settle, retryAfterMs), LONGEST_WAIT_MS), attempts };
}
