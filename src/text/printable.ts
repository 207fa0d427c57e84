/** Terminal colours, C0 and C1 controls, line and paragraph separators, and marks that reorder text. */
const UNPRINTABLE =
  /(?:\x1b\[[\d;]{0,20}[A-Za-z]|[\x00-\x1f\x7f-\x9f\u061c\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff])+/g;

/**
 * Makes text from outside safe for one line of a log or report: what could break, forge or reorder lines becomes a
 * space.
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

/** Breaks a text into lines at the ends of sentences. Only a single sentence may be longer than the limit. */
export function sentenceLines(text: string, limit: number): string[] {
  const lines: string[] = [];
  for (const sentence of text.split(/(?<=\.) /)) {
    const joined = `${lines.at(-1)} ${sentence}`;
    if (lines.length === 0 || joined.length > limit) lines.push(sentence);
    else lines[lines.length - 1] = joined;
  }
  return lines;
}

const WHITE_SPACE = ' \t\n\r\f\v';

/**
 * Trims ASCII white space only: Git accepts U+00A0 and others in the name of a branch.
 * A regular expression for white space at the end would take quadratic time.
 */
export function trimAscii(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && WHITE_SPACE.includes(text.charAt(start))) start += 1;
  while (end > start && WHITE_SPACE.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
