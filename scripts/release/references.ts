import { tagsOf } from './version.ts';

/** A place where a file names the pipe with a version: `yourorg/appsmith-deploy:1.0`. */
export interface Reference {
  readonly version: string;
  /** From 1. */
  readonly line: number;
}

/**
 * After the pipe's name: a tag of the image, a file at a git tag, or a whole version as the log says it. A longer
 * version, a word or a variable is something else: `:latest`, `:$VERSION`, `:1.2.3-amd64`.
 */
const REFERENCE = /(?<=\bappsmith-deploy(?::|\/raw\/|\/src\/| (?=\d+\.\d+\.)))\d+(?:\.\d+){0,2}(?![\w.-]*[\w-])/g;

/** All versions under which a text names the pipe, its image or its files. */
export function referencesIn(text: string): Reference[] {
  return text
    .split('\n')
    .flatMap((content, index) => [...content.matchAll(REFERENCE)].map(([version]) => ({ version, line: index + 1 })));
}

/** The same text for another version. A reference keeps its length: `1.0` becomes `1.2`, `1.0.0` becomes `1.2.0`. */
export function withReferencesTo(version: string, text: string): string {
  return text.replaceAll(REFERENCE, (found) => tagOfLength(found, version));
}

/** The references of a text that name another version than this one. */
export function staleReferences(version: string, text: string): Reference[] {
  return referencesIn(text).filter((reference) => reference.version !== tagOfLength(reference.version, version));
}

function tagOfLength(reference: string, version: string): string {
  const [exact, minor, major] = tagsOf(version);
  return [major, minor, exact][reference.split('.').length - 1] ?? exact;
}
