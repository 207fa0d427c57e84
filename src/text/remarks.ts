/**
 * Takes what a reader of a user's text has to say about it. Messages are clauses that follow the name of the variable
 * or key (`is not an endpoint`); they never repeat a secret. It is what the readers of appsmith/ and input/ share,
 * whether a variable or a file holds the text.
 */
export interface Remarks {
  /** The text cannot be used: what is wrong, and what to do. @returns undefined, for a reader to return */
  problem(message: string): undefined;
  /** The text is used, but the user should know something. */
  warning(message: string): void;
  /** Never to be shown. */
  secret(...secrets: readonly string[]): void;
}
