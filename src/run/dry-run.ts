import type { AppsmithClient } from '../appsmith/client.ts';
import { explainTransport } from '../appsmith/failures/transport-failure.ts';
import { adviceLines } from '../deployment/advice.ts';
import type { Deployment } from '../deployment/deployment.ts';
import type { Failure } from '../deployment/failure.ts';
import { dryRunVerdict, planLines, type ServerAnswer } from '../log/dry-run.ts';
import { headline } from '../log/explanation.ts';
import type { Logger } from '../log/logger.ts';
import { modulesText } from '../log/repository.ts';
import { schemaProblem } from '../repository/schema.ts';
import { EXIT, exitCode } from './exit-code.ts';
import { type RunContext, recordNothing } from './record-run.ts';

/** Time limit to probe a server, in ms: enough to try a second name server and address when the first ones are dead. */
export const DRY_RUN_PROBE_MS = 10_000;

/**
 * Statuses that mean that there is no Appsmith at this address. Others may come from a gateway that has an error now, or
 * requires a login for everything but deployments.
 */
const NOT_APPSMITH = new Set([200, 404, 405, 410]);

/**
 * Shows the plan, and probes each server. Nothing is deployed.
 * @returns the exit code
 */
export async function dryRun(run: RunContext, appsmith: Pick<AppsmithClient, 'probe'>): Promise<number> {
  const { prepared, host, log, repository } = run;
  const { signal } = host;
  const { deployments } = prepared.plan;
  for (const line of planLines(deployments)) log.info(line);
  const firstByUrl = new Map<string, Deployment>();
  for (const deployment of deployments) if (!firstByUrl.has(deployment.url)) firstByUrl.set(deployment.url, deployment);
  const probed = await Promise.all(
    Array.from(firstByUrl.values(), async (deployment) => {
      return { deployment, ...(await appsmith.probe(deployment.url, DRY_RUN_PROBE_MS, signal)) };
    }),
  );
  const servers = signal.aborted ? [] : probed;
  const answers = servers.map((server) => report(server, log));
  for (const { version, deployment } of servers) {
    const problem = version && schemaProblem(repository?.schema, { url: deployment.url, version });
    if (problem) log.warning(problem);
  }
  const needed = modulesText(repository?.modules);
  if (needed !== undefined) log.info(needed);
  await recordNothing(run);
  if (signal.aborted) {
    log.fail(`Interrupted by ${signal.reason} during the dry run. Nothing was deployed.`);
    return exitCode({ results: [], interruptedBy: signal.reason });
  }
  const { success, lines } = dryRunVerdict(answers);
  log[success ? 'success' : 'fail'](...lines);
  return success ? EXIT.deployed : EXIT.failed;
}

type Server = Awaited<ReturnType<AppsmithClient['probe']>> & { readonly deployment: Deployment };

function report({ health, status, version, text, error, deployment }: Server, log: Logger): ServerAnswer {
  const failure = error && explainTransport(error);
  if (failure !== undefined) {
    const level = isImpossible(failure) ? 'error' : 'warning';
    if (version !== undefined) log[level](text);
    log[level](`${deployment.url}: ${reason(failure, deployment)}`);
    if (level === 'error') return 'impossible';
    return failure.key === 'ECONNREFUSED' ? 'refused' : 'silent';
  }
  if (health !== 'other') {
    log[health === 'up' ? 'info' : 'warning'](text);
    return 'appsmith';
  }
  const isNotAppsmith = NOT_APPSMITH.has(Number(status));
  log[isNotAppsmith ? 'error' : 'warning'](
    `${text} Check ${deployment.names.url}, with its path prefix if it has one.`,
  );
  return isNotAppsmith ? 'not-appsmith' : 'gateway';
}

/** Whether every deployment would fail the same way: a certificate, an unknown name, a proxy that refuses. */
function isImpossible({ retryable, code }: Failure): boolean {
  return retryable === 'no' || code === 'ENOTFOUND';
}

/** Nothing was deployed, so the advice is about the connection alone. */
function reason(failure: Failure, deployment: Deployment): string {
  const advice = adviceLines({ ...failure, outcome: 'not-deployed' }, deployment);
  return [`${headline(failure)}.`, failure.detail, ...advice].filter(Boolean).join(' ');
}
