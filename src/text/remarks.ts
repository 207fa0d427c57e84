/**
 * Takes what a reader has to say about a value. Messages are clauses that follow the name of the variable or key
 * (`is not an endpoint`); they never repeat a secret.
 */
export interface Remarks {
  /** The value cannot be used: what is wrong, and what to do. @returns undefined, for the reader to return */
  problem(message: string): undefined;
  /** The value is used, but the user should know this. */
  warning(message: string): void;
  /** Texts that must never be shown. */
  secret(...secrets: readonly string[]): void;
}

/** A mistake that people make, and the problem to report. */
export type Mistake = readonly [pattern: RegExp, problem: string];

/** The problem of the first mistake that the text has. */
export function mistakeIn(text: string, mistakes: readonly Mistake[]): string | undefined {
  return mistakes.find(([pattern]) => pattern.test(text))?.[1];
}
