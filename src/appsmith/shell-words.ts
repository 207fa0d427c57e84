/**
 * What ends a command or redirects its output. Users paste `feature/a&b` and `<bearer token>` without quotes, so `&`
 * inside a word is not an operator, and neither is a `>` that closes a `<`.
 */
const OPERATOR = /(?<operator>;+|\|[|&]?|&&|&(?=\s|$)|(?<=["'])&|(?<!<[^<>]*)>+[&|]?)/;
/** White space, quoted text, an escaped character, or any other. A quote that is never closed reaches to the end. */
const OTHERS = [
  /(?<space>[ \t\n\r\f\v])/,
  /'(?<single>[^']*)'?/,
  /"(?<double>(?:\\.|[^"\\])*)"?/s,
  /(?<continued>\\\n)/,
  /\\(?<escaped>.?)/s,
  /(?<plain>.)/s,
];
const TOKEN = new RegExp([OPERATOR, ...OTHERS].map(({ source }) => source).join('|'), 'gs');

/**
 * Splits a pasted command line into commands, each of its words, as a POSIX shell would: quotes, backslashes, continued
 * lines, operators. The end of a line is white space, since people lose the backslash before it. Nothing is expanded.
 */
export function shellCommands(line: string): [string[], ...string[][]] {
  const commands: [string[], ...string[][]] = [[]];
  let word: string | undefined;
  const endWord = () => {
    if (word !== undefined) commands.at(-1)?.push(word);
    word = undefined;
  };
  for (const { groups = {} } of line.matchAll(TOKEN)) {
    const { operator, space, single, double, continued, escaped, plain } = groups;
    const unescaped = double?.replace(/\\(.)/gs, (_, char: string) => (char === '\n' ? '' : char));
    if (operator !== undefined || space !== undefined) endWord();
    else if (continued === undefined) word = (word ?? '') + (single ?? unescaped ?? escaped ?? plain);
    if (operator !== undefined) commands.push([]);
  }
  endWord();
  return commands;
}
