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
 * Writes output variables and reports, and logs the table of several deployments. Loads nothing if none is wanted.
 * A dry run only reports what was found in the clone.
 */
export async function recordRun(run: Run, runContext: RunContext): Promise<void> {
  const { prepared, context, repository, redactor } = runContext;
  const { REPORTS, OUTPUT_VARIABLES, DRY_RUN } = prepared.values;
  const isShown = (report: string) => repository !== undefined && IN_DRY_RUN.includes(report);
  const { disabled } = prepared;
  const { storageDir } = context;
  const wanted = DRY_RUN
    ? { reports: REPORTS.filter(isShown), outputVariables: [], disabled: [], storageDir: undefined }
    : { reports: REPORTS, outputVariables: OUTPUT_VARIABLES, disabled, storageDir };
  const isFileWanted = wanted.reports.length + wanted.outputVariables.length > 0 || wanted.storageDir !== undefined;
  if (!isFileWanted && run.results.length + wanted.disabled.length < 2) return;
  const { publish } = await import('../report/publish.ts');
  await publish(run, { ...runContext, ...wanted, redact: (text) => redactor.redact(text) });
}
