import type { PipeUse } from './pipeline.ts';

type Environment = Readonly<Record<string, string>>;

/**
 * The variables of a pipe as Bitbucket hands them to the container: each value is expanded as in double quotes of a shell, lists become NAME_COUNT and
 * NAME_0 …
 */
export function pipeEnvironment({ variables = {} }: PipeUse, step: Environment): Record<string, string> {
  const pairs = Object.entries(variables).flatMap(([name, value]): [string, string][] => {
    if (typeof value === 'string') return [[name, expanded(value, step)]];
    const items = value.map((item, index): [string, string] => [`${name}_${index}`, expanded(item, step)]);
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
