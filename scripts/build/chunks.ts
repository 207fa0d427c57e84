import { resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/** The file in dist/ that package.json's `bin` names: a few lines that load the entry. */
export const BIN = 'appsmith-deploy.cjs';

/** Reads and checks the variables, and loads the other files when it needs them. */
export const ENTRY = { name: 'main', source: 'src/index.ts' } as const;

/**
 * The other files of the program, each loaded where src/ imports it with `import()`, or with a file that imports it as
 * usual. Gains 3 ms of a validation error, and got is there once though two files use it.
 */
export const CHUNKS: Readonly<Record<string, string>> = {
  'carry-out': 'src/run/carry-out.ts',
  http: 'src/http/http-client.ts',
  names: 'src/http/names.ts',
  reports: 'src/report/publish.ts',
  repository: 'src/run/inspect-clone.ts',
  'deployments-file': 'src/input/deployments-file/deployments-from-file.ts',
};

/** Turns an import of a chunk into a call of the loader; all else that a file imports is inside it. */
export const splitIntoChunks: Plugin = {
  name: 'split-into-chunks',
  setup({ onResolve }) {
    const names = new Map(Object.entries(CHUNKS).map(([name, source]) => [resolve(source), name]));
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      const name = kind === 'entry-point' ? undefined : names.get(resolve(resolveDir, path));
      return name === undefined ? undefined : { path: `./${name}.js`, external: true };
    });
  },
};
