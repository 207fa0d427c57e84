import { dirname } from 'node:path';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import type { Plugin } from 'esbuild';
import { metadata } from '../../src/manifest/manifest.ts';
import { AJV_OPTIONS, variablesSchema } from '../../src/manifest/variables-schema.ts';

/**
 * pipe.yml is read, and its schema compiled to plain JavaScript, once: in the build. Saves yaml and ajv at every start, 1.0 × (bare Node = 1).
 * pipe.yml stays the source; a test compares this validator with the one that ajv makes at run time.
 */
export const compileManifest: Plugin = {
  name: 'compile-manifest',
  setup({ onLoad }) {
    onLoad({ filter: /src[\\/]manifest[\\/]manifest\.ts$/ }, ({ path }) => ({
      contents: manifestModule(),
      loader: 'js',
      resolveDir: dirname(path),
    }));
  },
};

/** The source of a module with the exports of src/manifest/manifest.ts. */
export function manifestModule(): string {
  const ajv = new Ajv({ ...AJV_OPTIONS, code: { source: true, esm: true } });
  ajv.addSchema(variablesSchema(metadata.variables), 'variables');
  const validator = standalone.default(ajv, { validateVariables: 'variables' });
  return `${validator}\nexport const metadata = JSON.parse(${JSON.stringify(JSON.stringify(metadata))});\n`;
}
