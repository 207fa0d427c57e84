const WHITE_SPACE = ' \t\n\r\f\v';

/**
 * A text without the white space of ASCII around it. `trim` would also take what Git accepts in the name of a branch:
 * U+00A0, U+3000 and others. No regular expression: for white space at the end one takes the square of its length.
 */
export function trimAscii(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && WHITE_SPACE.includes(text.charAt(start))) start += 1;
  while (end > start && WHITE_SPACE.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
