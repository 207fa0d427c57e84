import { ERRORS, type Rule } from '../../src/repository/errors.ts';
import { WARNINGS } from '../../src/repository/warnings.ts';
import { withSection } from './section.ts';

/** As much of JSON Schema as schemas/appsmith-deploy.schema.json uses to describe its fields. */
interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** docs/output.md with its table of fields brought up to date with the schema. */
export function outputDocument(page: string, schemaText: string): string {
  const schema: Schema = JSON.parse(schemaText);
  const rows = fields(schema, schema).map(([path, description]) => `| \`${path}\` | ${description} |`);
  return withSection(page, 'fields', ['| Field | Meaning |', '| --- | --- |', ...rows].join('\n'));
}

/** Every field as a dotted path, `[]` for the items of a list, with what the schema says of it. */
function fields(node: Schema, root: Schema, path = ''): [string, string][] {
  const { properties = {}, items } = { ...root.definitions?.[node.$ref?.replace('#/definitions/', '') ?? ''], ...node };
  const below = Object.entries(properties).flatMap(([name, child]): [string, string][] => {
    const own = path ? `${path}.${name}` : name;
    return [[own, child.description ?? ''], ...fields(child, root, own)];
  });
  return [...below, ...(items ? fields(items, root, `${path}[]`) : [])];
}

/** docs/repository-check.md with its tables of rules brought up to date with the source. */
export function repositoryDocument(page: string): string {
  return withSection(withSection(page, 'errors', table(ERRORS)), 'warnings', table(WARNINGS));
}

function table(rules: readonly Rule[]): string {
  const rows = rules.map(({ title, effect, advice }) => `| ${title}. | ${effect} | ${advice} |`);
  return ['| What is found | What Appsmith does | What to do |', '| --- | --- | --- |', ...rows].join('\n');
}
