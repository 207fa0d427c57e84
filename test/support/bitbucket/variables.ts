import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { PipeUse } from './pipeline.ts';

type Environment = Readonly<Record<string, string>>;

/**
 * The variables of a pipe as Bitbucket hands them to the container: each value is expanded as in double quotes of a
 * shell, lists become NAME_COUNT and NAME_0 …
 */
export function pipeEnvironment({ variables = {} }: PipeUse, step: Environment): Record<string, string> {
  return flattened(variables, (text) => expanded(text, step));
}

/** The defaults of pipe.yml, which Bitbucket hands over for what the step does not list. */
export function defaultsBeside({ variables = {} }: PipeUse): Record<string, string> {
  const { variables: known } = parse(readFileSync('pipe.yml', 'utf8')) as { variables: Definition[] };
  const missing = known.filter(({ name, default: value }) => value !== undefined && !(name in variables));
  const values = missing.map(({ name, default: value }) => [name, Array.isArray(value) ? value : String(value)]);
  return flattened(Object.fromEntries(values), (text) => text);
}

interface Definition {
  readonly name: string;
  readonly default?: string | number | boolean | readonly string[];
}

function flattened(
  variables: NonNullable<PipeUse['variables']>,
  read: (text: string) => string,
): Record<string, string> {
  const pairs = Object.entries(variables).flatMap(([name, value]): [string, string][] => {
    if (typeof value === 'string') return [[name, read(value)]];
    const items = value.map((item, index): [string, string] => [`${name}_${index}`, read(item)]);
    return [[`${name}_COUNT`, String(value.length)], ...items];
  });
  return Object.fromEntries(pairs);
}

/** `$X` and `${X}` are replaced, `\\$` is a dollar. What a shell would run, in backticks or `$(…)`, no example has. */
export function expanded(text: string, environment: Environment): string {
  if (/`|\$\(/.test(text)) throw new Error(`"${text}" runs a command.`);
  return text.replaceAll(
    /\\([$"\\])|\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g,
    (_, escaped?: string, braced?: string, bare?: string) => escaped ?? environment[braced ?? bare ?? ''] ?? '',
  );
}
