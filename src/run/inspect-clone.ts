import type { Run } from '../deployment/result.ts';
import type { Context } from '../input/context.ts';
import type { Prepared } from '../input/prepare.ts';
import type { Logger } from '../log/logger.ts';
import { checkedSubject, repositoryErrors, repositoryWarnings } from '../log/repository.ts';
import type { Metadata } from '../manifest/metadata.ts';
import type { Host } from '../process/host.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { RepositoryCheck, RepositoryFinding } from '../repository/check.ts';
import { checkRoot } from '../repository/clone.ts';
import { recordRun } from './record-run.ts';

/** What was found in a clone. */
export interface CloneInspection extends RepositoryCheck {
  /** Whether the clone certainly belongs to the application that is deployed. */
  readonly isCertain: boolean;
  /** Whether nothing may be sent. */
  readonly isRefused: boolean;
}

interface Inspecting {
  readonly prepared: Prepared;
  readonly context: Context;
  readonly metadata: Metadata;
  readonly host: Host;
  readonly log: Logger;
  readonly redactor: Redactor;
}

/**
 * Checks the clone of an application and reports what is wrong with it.
 * @returns undefined where the clone is not the whole repository of an application
 */
export async function inspectClone(root: string, inspecting: Inspecting): Promise<CloneInspection | undefined> {
  const check = checkRoot(root);
  if (check === undefined) return undefined;
  const { prepared, context, metadata, log } = inspecting;
  const { findings, checked } = check;
  // With several applications on one server, the clone may be another one's.
  const isCertain = prepared.hasOneAppEach;
  const isRefused = isCertain && findings.some(({ severity }) => severity === 'error');
  const inspection = { ...check, findings: isCertain ? findings : findings.map(asWarning), isCertain, isRefused };
  const { repository, version } = metadata;
  const helpUrl = `${repository}/src/${version}/docs/repository-check.md`;
  if (isRefused) {
    await recordRun(refusedRun(inspecting), { ...inspecting, repository: inspection });
    log.fail(...repositoryErrors(findings, context, helpUrl));
  } else for (const text of repositoryWarnings(findings, { context, isCertain, helpUrl })) log.warning(text);
  if (findings.length === 0) log.debug(`Checked ${checked} files of ${checkedSubject(context)}: no problems.`);
  return inspection;
}

function asWarning(finding: RepositoryFinding): RepositoryFinding {
  return { ...finding, severity: 'warning' };
}

/** A run in which nothing was sent. */
function refusedRun({ prepared, context, host }: Inspecting): Run {
  const { plan, values } = prepared;
  const reason = `Appsmith cannot import ${checkedSubject(context)}`;
  return {
    results: (values.DRY_RUN ? [] : plan.deployments).map((deployment) => ({ status: 'skipped', deployment, reason })),
    durationMs: 0,
    startedAt: host.clock.date(),
  };
}
