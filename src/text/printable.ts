/** Terminal colours, C0 and C1 controls, line and paragraph separators, and marks that reorder text. */
const UNPRINTABLE =
  /(?:\x1b\[[\d;]{0,20}[A-Za-z]|[\x00-\x1f\x7f-\x9f\u061c\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff])+/g;

/**
 * Makes foreign text safe for one line of a log or report: what could break, forge or reorder lines becomes a space.
 * @param limit longest result in characters; a longer text is cut and ends with …
 */
export function printable(text: string, limit = 2_000): string {
  const flat = text
    .slice(0, limit * 4)
    .replace(UNPRINTABLE, ' ')
    .toWellFormed()
    .trim();
  return flat.length > limit ? `${flat.slice(0, limit - 1).toWellFormed()}…` : flat;
}
