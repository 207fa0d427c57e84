import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { AJV_OPTIONS, type Metadata, readMetadata, variablesSchema } from './metadata.ts';

/** What pipe.yml says. */
export const metadata = readMetadata(parse(readFileSync(new URL('../../pipe.yml', import.meta.url), 'utf8')));

/** Without the variables, which few parts of the program need. */
export const pipe: Omit<Metadata, 'variables'> = { ...metadata };

/** Checks the values of the variables against pipe.yml, and fills the defaults in. */
export const validateVariables: ValidateFunction = new Ajv(AJV_OPTIONS).compile(variablesSchema(metadata.variables));
