import type { Run } from '../deployment/result.ts';
import type { Context } from '../input/context.ts';
import type { Prepared } from '../input/prepare.ts';
import type { Logger } from '../log/logger.ts';
import { type Metadata, userAgentOf } from '../manifest/metadata.ts';
import type { Host } from '../process/host.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { CheckedRepository } from '../report/repository-entry.ts';
import { definedOnly } from '../text/defined-only.ts';

/**
 * Where the failures of the catalogue are explained, for this version; a reference is appended. Bitbucket puts two
 * words before a heading's own.
 */
export function failuresAddress({ repository, version }: Metadata): string {
  return `${repository}/src/${version}/docs/failures.md#markdown-header-`;
}

/** What a record is made with. */
interface Recording {
  readonly host: Host;
  readonly log: Logger;
  readonly redactor: Redactor;
  /** What was found in the clone. */
  readonly repository?: CheckedRepository | undefined;
}

/** Reports that a dry run makes of the clone: the others are about deployments alone. */
const IN_DRY_RUN = ['code-insights', 'html', 'junit'];

/**
 * Writes what the run leaves behind: output variables, reports, the table of many. Nothing of it is loaded where
 * nothing is wanted. A dry run has only reports, of what was found in the clone.
 */
export async function recordRun(
  run: Run,
  { values, reportDir, disabled: allDisabled }: Prepared,
  context: Context,
  metadata: Metadata,
  { host, log, redactor, repository }: Recording,
): Promise<void> {
  const { REPORTS, REPORT_DIR, OUTPUT_VARIABLES, DRY_RUN } = values;
  const reports = DRY_RUN
    ? REPORTS.filter((report) => repository !== undefined && IN_DRY_RUN.includes(report))
    : REPORTS;
  const outputVariables = DRY_RUN ? [] : OUTPUT_VARIABLES;
  const storageDir = DRY_RUN ? undefined : context.storageDir;
  const disabled = DRY_RUN ? [] : allDisabled;
  const asked = reports.length > 0 || outputVariables.length > 0;
  if (!asked && storageDir === undefined && run.results.length + disabled.length < 2) return;
  const { publish } = await import('../report/publish.ts');
  await publish(run, {
    context: definedOnly({ ...context, storageDir }),
    version: metadata.version,
    redact: (text) => redactor.redact(text),
    failuresUrl: failuresAddress(metadata),
    repository,
    disabled,
    reports,
    reportDir,
    shownReportDir: REPORT_DIR,
    outputVariables,
    signal: host.signal,
    clock: host.clock,
    userAgent: userAgentOf(metadata),
    log,
  });
}
