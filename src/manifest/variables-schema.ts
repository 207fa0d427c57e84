import type { Options } from 'ajv';
import type { VariableDefinition } from './metadata.ts';

/** How ajv compiles the schema: all errors at once, defaults filled in. No rule counts characters. */
export const AJV_OPTIONS: Options = { allErrors: true, useDefaults: true, unicodeRegExp: false };

/** The JSON Schema of all variables, for values that are parsed already: numbers, booleans, lists. */
export function variablesSchema(definitions: readonly VariableDefinition[]): object {
  const always = definitions.filter(({ required, unless }) => required && unless.length === 0);
  const unless = definitions.filter(({ required, unless: others }) => required && others.length > 0);
  return {
    type: 'object',
    properties: Object.fromEntries(definitions.map(({ name, schema }) => [name, { ...schema, ...defaultOf(schema) }])),
    required: always.map(({ name }) => name),
    allOf: unless.map(({ name, unless: others }) => ({
      if: { not: { anyOf: others.map((other) => ({ type: 'object', required: [other] })) } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { type: 'object', required: [name] },
    })),
  };
}

/** The default of a list is written as its only item. */
function defaultOf(schema: Readonly<Record<string, unknown>>): object {
  if (schema['default'] === undefined) return {};
  return { default: schema['type'] === 'array' ? [schema['default']].flat() : schema['default'] };
}
