import { outputValues } from './outputs.ts';
import type { Overview } from './overview.ts';

/**
 * The run as `appsmith-deploy.env`: `NAME='value'` on each line, all names, for `. test-reports/appsmith-deploy.env` in
 * any POSIX shell. Nothing in single quotes means anything to a shell; a quote itself ends them, is written escaped,
 * and begins them again.
 */
export function envReport(overview: Overview): string {
  return Object.entries(outputValues(overview))
    .map(([name, value]) => `${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join('');
}
