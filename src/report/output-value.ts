/**
 * What an output variable may hold as it is: letters, digits and marks of any script, and signs that no shell reads.
 * Not the space: a later `source` of Bitbucket's file would take `NAME=Orders reboot` for a command.
 */
const UNSAFE = /[^\p{L}\p{M}\p{N}_./:@%+,=-]/gu;
const UNSAFE_RUN = new RegExp(`${UNSAFE.source}+`, 'gu');

/**
 * Makes text safe as the value of an output variable: whatever a shell could read as more than text becomes `_`.
 * `Orders (EU)` is `Orders_EU_`.
 */
export function outputValue(text: string): string {
  return text.replace(UNSAFE_RUN, '_');
}

/**
 * A JSON object on one line that is safe in the same sense and loses nothing: in its texts such characters are written
 * as \uXXXX, so that it holds no `$`, backtick, space or inner quote. Members that are undefined are left out.
 */
export function outputJson(members: Readonly<Record<string, string | undefined>>): string {
  const known = Object.entries(members).filter((member): member is [string, string] => member[1] !== undefined);
  return `{${known.map(([key, text]) => `"${key}":"${text.replace(UNSAFE, escaped)}"`).join(',')}}`;
}

function escaped(char: string): string {
  return Array.from({ length: char.length }, (_, index) => {
    return `\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');
}
