import type { Endpoint } from '../appsmith/endpoint.ts';
import type { Deployment } from '../deployment/deployment.ts';

const TARGET = ['url', 'app'] as const;
const TARGET_AND_BRANCH = [...TARGET, 'branch'] as const;

/**
 * What of a deployment its endpoint says.
 * @param beside the branch that is given beside it, which wins
 */
export function pastedParts(endpoint: Endpoint, beside: unknown): NonNullable<Deployment['pasted']> {
  return endpoint.branch === undefined || beside !== undefined ? TARGET : TARGET_AND_BRANCH;
}
