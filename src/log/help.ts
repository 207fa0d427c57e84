import { metadata } from '../manifest/manifest.ts';
import type { VariableDefinition } from '../manifest/metadata.ts';

const CONFIGURED =
  'Configure it with variables: in Bitbucket under the `variables:` of the pipe, elsewhere with `docker run -e NAME=value`.';

/**
 * Answers `--help`, `-h` and `--version`. Of any other argument at most the name of an option is shown: its value may
 * be a secret.
 */
export function readArguments(args: readonly [string, ...string[]]): {
  readonly isKnown: boolean;
  readonly lines: readonly [string, ...string[]];
} {
  const unknown = args.find((argument) => !['--help', '-h', '--version'].includes(argument));
  if (unknown !== undefined) {
    const name = /^--?[A-Za-z][A-Za-z-]{0,40}(?==|$)/.exec(unknown)?.[0];
    const what = name === undefined ? 'takes no arguments' : `does not know the argument ${name}`;
    const first = `appsmith-deploy ${what}. Nothing was sent.`;
    return { isKnown: false, lines: [first, `  ${CONFIGURED}`, '  --help lists the variables.'] };
  }
  return { isKnown: true, lines: args[0] === '--version' ? [`appsmith-deploy ${metadata.version}`] : helpLines() };
}

function helpLines(): [string, ...string[]] {
  const { version, description, source, support, variables } = metadata;
  const width = Math.max(...variables.map((variable) => label(variable).length));
  const groups = [...Map.groupBy(variables, ({ group }) => group)].flatMap(([group, members]) => [
    '',
    `${group}:`,
    ...members.map((variable) => `  ${label(variable).padEnd(width)}  ${usage(variable)}`),
  ]);
  return [
    `appsmith-deploy ${version}`,
    description,
    '',
    CONFIGURED,
    ...groups,
    '',
    '(*) required',
    '',
    `How to set it up, with examples: ${source}/README.md`,
    `Support: ${support}`,
  ];
}

function label({ name, required }: VariableDefinition): string {
  return required ? `${name} (*)` : name;
}

function usage({ description, schema, defaultFrom }: VariableDefinition): string {
  const defaultValue = defaultFrom ?? (Array.isArray(schema['default']) ? undefined : schema['default']);
  return defaultValue === undefined ? description : `${description} Default: ${String(defaultValue)}.`;
}
