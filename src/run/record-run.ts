import type { Run } from '../deployment/result.ts';
import type { Context } from '../input/context.ts';
import type { Prepared } from '../input/prepare.ts';
import type { Logger } from '../log/logger.ts';
import { type Metadata, userAgentOf } from '../manifest/metadata.ts';
import type { Host } from '../process/host.ts';
import type { Redactor } from '../redaction/redactor.ts';

/** Where the failures of the catalogue are explained, for this version; a reference is appended. Bitbucket puts two words before a heading's own. */
export function failuresAddress({ repository, version }: Metadata): string {
  return `${repository}/src/${version}/docs/failures.md#markdown-header-`;
}

/** Writes what the run leaves behind: output variables, reports, the table of many. Nothing of it is loaded where nothing is wanted. */
export async function recordRun(
  run: Run,
  { values, reportDir }: Prepared,
  context: Context,
  metadata: Metadata,
  { host, log, redactor }: { readonly host: Host; readonly log: Logger; readonly redactor: Redactor },
): Promise<void> {
  const { REPORTS, REPORT_DIR, OUTPUT_VARIABLES } = values;
  const asked = REPORTS.length > 0 || OUTPUT_VARIABLES.length > 0;
  if (!asked && context.storageDir === undefined && run.results.length < 2) return;
  const { publish } = await import('../report/publish.ts');
  await publish(run, {
    context,
    version: metadata.version,
    redact: (text) => redactor.redact(text),
    failuresUrl: failuresAddress(metadata),
    reports: REPORTS,
    reportDir,
    shownReportDir: REPORT_DIR,
    outputVariables: OUTPUT_VARIABLES,
    signal: host.signal,
    clock: host.clock,
    userAgent: userAgentOf(metadata),
    log,
  });
}
