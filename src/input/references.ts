/** Git allows such names, but hardly anybody gives one to a branch: it is a reference to a variable, or a placeholder from an example. */
export function isUnfilled(branch: string): boolean {
  if (branch.startsWith('<') && branch.endsWith('>')) return true;
  return branch.includes('$') && /\$\{|\$[A-Z_]{2}/.test(branch); // most have none, and an expression takes its time
}
