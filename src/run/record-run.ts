import type { Run } from '../deployment/result.ts';
import type { Context } from '../input/context.ts';
import type { Prepared } from '../input/prepare.ts';
import type { Logger } from '../log/logger.ts';
import { type Metadata, userAgentOf } from '../manifest/metadata.ts';
import type { Host } from '../process/host.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { CheckedRepository } from '../report/repository-entry.ts';
import { definedOnly } from '../text/defined-only.ts';

/** Where this version's failures are explained; the key is appended. Bitbucket prefixes the ids of headings. */
export function failuresAddress({ repository, version }: Metadata): string {
  return `${repository}/src/${version}/docs/failures.md#markdown-header-`;
}

interface Recording {
  readonly prepared: Prepared;
  readonly context: Context;
  readonly metadata: Metadata;
  readonly host: Host;
  readonly log: Logger;
  readonly redactor: Redactor;
  /** What was found in the clone. */
  readonly repository?: CheckedRepository | undefined;
}

/** Reports that show what was found in the clone: the others show deployments only. */
const IN_DRY_RUN = ['code-insights', 'html', 'junit'];

/**
 * Writes output variables and reports, and the table of several deployments; loads nothing where nothing is wanted.
 * A dry run has only reports, of what was found in the clone.
 */
export async function recordRun(run: Run, recording: Recording): Promise<void> {
  const { prepared, context, metadata, host, log, redactor, repository } = recording;
  const { values, reportDir, disabled: allDisabled } = prepared;
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
