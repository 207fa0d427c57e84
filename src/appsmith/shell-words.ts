/**
 * Splits a pasted command line into words as a POSIX shell would: quotes, backslashes and continued lines.
 * Nothing is expanded, and `&`, `;`, `|` are ordinary characters: users paste addresses without quotes.
 * A quote that is never closed reaches to the end of the text.
 */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (quote !== '' && char === quote) {
      quote = '';
    } else if (char === '\\' && quote !== "'") {
      at += 1;
      const escaped = line.charAt(at);
      if (escaped !== '\n') word = (word ?? '') + escaped;
    } else if (quote === '' && (char === "'" || char === '"')) {
      quote = char;
      word ??= '';
    } else if (quote === '' && ' \t\n\r\f\v'.includes(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}
