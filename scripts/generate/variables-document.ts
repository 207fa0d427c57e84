import type { Metadata, VariableDefinition } from '../../src/manifest/metadata.ts';

/** The snippet of README's section "YAML Definition": required variables first, the others commented out. */
export function yamlDefinition({ repository, version, variables }: Metadata): string {
  const required = variables.filter((variable) => variable.required);
  const optional = variables.filter((variable) => !variable.required);
  const lines = [
    'script:',
    `  - pipe: ${new URL(repository).pathname.slice(1)}:${minorOf(version)}`,
    '    variables:',
    ...required.map((variable) => `      ${variable.name}: ${placeholder(variable)}`),
    ...optional.map((variable) => `      # ${variable.name}: ${placeholder(variable)} # Optional.`),
  ];
  return fenced('yaml', lines.join('\n'));
}

/** README's table of the variables. */
export function variablesTable({ variables }: Metadata): string {
  const rows = variables.map((variable) => {
    const star = variable.required ? ' (*)' : '';
    return `| ${variable.name}${star} | ${usage(variable)} |`;
  });
  return ['| Variable | Usage |', '| --- | --- |', ...rows].join('\n');
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

function usage({ description, schema, defaultFrom, secret, aliases }: VariableDefinition): string {
  const standard = schema['default'];
  const choice = Array.isArray(standard) ? undefined : standard;
  return [
    escaped(description),
    ...(secret ? ['Secret.'] : []),
    ...(schema['type'] === 'array' ? ['One value or a list.'] : []),
    ...(aliases.length > 0 ? [`\`${aliases.join('`, `')}\` is read too.`] : []),
    ...(choice === undefined ? [] : [`Default: \`${String(choice)}\`.`]),
    ...(defaultFrom === undefined ? [] : [`Default: \`${defaultFrom}\`.`]),
  ].join(' ');
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '\\<');
}
