import type { VariableDefinition } from './metadata.ts';

/**
 * The JSON Schema that the values of the variables must meet, together. It speaks of values that are read already: numbers, booleans, lists.
 * A variable that is required `unless` another one is given is required only where that one is absent.
 * Rules that several variables share are written once, under the name of the first: the compiled validator is a third of the size for it.
 */
export function variablesSchema(definitions: readonly VariableDefinition[]): object {
  const always = definitions.filter(({ required, unless }) => required && unless.length === 0);
  const unless = definitions.filter(({ required, unless: others }) => required && others.length > 0);
  const groups = [...Map.groupBy(definitions, ({ schema }) => JSON.stringify(rules(schema))).values()];
  const first = new Map(groups.flatMap((group) => group.map(({ name }) => [name, group[0] as VariableDefinition])));
  return {
    type: 'object',
    definitions: Object.fromEntries(groups.map(([each]) => [each?.name, rules(each?.schema ?? {})])),
    properties: Object.fromEntries(
      definitions.map(({ name, schema }) => [
        name,
        { $ref: `#/definitions/${first.get(name)?.name}`, ...defaultOf(schema) },
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
