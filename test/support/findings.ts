import { Findings } from '../../src/input/findings.ts';
import type { Remarks } from '../../src/text/remarks.ts';

/** Findings, with the secrets that they were given. */
export function findings(): { readonly findings: Findings; readonly secrets: string[] } {
  const secrets: string[] = [];
  return { findings: new Findings((found) => secrets.push(...found)), secrets };
}

/** All that a reader makes of a text. */
export interface Remarked<T> {
  readonly value: T | undefined;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly secrets: readonly string[];
}

export function remarked<T>(reader: (remarks: Remarks) => T | undefined): Remarked<T> {
  const [problems, warnings, secrets]: [string[], string[], string[]] = [[], [], []];
  const value = reader({
    problem: (message) => {
      problems.push(message);
      return undefined;
    },
    warning: (message) => warnings.push(message),
    secret: (...found) => secrets.push(...found),
  });
  return { value, problems, warnings, secrets };
}

/** The value that a reader gives, or the problem that it finds instead. */
export function reading<T>(reader: (remarks: Remarks) => T | undefined): { value: T } | { problem: string } {
  const { value, problems } = remarked(reader);
  return value === undefined ? { problem: problems.join('\n') } : { value };
}
