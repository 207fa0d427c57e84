/** Breaks a text at the ends of sentences: as many whole ones on each line as fit. */
export function sentenceLines(text: string, limit: number): string[] {
  const lines: string[] = [];
  for (const sentence of text.split(/(?<=\.) /)) {
    const joined = `${lines.at(-1)} ${sentence}`;
    if (lines.length === 0 || joined.length > limit) lines.push(sentence);
    else lines[lines.length - 1] = joined;
  }
  return lines;
}
