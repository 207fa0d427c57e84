import { resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { CHUNKS } from './program.ts';

/** Turns a dynamic import of a chunk into a call of the loader; other dynamic imports stay in the file that they stand in. */
export const split: Plugin = {
  name: 'split',
  setup({ onResolve }) {
    const names = new Map(Object.entries(CHUNKS).map(([name, source]) => [resolve(source), name]));
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      const name = kind === 'dynamic-import' ? names.get(resolve(resolveDir, path)) : undefined;
      return name === undefined ? undefined : { path: `./${name}.js`, external: true };
    });
  },
};
