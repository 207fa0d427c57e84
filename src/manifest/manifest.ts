import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { AJV_OPTIONS, readMetadata, variablesSchema } from './metadata.ts';

/** What pipe.yml says. */
export const metadata = readMetadata(parse(readFileSync(new URL('../../pipe.yml', import.meta.url), 'utf8')));

/** Checks the values of the variables against pipe.yml, and fills the defaults in. */
export const validateVariables: ValidateFunction = new Ajv(AJV_OPTIONS).compile(variablesSchema(metadata.variables));
