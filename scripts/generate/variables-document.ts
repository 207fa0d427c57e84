import type { Metadata, VariableDefinition } from '../../src/manifest/metadata.ts';

/**
 * The snippet of README's section "YAML Definition": the variables that most people set first, the others commented
 * out.
 */
export function yamlDefinition({ repository, version, variables }: Metadata): string {
  const [shown, optional] = [true, false].map((isShown) =>
    variables.filter((variable) => (variable.required || variable.inSnippet) === isShown),
  ) as [VariableDefinition[], VariableDefinition[]];
  const lines = [
    'script:',
    `  - pipe: ${new URL(repository).pathname.slice(1)}:${minorOf(version)}`,
    '    variables:',
    ...shown.map((variable) => `      ${variable.name}: ${placeholder(variable)}`),
    ...optional.map((variable) => `      # ${variable.name}: ${placeholder(variable)} # Optional.`),
  ];
  return fenced('yaml', lines.join('\n'));
}

/** README's tables of the variables, one for each group. */
export function variablesTables({ variables }: Metadata): string {
  const groups = [...Map.groupBy(variables, ({ group }) => group)];
  const tables = groups.map(([group, members]) => {
    const rows = members.map((variable) => {
      const star = variable.required ? ' (*)' : '';
      return `| ${variable.name}${star} | ${usage(variable)} |`;
    });
    return [`**${group}**`, '', '| Variable | Usage |', '| --- | --- |', ...rows].join('\n');
  });
  return tables.join('\n\n');
}

/** The names of the variables that take a list, in a sentence. */
export function listVariables({ variables }: Metadata): string {
  const names = variables.filter(({ schema }) => schema['type'] === 'array').map(({ name }) => name);
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** A code block. */
export function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

/** Bitbucket takes strings and lists of strings only, so every value stands in quotes. */
function placeholder({ schema }: VariableDefinition): string {
  const type = schema['type'] === 'array' ? 'string' : String(schema['type']);
  return Array.isArray(schema['default']) ? `['<${type}>']` : `'<${type}>'`;
}

/** One sentence. */
function usage({ description, schema, defaultFrom, aliases }: VariableDefinition): string {
  const standard = schema['default'] ?? defaultFrom;
  const known = standard === undefined || Array.isArray(standard) ? [] : [`default \`${String(standard)}\``];
  const more = [...known, ...aliases.map((alias) => `also read as \`${alias}\``)];
  const sentence = escaped(description).replace(/\.$/, '');
  return `${[sentence, ...more].join('; ')}.`;
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '\\<');
}
