import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../input/context.ts';
import type { Prepared } from '../input/prepare.ts';

/**
 * The folder of the clone, if Appsmith may pull it: the repository of an application, at the branch that is deployed.
 * A file of its own, since every run loads it, but few load the rules.
 * @param cwd the clone's folder where Bitbucket does not name it
 */
export function applicationClone(prepared: Prepared, context: Context, cwd: string): string | undefined {
  if (!prepared.values.CHECK_REPOSITORY || !deploysBuild(prepared, context)) return undefined;
  const root = context.cloneDir ?? cwd;
  return ['metadata.json', 'application.json'].some((file) => existsSync(join(root, file))) ? root : undefined;
}

/** The clone of a pull request is the merge of both branches. */
function deploysBuild({ plan }: Prepared, { branch, destinationBranch, tag }: Context): boolean {
  const built = [branch, destinationBranch].filter((name) => name !== undefined);
  return tag === undefined && plan.deployments.some((deployment) => built.includes(deployment.branch));
}
