import { join } from 'node:path';
import type { Run } from '../deployment/result.ts';
import { stepName } from '../input/context.ts';
import type { Prepared } from '../input/prepare.ts';
import type { Host } from '../process/host.ts';
import { type Overview, type OverviewOptions, overviewOf } from './overview.ts';

export interface PublishOptions extends OverviewOptions {
  readonly prepared: Pick<Prepared, 'values' | 'reportDir'>;
  readonly reports: readonly string[];
  /** Bitbucket's folder for files of the pipe. */
  readonly storageDir: string | undefined;
  /** The names of the output variables that later steps get. */
  readonly outputVariables: readonly string[];
  readonly host: Pick<Host, 'clock' | 'signal'>;
  readonly log: Readonly<Record<'info' | 'warning' | 'debug', (text: string) => void>> & {
    readonly table: (rows: readonly string[]) => void;
  };
}

/**
 * Writes output variables and reports, and logs the table. A file that cannot be written is only a warning.
 * Every format is loaded only when it is wanted.
 */
export async function publish(run: Run, options: PublishOptions): Promise<void> {
  const { context, host, reports, storageDir, log } = options;
  const overview = overviewOf(run, options);
  if (overview.entries.length > 1) {
    const { summaryTable } = await import('./summary-table.ts');
    log.table(summaryTable(overview));
  }
  if (options.outputVariables.length > 0) await writeOutputs(overview, options);
  if (storageDir !== undefined) {
    // No warning, since the user did not ask for this file.
    const problem = await write(FORMATS.json, join(storageDir, `${stepName(context)}.json`), overview);
    if (problem !== undefined) log.debug(problem);
  }
  await writeReports(overview, options);
  if (reports.includes('code-insights') && !host.signal.aborted) {
    const { codeInsights, sendCodeInsights } = await import('./code-insights.ts');
    const report = codeInsights(overview, context);
    const problem =
      report === undefined
        ? 'No Code Insights report: Bitbucket names no repository and commit here.'
        : await sendCodeInsights(report, host);
    if (problem !== undefined) log.warning(problem);
  }
}

async function writeOutputs(overview: Overview, { context, outputVariables, log }: PublishOptions): Promise<void> {
  const { variablesPath } = context;
  if (variablesPath === undefined) {
    log.warning(
      'OUTPUT_VARIABLES were not written: BITBUCKET_PIPELINES_VARIABLES_PATH, which Bitbucket sets, is missing.',
    );
    return;
  }
  const [{ outputs }, { appendOutputs }] = await Promise.all([import('./outputs.ts'), import('./write-file.ts')]);
  const problem = appendOutputs(variablesPath, (usedBytes) => {
    const { lines, warnings } = outputs(overview, outputVariables, usedBytes);
    for (const warning of warnings) log.warning(warning);
    return lines;
  });
  if (problem !== undefined) log.warning(problem);
}

const FORMATS = {
  html: { extension: 'html', load: async () => (await import('./html/report.ts')).htmlReport },
  junit: { extension: 'xml', load: async () => (await import('./junit-report.ts')).junitReport },
  json: { extension: 'json', load: async () => (await import('./json-report.ts')).jsonReport },
  env: { extension: 'env', load: async () => (await import('./outputs.ts')).envReport },
};
type Format = (typeof FORMATS)[keyof typeof FORMATS];

async function writeReports(overview: Overview, { prepared, reports, log }: PublishOptions): Promise<void> {
  const written: string[] = [];
  for (const [name, format] of Object.entries(FORMATS)) {
    if (!reports.includes(name)) continue;
    const file = `appsmith-deploy.${format.extension}`;
    const problem = await write(format, join(prepared.reportDir, file), overview);
    if (problem === undefined) written.push(join(prepared.values.REPORT_DIR, file));
    else log.warning(problem);
  }
  if (written.length > 0) log.info(`Reports: ${written.join(', ')}`);
}

/** @returns why it could not be written; undefined when it was */
async function write({ load }: Format, path: string, overview: Overview): Promise<string | undefined> {
  const [{ writeFileSafely }, render] = await Promise.all([import('./write-file.ts'), load()]);
  return writeFileSafely(path, render(overview));
}
