import type { Deployment } from '../deployment/deployment.ts';

/** As many deployments are named in one line. */
const MOST_NAMED = 5;

/** The names of deployments in one line; of many the first ones. */
export function nameList(deployments: readonly Deployment[]): string {
  const names = deployments.slice(0, MOST_NAMED).map(({ name }) => name);
  const more = deployments.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Says of deployments that they are skipped, and why. */
export function skippedText(deployments: readonly Deployment[], reason: string): string {
  return `Skipped, since ${reason}: ${nameList(deployments)}`;
}
