import type { Deployment } from '../../deployment/deployment.ts';

type Key = NonNullable<Deployment['pasted']>[number] | 'token' | 'timeout';

/** What a deployments file calls the variables that advice names. */
const KEYS = {
  BEARER_TOKEN: 'token',
  APP_ID: 'app',
  BRANCH: 'branch',
  APPSMITH_URL: 'url',
  TIMEOUT: 'timeout',
} as const satisfies Readonly<Record<string, Key>>;

/**
 * Advice names the variables of one deployment. Who pasted an endpoint is told of that instead. Who wrote a deployments file is told in one more line what
 * it calls them: beside the file some of them may not even be given.
 * @param advice before its placeholders are filled: a branch may be named like a variable
 */
export function usersWords(
  advice: readonly string[],
  { fromFile, pasted = [] }: Pick<Deployment, 'fromFile' | 'pasted'>,
): readonly string[] {
  return fromFile ? [...advice, ...fileKeys(advice, pasted)] : advice.map((line) => withEndpoint(line, pasted));
}

function fileKeys(advice: readonly string[], pasted: readonly Key[]): string[] {
  const named = new Set(advice.join(' ').match(/[A-Z]+(?:_[A-Z]+)*/g));
  const keys = Object.entries(KEYS).filter(([variable]) => named.has(variable));
  if (keys.length === 0) return [];
  const words = keys.map(([name, key]) => `${name} is ${pasted.includes(key) ? 'in `endpoint`' : `\`${key}\``}`);
  return [`In the deployments file ${words.join(', ')}.`];
}

/** An endpoint is a whole: the part of it that a variable would hold is not repeated. */
function withEndpoint(line: string, pasted: readonly Key[]): string {
  return line
    .replace(/\b(APP_ID|BRANCH|APPSMITH_URL)\b(?: \{\w+\})?/g, (named, variable: keyof typeof KEYS) =>
      pasted.includes(KEYS[variable]) ? 'DEPLOY_ENDPOINT' : named,
    )
    .replace('DEPLOY_ENDPOINT and DEPLOY_ENDPOINT', 'DEPLOY_ENDPOINT');
}
