import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { AJV_OPTIONS, type Metadata, readMetadata, variablesSchema } from './metadata.ts';

export const metadata = readMetadata(parse(readFileSync(new URL('../../pipe.yml', import.meta.url), 'utf8')));

/** For parts that do not need the variables: the build leaves these out, so that starting is faster. */
export const pipe: Omit<Metadata, 'variables'> = { ...metadata };

/** Checks the values of the variables, and fills in the defaults. */
export const validateVariables: ValidateFunction = new Ajv(AJV_OPTIONS).compile(variablesSchema(metadata.variables));
