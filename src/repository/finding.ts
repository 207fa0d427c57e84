/** One thing that is wrong with a repository. */
export interface RepositoryFinding {
  /** Id of the rule. */
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly path: string;
  /** From 1; absent where the whole file is meant, or the file is missing. */
  readonly line?: number;
  readonly column?: number;
  /** One sentence. */
  readonly problem: string;
  /** What Appsmith does with it: one sentence. */
  readonly effect: string;
  /** What to do: one sentence. */
  readonly advice: string;
}

/** Where a rule is broken, and how. */
export interface Occurrence extends Pick<RepositoryFinding, 'path' | 'problem'> {
  /** An offset, or the key of a JSON value. Absent for the whole file. */
  readonly at?: number | readonly (string | number)[];
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
