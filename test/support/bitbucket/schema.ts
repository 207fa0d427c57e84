import { readFileSync } from 'node:fs';
import { describe, test } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';

/**
 * Bitbucket's own JSON Schema of bitbucket-pipelines.yml. It is not in this repository: the variable says where it is.
 */
const PATH = process.env['BITBUCKET_PIPELINES_SCHEMA'] || undefined; // empty means unset

let validate: ValidateFunction | undefined;

/** What Bitbucket's schema finds wrong with a bitbucket-pipelines.yml: a line for each problem. */
export function bitbucketErrors(text: string): string[] {
  if (PATH === undefined) throw new Error('BITBUCKET_PIPELINES_SCHEMA is not set.');
  validate ??= new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false }).compile(
    JSON.parse(readFileSync(PATH, 'utf8')) as object,
  );
  if (validate(parse(text))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** Tests that need the schema. Without it one test says that they are skipped. */
export function describeWithSchema(name: string, tests: () => void): void {
  if (PATH !== undefined) describe(name, tests);
  else describe(name, () => test.skip('skipped: BITBUCKET_PIPELINES_SCHEMA names no schema', () => undefined));
}
