import type { ErrorObject } from 'ajv';
import type { VariableDefinition } from '../manifest/metadata.ts';
import { printable } from '../text/printable.ts';
import { withoutCommands } from '../text/references.ts';
import { mayHoldSecret } from '../text/stray-tokens.ts';
import type { Problem } from './findings.ts';
import type { RawValue } from './list-values.ts';

/** A problem of a variable, or of an item of its list: `variable` then names the item. */
export interface OwnedProblem extends Problem {
  /** The name of the variable, as pipe.yml has it. */
  readonly owner: string;
}

/** Where variables do not match pipe.yml's schema, in sentences: one problem for each variable, or each item. */
export function schemaProblems(
  errors: readonly ErrorObject[],
  variables: readonly (VariableDefinition & RawValue)[],
): OwnedProblem[] {
  const found = new Map<string, OwnedProblem>();
  for (const error of errors) {
    const [, property, index = 0] = error.instancePath.split('/');
    const owner = property ?? String(error.params['missingProperty'] ?? '');
    const definition = variables.find(({ name }) => name === owner);
    if (definition === undefined) continue; // an `if` names none: it only says that its `then` failed
    const variable = definition.names[Number(index)] ?? owner;
    const text = definition.items[Number(index)] ?? '';
    if (!found.has(variable)) found.set(variable, { owner, variable, message: message(error, definition, text) });
  }
  return [...found.values()];
}

function message(error: ErrorObject, definition: VariableDefinition, text: string): string {
  const { remedy, description, secret, schema, unit } = definition;
  if (error.keyword === 'required')
    return `required field. ${remedy?.startsWith('must') === false ? remedy : description}`;
  const shown = secret || mayHoldSecret(text) ? '' : ` Got '${printable(withoutCommands(text), 60)}'.`;
  if (error.keyword === 'pattern' && remedy !== undefined) return `${remedy}${shown}`;
  if (error.keyword === 'enum')
    return `must be one of ${(error.params['allowedValues'] as string[]).join(', ')}.${shown}`;
  if (error.keyword !== 'type')
    return `must be ${LIMITS[error.keyword]} ${error.params['limit']}${unit && ` ${unit}`}.${shown}`;
  if (schema['type'] === 'boolean') return `must be 'true' or 'false'.${shown}`;
  const number = schema['type'] === 'integer' ? 'a whole number' : 'a number';
  return `must be ${number}${unit && ` of ${unit}`}, such as ${schema['default']}.${shown}`;
}

const LIMITS: Readonly<Record<string, string>> = {
  maximum: 'at most',
  minimum: 'at least',
  exclusiveMinimum: 'more than',
};
