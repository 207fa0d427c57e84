import { OF_BUILD } from '../appsmith/branch.ts';
import { type Endpoint, endpointUrl } from '../appsmith/endpoint.ts';
import type { Deployment, Names } from '../deployment/deployment.ts';

/** The parts of a deployment that a pasted endpoint names. */
export type PastedParts = readonly ('url' | 'app' | 'branch')[];

/** What a deployment is sent to. */
export interface Target extends Pick<Deployment, 'url' | 'app' | 'branch'> {
  readonly pasted?: PastedParts;
  /** Its branch is the one of the build. */
  readonly ofBuild?: boolean;
}

/** A deployment without the parts that follow from the others. */
type Incomplete = Omit<Deployment, 'endpoint' | 'lockKey' | 'names'> & Target & { readonly fromFile: boolean };

/** Adds the parts that follow from the others. Appsmith has one Git lock for each application of a server. */
export function completeDeployment({ fromFile, pasted, ofBuild, ...known }: Incomplete): Deployment {
  const { url, app, branch } = known;
  const names = { ...namesOfParts(fromFile, pasted), ...(ofBuild && { branch: OF_BUILD }) };
  return { ...known, names, lockKey: `${url} ${app}`, endpoint: endpointUrl({ url, app, branch }) };
}

const VARIABLES: Names = {
  url: 'APPSMITH_URL',
  app: 'APP_ID',
  branch: 'BRANCH',
  token: 'BEARER_TOKEN',
  timeout: 'TIMEOUT',
};

const KEYS: Names = { url: '`url`', app: '`app`', branch: '`branch`', token: '`token`', timeout: '`timeout`' };

/** What the user calls the parts of a deployment. A part of a pasted endpoint can only be changed in the endpoint. */
export function namesOfParts(fromFile: boolean, pasted: PastedParts = []): Names {
  const endpoint = fromFile ? '`endpoint`' : 'DEPLOY_ENDPOINT';
  return { ...(fromFile ? KEYS : VARIABLES), ...Object.fromEntries(pasted.map((part) => [part, endpoint])) };
}

/** @param branch the branch that is set separately, and replaces the endpoint's */
export function pastedParts(endpoint: Endpoint | undefined, branch: unknown): PastedParts {
  if (endpoint === undefined) return [];
  return endpoint.branch === undefined || branch !== undefined ? ['url', 'app'] : ['url', 'app', 'branch'];
}

/**
 * Finds what would be deployed twice.
 * @param targets undefined where a target is not known
 * @returns the position of each repetition, with the position of the same target before it
 */
export function repetitions(targets: readonly (Target | undefined)[]): Map<number, number> {
  const result = new Map<number, number>();
  const lastPositions = new Map<string, number>();
  for (const [at, target] of targets.entries()) {
    if (target === undefined) continue;
    const key = JSON.stringify([target.url, target.app, target.branch]);
    const before = lastPositions.get(key);
    if (before !== undefined) result.set(at, before);
    lastPositions.set(key, at);
  }
  return result;
}

/** Default names, from the shortest form to the longest. */
const NAME_FORMS: readonly ((target: Target) => string)[] = [
  ({ app }) => app,
  ({ app, branch }) => `${app} (${branch})`,
  ({ app, branch, url }) => `${app} (${branch}) @ ${url.replace(/^https?:\/\//, '')}`,
];

/** Names for deployments without one: each in the shortest form that no other target has. */
export function defaultNames(targets: readonly Target[]): string[] {
  const forms = NAME_FORMS.map((nameOf) => ({ nameOf, byName: Map.groupBy(targets, nameOf) }));
  return targets.map((target) => {
    const unique = forms.find(({ nameOf, byName }) => byName.get(nameOf(target))?.length === 1);
    return unique?.nameOf(target) ?? `${target.app} (${target.branch}) @ ${target.url}`;
  });
}

/** Whether no server has two of the applications. */
export function hasOneAppEach(deployments: readonly Deployment[]): boolean {
  const servers = new Set(deployments.map(({ url }) => url));
  return servers.size === new Set(deployments.map(({ lockKey }) => lockKey)).size;
}
