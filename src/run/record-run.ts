import type { Result, Run } from '../deployment/result.ts';
import type { Context } from '../input/context.ts';
import type { Prepared } from '../input/prepare.ts';
import type { Logger } from '../log/logger.ts';
import type { Host } from '../process/host.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { RepositoryCheck } from '../repository/finding.ts';

/** What every part of a run works with. */
export interface RunContext {
  readonly prepared: Prepared;
  readonly context: Context;
  readonly host: Host;
  readonly log: Logger;
  readonly redactor: Redactor;
  /** What was found in the clone, where it is the repository of an application. */
  readonly repository?: CloneInspection | undefined;
}

export interface CloneInspection extends RepositoryCheck {
  /** Nothing may be sent. */
  readonly isRefused: boolean;
}

/** Records that nothing was sent. */
export function recordNothing(run: RunContext, results: readonly Result[] = []): Promise<void> {
  return recordRun({ results, durationMs: 0, startedAt: run.host.clock.date() }, run);
}

/** Reports that show what was found in the clone: the others show deployments only. */
const IN_DRY_RUN = ['code-insights', 'html', 'junit'];

/**
 * Writes output variables and reports, and the table of several deployments; loads nothing where nothing is wanted.
 * A dry run has only reports, of what was found in the clone.
 */
export async function recordRun(run: Run, { prepared, context, host, log, redactor, repository }: RunContext) {
  const { REPORTS, REPORT_DIR, OUTPUT_VARIABLES, DRY_RUN } = prepared.values;
  const isShown = (report: string) => repository !== undefined && IN_DRY_RUN.includes(report);
  const wanted = DRY_RUN
    ? { reports: REPORTS.filter(isShown), outputVariables: [], disabled: [], storageDir: undefined }
    : {
        reports: REPORTS,
        outputVariables: OUTPUT_VARIABLES,
        disabled: prepared.disabled,
        storageDir: context.storageDir,
      };
  const { reports, outputVariables, disabled, storageDir } = wanted;
  const isAsked = reports.length > 0 || outputVariables.length > 0 || storageDir !== undefined;
  if (!isAsked && run.results.length + disabled.length < 2) return;
  const { publish } = await import('../report/publish.ts');
  await publish(run, {
    ...wanted,
    context,
    redact: (text) => redactor.redact(text),
    repository,
    reportDir: prepared.reportDir,
    shownReportDir: REPORT_DIR,
    signal: host.signal,
    clock: host.clock,
    log,
  });
}
