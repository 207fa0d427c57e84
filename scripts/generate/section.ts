/**
 * A Markdown text in which the part between two markers is new. Markers are link definitions that nothing links to:
 * Bitbucket shows HTML comments to the reader, these nobody does.
 * @throws Error when the markers are not there, once each
 */
export function withSection(text: string, name: string, content: string): string {
  const [begin, end] = markers(name);
  const [before, rest, ...more] = text.split(begin);
  const [, after, ...others] = (rest ?? '').split(end);
  if (before === undefined || after === undefined || more.length > 0 || others.length > 0) {
    throw new Error(`There must be one line "${begin}" and, after it, one line "${end}".`);
  }
  return `${before}${begin}\n\n${content.trim()}\n\n${end}${after}`;
}

/** The part of a text between its markers, without them. */
export function sectionOf(text: string, name: string): string | undefined {
  const [begin, end] = markers(name);
  return text.split(begin)[1]?.split(end)[0]?.trim();
}

function markers(name: string): [begin: string, end: string] {
  return [`[//]: # (generated: ${name})`, `[//]: # (end: ${name})`];
}
