import { resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { CHUNKS, LATE } from './program.ts';

/**
 * Turns a dynamic import of a chunk into a call of the loader; other dynamic imports stay in the file that they stand in. A late module is imported as
 * functions that load it when they are called.
 */
export const split: Plugin = {
  name: 'split',
  setup({ onResolve, onLoad }) {
    const [chunks, late] = [byPath(CHUNKS), byPath(LATE)];
    onResolve({ filter: /^\./ }, ({ kind, namespace, path, resolveDir }) => {
      if (namespace === 'late') return { path, external: true };
      const source = resolve(resolveDir, path);
      const chunk = kind === 'dynamic-import' ? chunks.get(source) : undefined;
      if (chunk !== undefined) return { path: `./${chunk}.js`, external: true };
      return late.has(source) && kind === 'import-statement' ? { path: source, namespace: 'late' } : undefined;
    });
    onLoad({ filter: /.*/, namespace: 'late' }, async ({ path }) => ({
      contents: forwards(`./${late.get(path)}.js`, Object.entries(await import(path))),
      loader: 'js',
    }));
  },
};

function byPath(files: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(Object.entries(files).map(([name, source]) => [resolve(source), name]));
}

function forwards(file: string, exported: readonly (readonly [name: string, value: unknown])[]): string {
  const other = exported.find(([, value]) => typeof value !== 'function');
  if (other !== undefined) throw new Error(`${file} is loaded late, so it may export functions only, not ${other[0]}`);
  const lines = exported.map(([name]) => `export const ${name} = (...args) => load().${name}(...args);`);
  return `const load = () => require(${JSON.stringify(file)});\n${lines.join('\n')}`;
}
