import { checkedSubject, repositoryErrors, repositoryWarnings } from '../log/repository.ts';
import { checkRoot } from '../repository/clone.ts';
import { type CloneInspection, type RunContext, recordNothing } from './record-run.ts';

/**
 * Checks the clone of an application, and reports what is wrong with it.
 * @returns undefined where the clone is not the whole repository of an application
 */
export async function inspectClone(root: string, run: RunContext): Promise<CloneInspection | undefined> {
  const { prepared, context, log } = run;
  const check = checkRoot(root);
  if (check === undefined) return undefined;
  const { findings, checked } = check;
  // With several applications on one server, the clone may belong to another one.
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
  } else {
    for (const text of repositoryWarnings(findings, { context, isCertain })) log.warning(text);
  }
  if (findings.length === 0) log.debug(`Checked ${checked} files of ${checkedSubject(context)}: no problems.`);
  return inspection;
}
