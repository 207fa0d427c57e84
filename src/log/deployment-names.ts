import type { Deployment } from '../deployment/deployment.ts';

/** A deployment's name, to be followed by what it deploys; empty when the name is only the application's id. */
export function title({ name, app }: Pick<Deployment, 'name' | 'app'>): string {
  return name === app ? '' : `${name}: `;
}

/** What is deployed, and where, for a separate line: `Orders: application 6604…, branch main, https://…` */
export function place(deployment: Pick<Deployment, 'name' | 'app' | 'branch' | 'url'>): string {
  const { app, branch, url } = deployment;
  const name = title(deployment);
  return `${name === '' ? 'Application' : `${name}application`} ${app}, branch ${branch}, ${url}`;
}

const MOST_NAMED = 5;

/** Names in one line; of many only the first few, and how many more there are. */
export function nameList(names: readonly string[], separator = ', '): string {
  const more = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(separator)}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Says which deployments are skipped, and why. */
export function skippedText(deployments: readonly Deployment[], reason: string): string {
  return `Skipped because ${reason}: ${nameList(deployments.map(({ name }) => name))}`;
}
