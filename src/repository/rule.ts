import type { Application } from './application.ts';

export interface Rule {
  readonly id: string;
  /** What is wrong, for docs/repository-check.md. */
  readonly title: string;
  readonly severity: 'error' | 'warning';
  /** What Appsmith does with it: one sentence. */
  readonly effect: string;
  /** What to do: one sentence. */
  readonly advice: string;
  /** Few rules apply to older formats. */
  readonly everyFormat?: true;
  readonly find: (application: Application) => Iterable<Occurrence>;
}

/** Where a rule is broken. */
export interface Occurrence {
  readonly path: string;
  /** One sentence. */
  readonly problem: string;
  /** An offset, or the key of a JSON value. Absent for the whole file. */
  readonly at?: number | readonly (string | number)[];
}
