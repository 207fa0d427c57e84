import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../input/context.ts';
import type { Prepared } from '../input/prepare.ts';

/**
 * Where the clone is what Appsmith may pull: the repository of an application, at the branch that is deployed.
 * Costs next to nothing where it is not.
 * @param cwd the clone's folder where Bitbucket does not name it
 */
export function applicationClone(prepared: Prepared, context: Context, cwd: string): string | undefined {
  if (!prepared.values.CHECK_REPOSITORY || !deploysBuild(prepared, context)) return undefined;
  const root = context.cloneDir ?? cwd;
  return ['metadata.json', 'application.json'].some((file) => existsSync(join(root, file))) ? root : undefined;
}

/** Whether a deployment takes the branch that is built. The clone of a pull request is the merge of both branches. */
function deploysBuild({ plan }: Prepared, { branch, destinationBranch, tag }: Context): boolean {
  const built = [branch, destinationBranch].filter((name) => name !== undefined);
  return tag === undefined && plan.deployments.some((deployment) => built.includes(deployment.branch));
}
