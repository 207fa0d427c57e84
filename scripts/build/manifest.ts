import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Ajv, type Options } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import type { Plugin } from 'esbuild';
import * as deploymentsFile from '../../src/input/deployments-file/schema.ts';
import { metadata } from '../../src/manifest/manifest.ts';
import { AJV_OPTIONS, variablesSchema } from '../../src/manifest/metadata.ts';

const MANIFEST = /src[\\/]manifest[\\/]manifest\.ts$/;
const FILE_SCHEMA = /src[\\/]input[\\/]deployments-file[\\/]schema\.ts$/;

/**
 * pipe.yml is read, and its schema and that of deployments files compiled to plain JavaScript, once: in the build.
 * Saves yaml and ajv at every start, 1.0 × (bare Node = 1), and ajv with a deployments file, 0.7 ×. A test compares
 * these validators with those that ajv makes at run time.
 */
export const compiledSchemas: Plugin = {
  name: 'compiled-schemas',
  setup({ onLoad }) {
    for (const [filter, source] of [[MANIFEST, manifestModule] as const, [FILE_SCHEMA, fileSchemaModule] as const])
      onLoad({ filter }, ({ path }) => ({ contents: source(), loader: 'js', resolveDir: dirname(path) }));
  },
};

/** The source of a module with the exports of src/manifest/manifest.ts. */
export function manifestModule(): string {
  const validator = compiled(AJV_OPTIONS, { validateVariables: variablesSchema(metadata.variables) });
  const { variables, ...pipe } = metadata;
  return [
    validator,
    `export const pipe = ${JSON.stringify(pipe)};`,
    `export const metadata = /* @__PURE__ */ JSON.parse(${JSON.stringify(JSON.stringify(metadata))});`,
    '',
  ].join('\n');
}

/** The source of a module with the validators of src/input/deployments-file/schema.ts. */
export function fileSchemaModule(): string {
  const { file, deployment } = deploymentsFile.SCHEMAS;
  return compiled(deploymentsFile.AJV_OPTIONS, { validateFile: file, validateDeployment: deployment });
}

/** The source of a module with a validator for each schema. */
function compiled(options: Options, schemas: Readonly<Record<string, object>>): string {
  const ajv = new Ajv({ ...options, code: { source: true, esm: true } });
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(schema, name);
  return standalone.default(ajv, Object.fromEntries(Object.keys(schemas).map((name) => [name, name])));
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
