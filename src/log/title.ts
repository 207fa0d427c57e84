import type { Deployment } from '../deployment/deployment.ts';

/** A deployment's name in front of what it deploys: nothing where it has none but the application's id. */
export function title({ name, app }: Pick<Deployment, 'name' | 'app'>): string {
  return name === app ? '' : `${name}: `;
}

/** What is deployed, and where, in a line of its own: `Orders: application 6604…, branch main, https://…` */
export function place(deployment: Pick<Deployment, 'name' | 'app' | 'branch' | 'url'>): string {
  const { app, branch, url } = deployment;
  const name = title(deployment);
  return `${name === '' ? 'Application' : `${name}application`} ${app}, branch ${branch}, ${url}`;
}
