import type { Metadata, VariableDefinition } from '../manifest/metadata.ts';

/** What the program is asked for by its arguments, instead of a run. */
export type Request =
  | { readonly kind: 'help' | 'version'; readonly lines: readonly string[] }
  | { readonly kind: 'unknown'; readonly lines: readonly [string, ...string[]] };

const CONFIGURED =
  'Configure it with variables: in Bitbucket under the `variables:` of the pipe, elsewhere with `docker run -e NAME=value`.';

/**
 * Answers arguments: `--help`, `-h` and `--version` are known. Of any other only the name of an option is shown, since a
 * value may be a secret.
 */
export function readArguments(args: readonly [string, ...string[]], metadata: Metadata): Request {
  const unknown = args.find((each) => !['--help', '-h', '--version'].includes(each));
  if (unknown !== undefined) {
    const name = /^--?[A-Za-z][A-Za-z-]{0,40}(?==|$)/.exec(unknown)?.[0];
    const what = name === undefined ? 'takes no arguments' : `does not know the argument ${name}`;
    const first = `appsmith-deploy ${what}. Nothing was sent.`;
    return { kind: 'unknown', lines: [first, `  ${CONFIGURED}`, '  --help lists the variables.'] };
  }
  if (args[0] === '--version') return { kind: 'version', lines: [`appsmith-deploy ${metadata.version}`] };
  return { kind: 'help', lines: helpLines(metadata) };
}

function helpLines({ version, description, repository, support, variables }: Metadata): string[] {
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
    `How to set it up, with examples: ${repository}/src/${version}/README.md`,
    `Support: ${support}`,
  ];
}

function label({ name, required }: VariableDefinition): string {
  return required ? `${name} (*)` : name;
}

function usage({ description, schema, defaultFrom }: VariableDefinition): string {
  const standard = defaultFrom ?? (Array.isArray(schema['default']) ? undefined : schema['default']);
  return standard === undefined ? description : `${description} Default: ${String(standard)}.`;
}
