import type { Names } from '../deployment/deployment.ts';

/** What of a deployment a pasted endpoint says. */
export type PastedParts = readonly ('url' | 'app' | 'branch')[];

const VARIABLES: Names = {
  url: 'APPSMITH_URL',
  app: 'APP_ID',
  branch: 'BRANCH',
  token: 'BEARER_TOKEN',
  timeout: 'TIMEOUT',
};

const KEYS: Names = { url: '`url`', app: '`app`', branch: '`branch`', token: '`token`', timeout: '`timeout`' };

/** What the user calls the parts of a deployment: what a pasted endpoint says can be changed there alone. */
export function namesOfParts(fromFile: boolean, pasted: PastedParts = []): Names {
  const endpoint = fromFile ? '`endpoint`' : 'DEPLOY_ENDPOINT';
  return { ...(fromFile ? KEYS : VARIABLES), ...Object.fromEntries(pasted.map((part) => [part, endpoint])) };
}
