import type { Entry, Overview } from './overview.ts';

/** Incremented when a field is removed or changes its meaning; new fields may come at any time. */
const SCHEMA = 1;

/** The run as `appsmith-deploy.json`: see schemas/appsmith-deploy.schema.json and docs/output.md. */
export function jsonReport(overview: Overview): string {
  const { version, status, counts, retries, seconds, startedAt, interruptedBy, build, entries, repository } = overview;
  const report = {
    schema: SCHEMA,
    pipe: { name: 'appsmith-deploy', version },
    status,
    interruptedBy,
    startedAt,
    seconds,
    counts: { ...counts, retries },
    build,
    deployments: entries.map(deploymentOf),
    repository: repository?.findings,
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function deploymentOf({ failure, attempts, ...entry }: Entry) {
  const { advice, codeText, ...reported } = failure ?? {};
  return { ...entry, ...reported, advice: advice?.join(' '), attempts: attempts.length, timeline: attempts };
}
