import type { VariableDefinition } from '../../src/manifest/metadata.ts';

const TYPES: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  array: 'readonly string[]',
};

/** The TypeScript interface of the variables' values. A variable with a default is always there. */
export function variableTypes(definitions: readonly VariableDefinition[]): string {
  const members = definitions.map(({ name, schema, description }) => {
    const type = TYPES[String(schema['type'])];
    if (type === undefined) throw new Error(`pipe.yml: ${name} has the unknown type ${String(schema['type'])}`);
    return `  /** ${description} */\n  readonly ${name}${schema['default'] === undefined ? '?' : ''}: ${type};\n`;
  });
  return [
    '// Generated from pipe.yml by `npm run generate`.\n',
    '/** The values of the variables, read and checked, defaults filled in. */',
    `export interface VariableValues {\n${members.join('')}}\n`,
  ].join('\n');
}
