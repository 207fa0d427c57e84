import type { Options } from 'ajv';
import type { VariableDefinition } from './metadata.ts';

/** How ajv compiles the schema: all errors at once, defaults filled in. Shared rules stay shared, for size. No rule counts characters. */
export const AJV_OPTIONS: Options = { allErrors: true, useDefaults: true, inlineRefs: false, unicodeRegExp: false };

/**
 * The JSON Schema that the values of the variables must meet, together. It speaks of values that are read already: numbers, booleans, lists.
 * A variable that is required `unless` another one is given is required only where that one is absent.
 * Rules that several variables share are written once, under the name of the first, so that the compiled validator, which every start loads, is smaller.
 */
export function variablesSchema(definitions: readonly VariableDefinition[]): object {
  const always = definitions.filter(({ required, unless }) => required && unless.length === 0);
  const unless = definitions.filter(({ required, unless: others }) => required && others.length > 0);
  const firstWith = new Map<string, string>();
  const definitionOf = definitions.map(({ name, schema }) => {
    const key = JSON.stringify(rules(schema));
    const first = firstWith.get(key) ?? name;
    firstWith.set(key, first);
    return first;
  });
  return {
    type: 'object',
    definitions: Object.fromEntries(
      definitions.filter(({ name }, at) => definitionOf[at] === name).map(({ name, schema }) => [name, rules(schema)]),
    ),
    properties: Object.fromEntries(
      definitions.map(({ name, schema }, at) => [
        name,
        { $ref: `#/definitions/${definitionOf[at]}`, ...defaultOf(schema) },
      ]),
    ),
    required: always.map(({ name }) => name),
    allOf: unless.map(({ name, unless: others }) => ({
      if: { not: { anyOf: others.map((other) => ({ type: 'object', required: [other] })) } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { type: 'object', required: [name] },
    })),
  };
}

function rules({ default: _, ...others }: Readonly<Record<string, unknown>>): object {
  return others;
}

/** Lists are never empty: an empty variable counts as not given. The default of a list of addresses is written as its only item. */
function defaultOf(schema: Readonly<Record<string, unknown>>): object {
  if (schema['default'] === undefined) return {};
  return { default: schema['type'] === 'array' ? [schema['default']].flat() : schema['default'] };
}
