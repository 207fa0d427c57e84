import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import type { Plugin } from 'esbuild';
import { metadata } from '../../src/manifest/manifest.ts';
import { AJV_OPTIONS, variablesSchema } from '../../src/manifest/metadata.ts';

const MANIFEST = /src[\\/]manifest[\\/]manifest\.ts$/;

/**
 * pipe.yml is read, and its schema compiled to plain JavaScript, once: in the build. Saves yaml and ajv at every start,
 * 1.0 × (bare Node = 1). A test compares this validator with the one that ajv makes at run time.
 */
export const compiledManifest: Plugin = {
  name: 'compiled-manifest',
  setup({ onLoad }) {
    onLoad({ filter: MANIFEST }, ({ path }) => ({
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
  const { variables, ...pipe } = metadata;
  return [
    validator,
    `export const pipe = ${JSON.stringify(pipe)};`,
    `export const metadata = /* @__PURE__ */ JSON.parse(${JSON.stringify(JSON.stringify(metadata))});`,
    '',
  ].join('\n');
}

/** In the plain build pipe.yml's text is inside the program, which parses and compiles it at every start. */
export const embeddedManifest: Plugin = {
  name: 'embedded-manifest',
  setup({ onLoad }) {
    onLoad({ filter: MANIFEST }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const text = JSON.stringify(readFileSync('pipe.yml', 'utf8'));
      const contents = source.replace(/readFileSync\(new URL\([^)]*\), 'utf8'\)/, () => text);
      if (contents === source)
        throw new Error('src/manifest/manifest.ts no longer reads pipe.yml as the build expects');
      return { contents, loader: 'ts' };
    });
  },
};
