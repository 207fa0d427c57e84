/**
 * What ends a command, or sends its output elsewhere. Users paste addresses without quotes, of `feature/a&b` too, and
 * `<bearer token>`: an `&` amid a word is none, nor is a `>` that closes a `<`.
 */
const OPERATOR = /;+|\|[|&]?|&&|&(?=\s|$)|(?<=["'])&|(?<!<[^<>]*)>+[&|]?/y;

/**
 * Splits a pasted command line into commands, each of its words, as a POSIX shell would: quotes, backslashes, continued
 * lines, operators. The end of a line is white space, since people lose the backslash before it. Nothing is expanded.
 * A quote that is never closed reaches to the end of the text.
 */
export function shellCommands(line: string): [string[], ...string[][]] {
  const commands: [string[], ...string[][]] = [[]];
  let words = commands[0];
  let word: string | undefined;
  let quote = '';
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    OPERATOR.lastIndex = at;
    const [operator] = (quote === '' && OPERATOR.exec(line)) || [];
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
      endWord();
    } else if (operator !== undefined) {
      endWord();
      words = [];
      commands.push(words);
      at += operator.length - 1;
    } else {
      word = (word ?? '') + char;
    }
  }
  endWord();
  return commands;
}
