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
    startedAt: startedAt.toISOString(),
    seconds,
    counts: { ...counts, retries },
    build,
    deployments: entries.map(deploymentOf),
    repository: repository?.findings,
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/** JSON leaves out undefined fields. */
function deploymentOf(entry: Entry) {
  const { failure, attempts } = entry;
  return {
    name: entry.name,
    app: entry.app,
    branch: entry.branch,
    url: entry.url,
    status: entry.status,
    code: failure?.code,
    title: failure?.title,
    advice: failure?.advice.join(' '),
    reason: entry.reason,
    attempts: attempts.length,
    seconds: entry.seconds,
    applicationName: entry.applicationName,
    deployedAt: entry.deployedAt,
    kind: failure?.kind,
    httpStatus: failure?.httpStatus,
    serverMessage: failure?.serverMessage,
    detail: failure?.detail,
    outcomeUnknown: failure?.outcomeUnknown,
    requestId: failure?.requestId,
    serverRequestId: failure?.serverRequestId,
    help: failure?.help,
    timeline: attempts.map(({ start, end, code }) => ({ start, end, code })),
  };
}
