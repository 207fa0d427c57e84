import { httpDate } from '../http/http-date.ts';

/** About 30 years: a longer wait makes no difference, and the number stays finite. */
const LONGEST_SECONDS = 999_999_999;

/**
 * The wait that a Retry-After header asks for, in ms: seconds, or an HTTP date (RFC 9110, 10.2.3).
 * @returns undefined when there is none, or none that can be understood
 */
export function retryAfterMs(header: string | string[] | undefined, now: Date): number | undefined {
  const text = [header].flat()[0]?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text), LONGEST_SECONDS) * 1_000;
  const date = httpDate(text, now);
  return date === undefined ? undefined : Math.max(0, date.getTime() - now.getTime());
}
