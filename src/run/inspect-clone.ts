import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type CloneInspection, type RunContext, recordNothing } from './record-run.ts';

/**
 * Checks the clone, if Appsmith may pull it, and reports what is wrong with it. The rules are loaded only then.
 * @returns undefined where the clone is not the whole repository of an application
 */
export async function inspectClone(run: RunContext): Promise<CloneInspection | undefined> {
  const { prepared, context, host, log } = run;
  const root = context.cloneDir ?? host.cwd;
  if (!prepared.values.CHECK_REPOSITORY || !deploysBuild(run) || !isApplication(root)) return undefined;
  const [{ checkRoot }, { checkedSubject, repositoryErrors, repositoryWarnings }] = await Promise.all([
    import('../repository/clone.ts'),
    import('../log/repository.ts'),
  ]);
  const check = checkRoot(root);
  if (check === undefined) return undefined;
  const { findings, checked } = check;
  // With several applications on one server, the clone may be another one's.
  const isCertain = prepared.hasOneAppEach;
  const isRefused = isCertain && findings.some(({ severity }) => severity === 'error');
  const warnings = findings.map((finding) => ({ ...finding, severity: 'warning' as const }));
  const inspection = isCertain
    ? { ...check, isRefused }
    : { ...check, isRefused, findings: warnings, schema: {}, modules: [] };
  if (isRefused) {
    const reason = `Appsmith cannot import ${checkedSubject(context)}`;
    const skipped = prepared.values.DRY_RUN ? [] : prepared.plan.deployments;
    const results = skipped.map((deployment) => ({ status: 'skipped' as const, deployment, reason }));
    await recordNothing({ ...run, repository: inspection }, results);
    log.fail(...repositoryErrors(findings, context));
  } else for (const text of repositoryWarnings(findings, { context, isCertain })) log.warning(text);
  if (findings.length === 0) log.debug(`Checked ${checked} files of ${checkedSubject(context)}: no problems.`);
  return inspection;
}

/** The clone of a pull request is the merge of both branches. */
function deploysBuild({ prepared, context: { branch, destinationBranch, tag } }: RunContext): boolean {
  const { deployments } = prepared.plan;
  return tag === undefined && deployments.some((each) => each.branch === branch || each.branch === destinationBranch);
}

function isApplication(root: string): boolean {
  return ['metadata.json', 'application.json'].some((file) => existsSync(join(root, file)));
}
