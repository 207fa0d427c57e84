import type { Deployment } from '../deployment/deployment.ts';

/** As many are named in one line. */
const MOST_NAMED = 5;

/** Names in one line; of many the first ones. */
export function nameList(names: readonly string[], separator = ', '): string {
  const more = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(separator)}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Says of deployments that they are skipped, and why. */
export function skippedText(deployments: readonly Deployment[], reason: string): string {
  return `Skipped because ${reason}: ${nameList(deployments.map(({ name }) => name))}`;
}
