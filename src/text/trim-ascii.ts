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
