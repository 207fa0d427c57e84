import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import type { ValidateFunction } from 'ajv';
import { build } from 'esbuild';
import fc from 'fast-check';
import { fileSchemaModule, manifestModule } from '../../scripts/build/manifest.ts';
import { validateDeployment, validateFile } from '../../src/input/deployments-file/schema.ts';
import { metadata, validateVariables } from '../../src/manifest/manifest.ts';
import type { Metadata } from '../../src/manifest/metadata.ts';
import { holds } from '../support/property.ts';

interface Manifest {
  readonly metadata: Metadata;
  readonly validateVariables: ValidateFunction;
}

const built = await load<Manifest>(manifestModule());
const builtForFile = await load<Record<'validateFile' | 'validateDeployment', ValidateFunction>>(fileSchemaModule());

/** Runs the module as the build bundles it. */
async function load<Exports>(source: string): Promise<Exports> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    write: false,
  });
  const module = { exports: {} as Exports };
  new Function('module', 'exports', 'require', outputFiles[0]?.text ?? '')(
    module,
    module.exports,
    createRequire(import.meta.url),
  );
  return module.exports;
}

/** What a validator says, and what it has made of the values. */
function outcome(validate: ValidateFunction, values: unknown) {
  const filled = structuredClone(values);
  const valid = validate(filled);
  return { valid, errors: validate.errors ?? null, filled };
}

const VALID = { APP_ID: ['660427bb3927480dc0720914'], BRANCH: ['main'], BEARER_TOKEN: ['f'.repeat(64)] };

const CORPUS: readonly [title: string, values: Record<string, unknown>][] = [
  ['nothing at all', {}],
  ['what a deployment needs', VALID],
  ['an endpoint instead of an application', { DEPLOY_ENDPOINT: ['x'], BEARER_TOKEN: ['t'] }],
  ['a deployments file instead of the rest', { DEPLOYMENTS_FILE: 'deployments.yml' }],
  ['an application without a token', { APP_ID: ['a'] }],
  ['an application id with a slash', { ...VALID, APP_ID: ['a/b'] }],
  ['empty lists', { ...VALID, APP_ID: [], BRANCH: [] }],
  ['a list with an empty item', { ...VALID, BRANCH: ['main', ''] }],
  ['a branch with letters of many scripts', { ...VALID, BRANCH: ['fünf/路', '👩‍👩‍👧'] }],
  ['a branch that Git refuses', { ...VALID, BRANCH: ['a b', 'a~b', 'a\u0000b'] }],
  ['numbers at their limits', { ...VALID, TIMEOUT: 3600, MAX_ATTEMPTS: 1, RETRY_DELAY: 0, CONCURRENCY: 64 }],
  ['numbers beyond their limits', { ...VALID, TIMEOUT: 0, MAX_ATTEMPTS: 101, RETRY_DELAY: -1, CONCURRENCY: 65 }],
  ['fractions', { ...VALID, TIMEOUT: 0.5, RETRY_DELAY: 0.01, MAX_ATTEMPTS: 1.5 }],
  ['values of other types', { ...VALID, TIMEOUT: '300', DRY_RUN: 'true', REPORTS: 'junit', REPORT_DIR: 7 }],
  ['a report that there is not', { ...VALID, REPORTS: ['junit', 'pdf'] }],
  ['null everywhere', Object.fromEntries(metadata.variables.map(({ name }) => [name, null]))],
  ['variables that are not ours', { ...VALID, FOO: 'bar' }],
];

describe('the manifest that the build compiles', () => {
  test('holds the same definitions as pipe.yml', () => {
    expect(JSON.parse(JSON.stringify(built.metadata))).toEqual(JSON.parse(JSON.stringify(metadata)));
  });

  test.each(CORPUS)('judges %s as ajv does at run time', (_, values) => {
    expect(outcome(built.validateVariables, values)).toEqual(outcome(validateVariables, values));
  });

  test('the corpus holds values that are right and values that are not', () => {
    const verdicts = CORPUS.map(([, values]) => outcome(built.validateVariables, values).valid);
    expect(new Set(verdicts)).toEqual(new Set([true, false]));
  });

  test('judges any values as ajv does at run time', () => {
    const item = fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('', 'junit', 'html', 'a-b_c'));
    const value = fc.oneof(
      item,
      fc.array(item, { maxLength: 3 }),
      fc.integer({ min: -2, max: 4000 }),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constant(null),
      fc.dictionary(item, item, { maxKeys: 2 }),
    );
    const names = fc.constantFrom(...metadata.variables.map(({ name }) => name));
    holds(fc.dictionary(names, value, { noNullPrototype: true }), (values) => {
      expect(outcome(built.validateVariables, values)).toEqual(outcome(validateVariables, values));
    });
  });
});

describe('the schema of deployments files that the build compiles', () => {
  const file = [builtForFile.validateFile, validateFile] as const;
  const deployment = [builtForFile.validateDeployment, validateDeployment] as const;

  test.each([
    ['a file', file, { deployments: [{ app: 'a' }] }, true],
    [
      'a file with defaults, servers and an extension',
      file,
      { 'x-a': 1, defaults: null, servers: {}, deployments: [1] },
      true,
    ],
    ['a file without deployments', file, { deployments: [] }, false],
    [
      'a file with defaults that are wrong',
      file,
      { defaults: { url: '$URL', timeout: 0, app: 'a' }, deploy: [] },
      false,
    ],
    ['a text', file, 'deployments', false],
    ['a deployment', deployment, { app: 'a', branch: 'fünf/路', token: '$TOKEN', after: ['b'], server: 7 }, true],
    ['a deployment with an endpoint', deployment, { endpoint: 'x', enabled: false }, true],
    ['a deployment with an endpoint and an application', deployment, { endpoint: 'x', app: 'a' }, false],
    ['a deployment without anything', deployment, {}, false],
    ['a name with 200 characters of two code units', deployment, { app: 'a', name: '👍'.repeat(200) }, true],
    [
      'values that are wrong',
      deployment,
      { app: 'a/b', branch: 'a b', token: 'f00', timeout: '1', enabled: 'no' },
      false,
    ],
  ])('judges %s as ajv does at run time', (_, [compiled, expected], values, valid) => {
    expect(outcome(compiled, values)).toEqual(outcome(expected, values));
    expect(expected(values)).toBe(valid);
  });
});
