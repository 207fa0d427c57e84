/**
 * What Git accepts as the name of a branch (git-check-ref-format(1), `git check-ref-format --branch`): of white space
 * and controls it refuses only those of ASCII. pipe.yml and the schema of a deployments file have the same expression.
 */
export const BRANCH_NAME =
  /^(?![-/.]|HEAD$)(?![\s\S]*(?:\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)))[^\x00-\x20\x7f~^:?*[\\]*[^\x00-\x20\x7f~^:?*[\\/.]$/;

/** Whether Git accepts the text as the name of a branch. Half a character of Unicode is none. */
export function isBranchName(text: string): boolean {
  return BRANCH_NAME.test(text) && text.isWellFormed();
}
