/** The three forms of RFC 9110, 5.6.7, which a client must accept. The last one has no time zone, and is UTC. */
const HTTP_DATE = /^[A-Z][a-z]{2,8},? [\w -]+ \d\d:\d\d:\d\d (?:GMT|UTC|(\d{4}))$/;

/**
 * Reads a date of HTTP.
 * @returns undefined when the text is not one
 */
export function httpDate(text: string): Date | undefined {
  const [written = '', yearAtEnd] = HTTP_DATE.exec(text.trim()) ?? [];
  const date = new Date(yearAtEnd === undefined ? written : `${written} GMT`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** About 30 years: a longer wait makes no difference, and the number stays finite. */
const LONGEST_SECONDS = 999_999_999;

/**
 * The wait that a Retry-After header asks for, in ms: seconds, or an HTTP date (RFC 9110, 10.2.3).
 * @returns undefined when there is none, or it is not valid
 */
export function retryAfterMs([header = '']: readonly string[], now: Date): number | undefined {
  if (/^\d+$/.test(header.trim())) return Math.min(Number(header), LONGEST_SECONDS) * 1_000;
  const date = httpDate(header);
  return date && Math.max(0, date.getTime() - now.getTime());
}
