import { join } from 'node:path';
import type { Run } from '../deployment/result.ts';
import type { Clock } from '../process/clock.ts';
import { type About, type Overview, overviewOf } from './overview.ts';
import { reportFileName, storedFileName } from './report-files.ts';

/** Where the results of a run go. */
export interface PublishOptions extends About {
  readonly reports: readonly string[];
  /** Absolute. */
  readonly reportDir: string;
  /** The same folder as the user gave it. */
  readonly shownReportDir: string;
  /** The names of the output variables that later steps get. */
  readonly outputVariables: readonly string[];
  /** Aborts when the run is interrupted: what needs the network is left out then. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** What requests say of the pipe. */
  readonly userAgent: string;
  readonly log: Readonly<Record<'info' | 'warning' | 'debug', (text: string) => void>>;
}

/**
 * Writes output variables and reports, and shows the table. A place that cannot be written only warns: the exit code
 * speaks of the deployments alone. Every format is loaded only when it is wanted.
 */
export async function publish(run: Run, options: PublishOptions): Promise<void> {
  const { context, reports, log } = options;
  const overview = overviewOf(run, options);
  if (overview.entries.length > 1) {
    const { summaryTable } = await import('./summary-table.ts');
    for (const row of summaryTable(overview)) log.info(row);
  }
  if (options.outputVariables.length > 0) await handOn(overview, options);
  if (context.storageDir !== undefined) {
    // Nobody asked for it, so nobody is warned.
    const problem = await write('json', join(context.storageDir, storedFileName(context)), overview);
    if (problem !== undefined) log.debug(problem);
  }
  await writeReports(overview, options);
  if (reports.includes('code-insights') && !options.signal.aborted) {
    const [{ codeInsights }, { sendCodeInsights }] = await Promise.all([
      import('./code-insights.ts'),
      import('./send-code-insights.ts'),
    ]);
    const report = codeInsights(overview, context);
    const problem =
      report === undefined
        ? 'No Code Insights report: Bitbucket names no repository and commit here.'
        : await sendCodeInsights(report, options);
    if (problem !== undefined) log.warning(problem);
  }
}

/** Appends the output variables to Bitbucket's file. */
async function handOn(overview: Overview, { context, outputVariables, log }: PublishOptions): Promise<void> {
  const { variablesPath } = context;
  if (variablesPath === undefined) {
    log.warning(
      'OUTPUT_VARIABLES were not written: BITBUCKET_PIPELINES_VARIABLES_PATH, which Bitbucket sets, is missing.',
    );
    return;
  }
  const [{ outputs }, { appendOutputs }] = await Promise.all([import('./outputs.ts'), import('./append-outputs.ts')]);
  const linesAfter = (usedBytes: number) => {
    const { lines, warnings } = outputs(overview, outputVariables, usedBytes);
    for (const warning of warnings) log.warning(warning);
    return lines;
  };
  const problem = appendOutputs(variablesPath, linesAfter);
  if (problem !== undefined) log.warning(problem);
}

const EXTENSIONS = { html: 'html', junit: 'xml', json: 'json', env: 'env' } as const;

/** Writes the reports that the user chose, and says where they are. */
async function writeReports(overview: Overview, { reports, reportDir, shownReportDir, log }: PublishOptions) {
  const written: string[] = [];
  for (const format of (['html', 'junit', 'json', 'env'] as const).filter((each) => reports.includes(each))) {
    const name = reportFileName(EXTENSIONS[format]);
    const problem = await write(format, join(reportDir, name), overview);
    if (problem === undefined) written.push(join(shownReportDir, name));
    else log.warning(problem);
  }
  if (written.length > 0) log.info(`Reports: ${written.join(', ')}`);
}

/** @returns why it could not be written; undefined when it was */
async function write(format: keyof typeof EXTENSIONS, path: string, overview: Overview): Promise<string | undefined> {
  const [{ writeFileSafely }, render] = await Promise.all([import('./write-file.ts'), renderers[format]()]);
  return writeFileSafely(path, render(overview));
}

const renderers = {
  json: async () => (await import('./json-report.ts')).jsonReport,
  junit: async () => (await import('./junit-report.ts')).junitReport,
  html: async () => (await import('./html/report.ts')).htmlReport,
  env: async () => (await import('./env-report.ts')).envReport,
};
