import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** A change to the source text of a dependency, on its way into the bundle. */
export interface Edit {
  /** Matches the path, with `/` between its parts on every system. */
  readonly file: RegExp;
  /** @throws Error when the text is not as expected */
  readonly edit: (source: string, path: string) => string;
}

/** Edits on their way into one or several bundles. */
export interface EditedSources {
  readonly plugin: Plugin;
  /**
   * To be called after the last bundle. Paths inside a dependency are its internals, and may move.
   * @throws Error when a file that is to be edited was in none of them
   */
  readonly check: () => void;
}

/** Applies the edits, in their order where several are for one file. */
export function editSources(edits: readonly Edit[]): EditedSources {
  const used = new Set<Edit>();
  const plugin: Plugin = {
    name: 'edit-sources',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]node_modules[\\/].*\.js$/ }, ({ path }) => {
        const wanted = edits.filter(({ file }) => file.test(path.replaceAll('\\', '/')));
        if (wanted.length === 0) return undefined;
        for (const each of wanted) used.add(each);
        return { contents: wanted.reduce((source, { edit }) => edit(source, path), readFileSync(path, 'utf8')) };
      });
    },
  };
  const check = () => {
    const missing = edits.filter((each) => !used.has(each)).map(({ file }) => String(file));
    if (missing.length > 0) throw new Error(`The build edits files that are not there: ${missing.join(', ')}`);
  };
  return { plugin, check };
}

/**
 * Replaces text that must be there, once if the expression has no flag g.
 * @throws Error when it is not
 */
export function replaced(text: string, what: RegExp | string, by: string | ((...match: string[]) => string)): string {
  const found = typeof what === 'string' ? text.split(what).length - 1 : count(text, what);
  if (found === 0) throw new Error(`The build edits a source that has no ${what} any more`);
  const all = typeof what !== 'string' && what.global;
  if (found > 1 && !all) throw new Error(`The build edits a source that has ${what} more than once`);
  return text.replace(what, by as string);
}

function count(text: string, what: RegExp): number {
  return [...text.matchAll(new RegExp(what, `${what.flags.replace('g', '')}g`))].length;
}
