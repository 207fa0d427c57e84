import { OF_BUILD } from '../appsmith/branch.ts';
import { type Endpoint, endpointUrl } from '../appsmith/endpoint.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { namesOfParts, type PastedParts } from './names-of-parts.ts';

/** What a deployment is sent to. */
export interface Target extends Pick<Deployment, 'url' | 'app' | 'branch'> {
  /** What of it a pasted endpoint says. */
  readonly pasted?: PastedParts;
  /** Its branch is the one of the build. */
  readonly ofBuild?: boolean;
}

type Known = Omit<Deployment, 'endpoint' | 'lockKey' | 'names'> & Target & { readonly fromFile: boolean };

/**
 * Adds what follows from the rest: the whole address, what the user calls the parts, and the key that deployments which
 * share a Git lock of Appsmith have in common.
 */
export function completeDeployment({ fromFile, pasted, ofBuild, ...known }: Known): Deployment {
  const { url, app, branch } = known;
  const names = { ...namesOfParts(fromFile, pasted), ...(ofBuild && { branch: OF_BUILD }) };
  return { ...known, names, lockKey: `${url} ${app}`, endpoint: endpointUrl({ url, app, branch }) };
}

const TARGET = ['url', 'app'] as const;
const TARGET_AND_BRANCH = [...TARGET, 'branch'] as const;

/**
 * What of a deployment its endpoint says.
 * @param beside the branch that is given beside it, which wins
 */
export function pastedParts(endpoint: Endpoint, beside: unknown): PastedParts {
  return endpoint.branch === undefined || beside !== undefined ? TARGET : TARGET_AND_BRANCH;
}

/**
 * Finds what would be deployed twice.
 * @param targets undefined where a target is not known
 * @returns by the position of each repetition, the position of the one before it
 */
export function repetitions(targets: readonly (Target | undefined)[]): Map<number, number> {
  const result = new Map<number, number>();
  const seen = new Map<string, number>();
  for (const [at, target] of targets.entries()) {
    if (target === undefined) continue;
    const key = JSON.stringify([target.url, target.app, target.branch]);
    const before = seen.get(key);
    if (before !== undefined) result.set(at, before);
    seen.set(key, at);
  }
  return result;
}

/**
 * Names for deployments without one: the application's id, with branch and then host where that is needed to
 * distinguish two apart.
 */
export function defaultNames(targets: readonly Target[]): string[] {
  const apps = counts(targets, ({ app }) => app);
  const branches = counts(targets, withBranch);
  const hosts = counts(targets, withHost);
  return targets.map((target) => {
    if (apps.get(target.app) === 1) return target.app;
    if (branches.get(withBranch(target)) === 1) return withBranch(target);
    const name = withHost(target);
    return hosts.get(name) === 1 ? name : `${withBranch(target)} @ ${target.url}`;
  });
}

function withBranch({ app, branch }: Target): string {
  return `${app} (${branch})`;
}

function withHost(target: Target): string {
  return `${withBranch(target)} @ ${target.url.replace(/^https?:\/\//, '')}`;
}

function counts(targets: readonly Target[], key: (target: Target) => string): Map<string, number> {
  const result = new Map<string, number>();
  for (const target of targets) result.set(key(target), (result.get(key(target)) ?? 0) + 1);
  return result;
}

/** Whether no server has two of the applications. */
export function hasOneAppEach(targets: readonly Target[]): boolean {
  const apps = new Map<string, string>();
  return targets.every(({ url, app }) => {
    const first = apps.get(url) ?? app;
    apps.set(url, first);
    return first === app;
  });
}
