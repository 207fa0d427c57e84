import type { Deployment } from '../deployment/deployment.ts';

/** A deployment's name in front of what it deploys: nothing where it has none but the application's id. */
export function title({ name, app }: Pick<Deployment, 'name' | 'app'>): string {
  return name === app ? '' : `${name}: `;
}
