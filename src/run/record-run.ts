import type { Run } from '../deployment/result.ts';
import type { Context } from '../input/context.ts';
import type { Prepared } from '../input/prepare.ts';
import type { Logger } from '../log/logger.ts';
import type { Metadata } from '../manifest/metadata.ts';
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
  const { variablesPath, storageDir } = context;
  const wanted =
    variablesPath !== undefined || storageDir !== undefined || values.REPORTS.length > 0 || run.results.length > 1;
  if (!wanted) return;
  const { publish } = await import('../report/publish.ts');
  await publish(run, {
    context,
    version: metadata.version,
    redact: (text) => redactor.redact(text),
    failuresUrl: failuresAddress(metadata),
    reports: values.REPORTS,
    reportDir,
    signal: host.signal,
    info: (text) => log.info(text),
    warn: (text) => log.warning(text),
  });
}
