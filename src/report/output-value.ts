/**
 * All but letters, digits and marks of any script, and characters without a meaning for shells. Not even a space is
 * safe: `source` would run `NAME=Orders reboot` as a command.
 */
const UNSAFE = /[^\p{L}\p{M}\p{N}_./:@%+,=-]/gu;
const UNSAFE_RUN = new RegExp(`${UNSAFE.source}+`, 'gu');

/** Makes text safe as the value of an output variable: `Orders (EU)` is `Orders_EU_`. */
export function outputValue(text: string): string {
  return text.replace(UNSAFE_RUN, '_');
}

/** A JSON object on one line, as safe, but complete: unsafe characters are written as \uXXXX. */
export function outputJson(members: Readonly<Record<string, string | undefined>>): string {
  const known = Object.entries(members).filter((member): member is [string, string] => member[1] !== undefined);
  return `{${known.map(([key, text]) => `"${key}":"${text.replace(UNSAFE, escaped)}"`).join(',')}}`;
}

function escaped(char: string): string {
  return Array.from({ length: char.length }, (_, index) => {
    return `\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');
}
