import { join } from 'node:path';
import type { Run } from '../deployment/result.ts';
import { type About, overviewOf } from './overview.ts';
import { reportFileName, storedFileName } from './report-files.ts';

/** Where the results of a run go. */
export interface PublishOptions extends About {
  readonly reports: readonly string[];
  /** Absolute. */
  readonly reportDir: string;
  /** Aborts when the run is interrupted: what needs the network is left out then. */
  readonly signal: AbortSignal;
  readonly info: (text: string) => void;
  readonly warn: (text: string) => void;
}

/**
 * Writes output variables and reports, and shows the table. A place that cannot be written only warns: the exit code speaks of the deployments alone.
 * Every format is loaded only when it is wanted.
 */
export async function publish(run: Run, options: PublishOptions): Promise<void> {
  const { context, reports, reportDir, info, warn } = options;
  const overview = overviewOf(run, options);
  const warnIf = (problem: string | undefined) => problem === undefined || warn(problem);
  if (run.results.length > 1) {
    const { summaryTable } = await import('./summary-table.ts');
    for (const row of summaryTable(overview)) info(row);
  }
  if (context.variablesPath !== undefined) {
    const [{ outputs }, { appendOutputs }] = await Promise.all([import('./outputs.ts'), import('./append-outputs.ts')]);
    const linesAfter = (usedBytes: number) => {
      const { lines, warnings } = outputs(overview, usedBytes);
      warnings.forEach(warn);
      return lines;
    };
    warnIf(appendOutputs(context.variablesPath, linesAfter));
  }
  const files = [
    ...(context.storageDir === undefined
      ? []
      : [{ path: join(context.storageDir, storedFileName(context)), format: 'json' as const }]),
    ...(['json', 'junit', 'html'] as const)
      .filter((format) => reports.includes(format))
      .map((format) => ({ path: join(reportDir, reportFileName(format === 'junit' ? 'xml' : format)), format })),
  ];
  for (const { path, format } of files) {
    const [{ writeFileSafely }, render] = await Promise.all([import('./write-file.ts'), renderers[format]()]);
    warnIf(writeFileSafely(path, render(overview)));
  }
  if (reports.includes('code-insights') && !options.signal.aborted) {
    const [{ codeInsights }, { sendCodeInsights }] = await Promise.all([
      import('./code-insights.ts'),
      import('./send-code-insights.ts'),
    ]);
    const report = codeInsights(overview, context);
    if (report === undefined) warn('No Code Insights report: Bitbucket names no repository and commit here.');
    else warnIf(await sendCodeInsights(report, { signal: options.signal }));
  }
}

const renderers = {
  json: async () => (await import('./json-report.ts')).jsonReport,
  junit: async () => (await import('./junit-report.ts')).junitReport,
  html: async () => (await import('./html/report.ts')).htmlReport,
};
