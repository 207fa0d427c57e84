import { printable } from '../printable.ts';
import type { Metadata } from './metadata.ts';
import type { VariableValues } from './variable-values.generated.ts';

/** Longest value that is shown, in characters. */
const MOST_SHOWN = 200;

/** What a run works with, a line for each variable that has a value or a default; of a secret only that it is there. */
export function settings(values: VariableValues, { variables }: Pick<Metadata, 'variables'>): string[] {
  const given = new Map(Object.entries(values));
  return variables.flatMap(({ name, secret }) => {
    const value = given.get(name);
    const text = [value ?? []].flat().join(', ');
    return text === '' ? [] : [`${name}: ${secret ? 'given, and secret' : printable(text, MOST_SHOWN)}`];
  });
}
