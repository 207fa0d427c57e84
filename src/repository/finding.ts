import type { Rule } from './errors.ts';

/** One thing that is wrong with a repository. */
export interface RepositoryFinding extends Pick<Rule, 'severity' | 'effect' | 'advice'> {
  /** Id of the rule. */
  readonly rule: string;
  readonly path: string;
  /** From 1; absent where the whole file is meant, or the file is missing. */
  readonly line?: number;
  readonly column?: number;
  readonly problem: string;
}

/** What a repository is, and what is wrong with it. */
export interface RepositoryCheck {
  /** Number of files. */
  readonly checked: number;
  /** Errors first, causes before consequences. */
  readonly findings: readonly RepositoryFinding[];
  /** The lowest schema that Appsmith must have. */
  readonly schema: { readonly server?: number; readonly client?: number };
  /** Modules of packages that the application uses. */
  readonly modules: readonly string[];
}

/** `pages/Orders/Orders.json:12:5`. */
export function locationOf({ path, line, column }: RepositoryFinding): string {
  return line === undefined ? path : `${path}:${line}:${column}`;
}
