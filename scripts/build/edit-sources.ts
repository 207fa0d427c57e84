import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** A change to the source text of a dependency, on its way into the bundle. */
export interface Edit {
  /** Matches the path. */
  readonly file: RegExp;
  /** @throws Error when the text is not as expected */
  readonly edit: (source: string, path: string) => string;
}

/**
 * Applies the edits, in their order where several are for one file. Paths inside a dependency are its internals: when a file that is edited is not in
 * the bundle any more, the build fails.
 */
export function editSources(edits: readonly Edit[]): Plugin {
  return {
    name: 'edit-sources',
    setup({ onLoad, onEnd }) {
      const used = new Set<Edit>();
      onLoad({ filter: /\/node_modules\/.*\.js$/ }, ({ path }) => {
        const wanted = edits.filter(({ file }) => file.test(path));
        if (wanted.length === 0) return undefined;
        for (const each of wanted) used.add(each);
        return { contents: wanted.reduce((source, { edit }) => edit(source, path), readFileSync(path, 'utf8')) };
      });
      onEnd(({ errors }) => {
        const missing = edits.filter((each) => !used.has(each)).map(({ file }) => String(file));
        if (used.size > 0 && errors.length === 0 && missing.length > 0)
          throw new Error(`The build edits files that are not there: ${missing.join(', ')}`);
      });
    },
  };
}

/**
 * Replaces text that must be there.
 * @throws Error when it is not
 */
export function replaced(text: string, what: RegExp | string, by: string | ((...match: string[]) => string)): string {
  const result = text.replace(what, by as string);
  if (result === text) throw new Error(`The build edits a source that has no ${what} any more`);
  return result;
}
