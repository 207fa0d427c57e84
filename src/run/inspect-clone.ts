import type { Context } from '../input/context.ts';
import type { Prepared } from '../input/prepare.ts';
import type { Logger } from '../log/logger.ts';
import { checkedSubject, repositoryErrors, repositoryWarnings } from '../log/repository.ts';
import type { Metadata } from '../manifest/metadata.ts';
import type { RepositoryCheck } from '../repository/check.ts';
import { checkRoot } from '../repository/clone.ts';

/** What was found in a clone. */
export interface CloneInspection extends RepositoryCheck {
  /** Whether the clone is certainly of the application that is deployed. */
  readonly isCertain: boolean;
  /** Whether nothing may be sent. */
  readonly isRefused: boolean;
}

/**
 * Checks the clone of an application and reports what is wrong with it.
 * @returns undefined where the clone is not the whole repository of an application
 */
export function inspectClone(
  root: string,
  { prepared, context, metadata, log }: { prepared: Prepared; context: Context; metadata: Metadata; log: Logger },
): CloneInspection | undefined {
  const check = checkRoot(root);
  if (check === undefined) return undefined;
  const { findings, checked } = check;
  // With several applications on one server, the clone may be another one's.
  const isCertain = prepared.hasOneAppEach;
  const isRefused = isCertain && findings.some(({ severity }) => severity === 'error');
  const { repository, version } = metadata;
  const helpUrl = `${repository}/src/${version}/docs/repository-check.md`;
  if (isRefused) log.fail(...repositoryErrors(findings, context, helpUrl));
  else for (const text of repositoryWarnings(findings, { context, isCertain, helpUrl })) log.warning(text);
  if (findings.length === 0) log.debug(`Checked ${checked} files of ${checkedSubject(context)}: no problems.`);
  return { ...check, isCertain, isRefused };
}
