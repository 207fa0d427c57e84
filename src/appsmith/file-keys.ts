/** What a deployments file calls the variables that advice names. */
const KEYS: Readonly<Record<string, string>> = {
  BEARER_TOKEN: 'token',
  APP_ID: 'app',
  BRANCH: 'branch',
  APPSMITH_URL: 'url',
  TIMEOUT: 'timeout',
};

/**
 * Says what the variables in an advice are called in a deployments file: beside the file some of them may not even be given.
 * @param advice before its placeholders are filled: a branch may be named like a variable
 * @returns one more line of advice, or none
 */
export function fileKeys(advice: readonly string[]): string[] {
  const named = new Set(advice.join(' ').match(/[A-Z]+(?:_[A-Z]+)*/g));
  const keys = Object.entries(KEYS).filter(([variable]) => named.has(variable));
  if (keys.length === 0) return [];
  return [`In the deployments file ${keys.map(([variable, key]) => `${variable} is \`${key}\``).join(', ')}.`];
}
