import { resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/** The file in dist/ that package.json's `bin` names: a few lines that load the entry. */
export const BIN = 'appsmith-deploy.cjs';

/** Reads and checks the variables, and loads the other files when it needs them. */
export const ENTRY = { name: 'main', source: 'src/index.ts' } as const;

/**
 * The other files of the program, each loaded where src/ imports it with `import()`. Gains 0.15 × (bare Node = 1) for a
 * validation error.
 */
export const CHUNKS: Readonly<Record<string, string>> = {
  'carry-out': 'src/run/carry-out.ts',
  reports: 'src/report/publish.ts',
  repository: 'src/run/inspect-clone.ts',
  'deployments-file': 'src/input/deployments-file/deployments-from-file.ts',
};

/**
 * Turns `import()` of a chunk into a call of the loader; what another `import()` names stays in the file that it is in.
 */
export const splitIntoChunks: Plugin = {
  name: 'split-into-chunks',
  setup({ onResolve }) {
    const names = new Map(Object.entries(CHUNKS).map(([name, source]) => [resolve(source), name]));
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      const name = kind === 'dynamic-import' ? names.get(resolve(resolveDir, path)) : undefined;
      return name === undefined ? undefined : { path: `./${name}.js`, external: true };
    });
  },
};
