import { readContext } from '../../../src/input/context.ts';
import { deploymentsFromVariables } from '../../../src/input/deployments.ts';
import { readVariables } from '../../../src/input/variables.ts';
import { findings as collected } from '../../support/findings.ts';

export const TOKEN = '9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d';
/** Enough for one deployment. */
export const MINIMAL = { APP_ID: 'a1', BRANCH: 'main', BEARER_TOKEN: TOKEN };
export const ROUTE = 'https://h.example/api/v1/git/deploy/app/';

/** What a pipe reads from its variables, with all findings. */
export function read(environment: Record<string, string>) {
  const { findings, secrets } = collected();
  const variables = readVariables(environment, findings);
  const deployments = deploymentsFromVariables(variables, readContext(environment), findings);
  return {
    ...variables,
    deployments,
    problems: findings.problems.map(({ variable, message }) => `${variable}: ${message}`),
    notices: findings.notices.map(({ level, text }) => `${level}: ${text}`),
    secrets,
  };
}
