import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunContext } from './record-run.ts';

/**
 * The folder of the clone, if Appsmith may pull it: the repository of an application, at the branch that is deployed.
 * Apart from inspect-clone.ts, since every run loads it, but few load the rules.
 */
export function applicationClone(run: RunContext): string | undefined {
  const root = run.context.cloneDir ?? run.host.cwd;
  return run.prepared.values.CHECK_REPOSITORY && deploysBuild(run) && isApplication(root) ? root : undefined;
}

/** The clone of a pull request is the merge of both branches. */
function deploysBuild({ prepared, context: { branch, destinationBranch, tag } }: RunContext): boolean {
  const { deployments } = prepared.plan;
  const built = new Set([branch, destinationBranch]);
  return tag === undefined && deployments.some((deployment) => built.has(deployment.branch));
}

function isApplication(root: string): boolean {
  return ['metadata.json', 'application.json'].some((file) => existsSync(join(root, file)));
}
