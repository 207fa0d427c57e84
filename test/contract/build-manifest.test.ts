import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import type { ValidateFunction } from 'ajv';
import { build } from 'esbuild';
import fc from 'fast-check';
import { manifestModule } from '../../scripts/build/manifest.ts';
import { metadata, validateVariables } from '../../src/manifest/manifest.ts';
import type { Metadata } from '../../src/manifest/metadata.ts';
import { holds } from '../support/property.ts';

interface Manifest {
  readonly metadata: Metadata;
  readonly validateVariables: ValidateFunction;
}

const built = await load(manifestModule());

/** Runs the module as the build bundles it. */
async function load(source: string): Promise<Manifest> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    write: false,
  });
  const module = { exports: {} as Manifest };
  new Function('module', 'exports', 'require', outputFiles[0]?.text ?? '')(
    module,
    module.exports,
    createRequire(import.meta.url),
  );
  return module.exports;
}

/** What a validator says, and what it has made of the values. */
function outcome(validate: ValidateFunction, values: Readonly<Record<string, unknown>>) {
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
