import type { Metadata } from '../manifest/metadata.ts';
import type { VariableValues } from '../manifest/variable-values.generated.ts';
import { printable } from '../text/printable.ts';

/** Longest value that is shown, in characters. */
const MOST_SHOWN = 200;

/** Those of a proxy, with a scheme before them or without. Short ones are nothing that could be masked in text. */
const CREDENTIALS = /(?<=^|\/\/)[^/\s]*@/;

/**
 * Texts that may hold a secret beside what they are for: other credentials of a curl line, a key in the same PEM. A
 * path is shown.
 */
const MORE_THAN_MEANT: Readonly<Record<string, RegExp>> = {
  DEPLOY_ENDPOINT: /curl/i,
  CA_CERTIFICATE: /-----|^.{200}/s,
  CLIENT_CERTIFICATE: /-----|^.{200}/s,
};

/** What a run works with, a line for each variable that has a value or a default; of a secret only that it is there. */
export function settings(values: VariableValues, { variables }: Pick<Metadata, 'variables'>): string[] {
  const given = new Map(Object.entries(values));
  return variables.flatMap(({ name, secret }) => {
    const value = given.get(name);
    const text = [value ?? []].flat().join(', ');
    if (text === '') return [];
    if (secret) return [`${name}: set (secret)`];
    if (MORE_THAN_MEANT[name]?.test(text)) return [`${name}: set`];
    const shown = name.endsWith('_PROXY') ? text.replace(CREDENTIALS, '') : text;
    return [`${name}: ${printable(shown, MOST_SHOWN)}`];
  });
}
