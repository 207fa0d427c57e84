import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { readMetadata } from './metadata.ts';
import { variablesSchema } from './variables-schema.ts';

/** What pipe.yml says. */
export const metadata = readMetadata(parse(readFileSync(new URL('../../pipe.yml', import.meta.url), 'utf8')));

/** Checks the values of the variables against pipe.yml, all errors at once, and fills the defaults in. Shared rules stay shared, for size. No rule counts characters. */
export const validateVariables: ValidateFunction = new Ajv({
  allErrors: true,
  useDefaults: true,
  inlineRefs: false,
  unicodeRegExp: false,
}).compile(variablesSchema(metadata.variables));
