import type { Application } from './application.ts';

/** One thing that can be wrong with a repository. */
export interface Rule {
  readonly id: string;
  /** What is wrong, for docs/repository-check.md. */
  readonly title: string;
  readonly severity: 'error' | 'warning';
  /** What Appsmith does with it: one sentence. */
  readonly effect: string;
  /** What to do: one sentence. */
  readonly advice: string;
  /** Older formats are judged by few rules. */
  readonly everyFormat?: true;
  readonly find: (application: Application) => Iterable<Occurrence>;
}

/** Where a rule is broken. */
export interface Occurrence {
  readonly path: string;
  /** One sentence. */
  readonly problem: string;
  /** The place in the file: an offset, or the key of a JSON value. Absent where the whole file is meant. */
  readonly at?: number | readonly (string | number)[];
}
