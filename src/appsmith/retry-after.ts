/**
 * The wait that a Retry-After header asks for, in ms: seconds, or an HTTP date (RFC 9110, 10.2.3).
 * @returns undefined when there is none, or none that can be understood
 */
export function retryAfterMs(header: string | string[] | undefined, now: Date): number | undefined {
  const text = [header].flat()[0]?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  if (!/^[A-Z][a-z]{2}, /.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}
