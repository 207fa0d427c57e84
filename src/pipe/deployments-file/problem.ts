import type { Span } from './tree.ts';

/** What is wrong at a place of the file, and what to do about it. */
export interface Problem {
  readonly span: Span;
  /** Sentences. They never hold a token, nor the password of an address. */
  readonly message: string;
  /** What the user may have meant; looked for only when the problem is shown. */
  readonly meant?: () => string | undefined;
}
