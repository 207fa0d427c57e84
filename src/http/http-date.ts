const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TIME = '(?<time>\\d\\d:\\d\\d:\\d\\d)';

/**
 * The three forms of RFC 9110, 5.6.7. A recipient has to take all of them; the last one has no time zone, and is UTC.
 */
const FORMS = [
  new RegExp(`^[A-Z][a-z]{2}, (?<day>\\d\\d) (?<month>[A-Z][a-z]{2}) (?<year>\\d{4}) ${TIME} (?:GMT|UTC)$`),
  new RegExp(`^[A-Z][a-z]{5,8}, (?<day>\\d\\d)-(?<month>[A-Z][a-z]{2})-(?<year>\\d\\d) ${TIME} GMT$`),
  new RegExp(`^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \\d]\\d) ${TIME} (?<year>\\d{4})$`),
];

/** A year of two digits that would be more than this many years ahead is one of the last century. */
const MOST_YEARS_AHEAD = 50;

/**
 * Reads a date of HTTP.
 * @param now decides the century where a year has two digits
 * @returns undefined when the text is none
 */
export function httpDate(text: string, now: Date): Date | undefined {
  const parts = FORMS.map((form) => form.exec(text.trim())?.groups).find((groups) => groups !== undefined);
  if (parts === undefined) return undefined;
  const month = MONTHS.indexOf(String(parts['month'])) + 1;
  const year = String(parts['year']);
  const date = new Date(
    `${year.length === 4 ? year : fullYear(Number(year), now)}-${padded(month)}-${padded(Number(parts['day']))}T${parts['time']}Z`,
  );
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function fullYear(twoDigits: number, now: Date): number {
  const thisYear = now.getUTCFullYear();
  const year = thisYear - (thisYear % 100) + twoDigits;
  return year > thisYear + MOST_YEARS_AHEAD ? year - 100 : year;
}

function padded(number: number): string {
  return String(number).padStart(2, '0');
}

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
