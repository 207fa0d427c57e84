/**
 * Collects what a reader finds in a text of the user. Messages are clauses that follow the name of the variable or key
 * (`is not an endpoint`); they never repeat a secret.
 */
export interface Remarks {
  /** The text cannot be used: what is wrong, and what to do. @returns undefined, for a reader to return */
  problem(message: string): undefined;
  /** The text is used, but the user should know something. */
  warning(message: string): void;
  /** Texts that must never be shown. */
  secret(...secrets: readonly string[]): void;
}

/** A mistake that people make, and what to do about it. */
export type Mistake = readonly [pattern: RegExp, problem: string];

/** What to say of the first mistake in the list that the text has. */
export function mistakeIn(text: string, mistakes: readonly Mistake[]): string | undefined {
  return mistakes.find(([pattern]) => pattern.test(text))?.[1];
}
