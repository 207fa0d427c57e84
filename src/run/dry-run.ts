import type { AppsmithClient } from '../appsmith/client.ts';
import { explainTransport } from '../appsmith/failures/transport-failure.ts';
import { adviceLines } from '../deployment/advice.ts';
import type { Deployment, Plan } from '../deployment/deployment.ts';
import type { Failure } from '../deployment/failure.ts';
import { startingWaves } from '../deployment/order.ts';
import type { ServerCounts } from '../log/dry-run-verdict.ts';
import { headline } from '../log/explanation.ts';
import type { Logger } from '../log/logger.ts';
import { title } from '../log/title.ts';

/** A server that has said its version. */
export interface Server {
  readonly url: string;
  readonly version: string;
}

/** What a dry run found out. */
export interface DryRunFindings extends ServerCounts {
  /** Those whose version is known. */
  readonly versions: readonly Server[];
}

/**
 * Longest time to ask a server how it is, in ms: a name server and an address that are dead leave time for the next
 * ones.
 */
export const DRY_RUN_PROBE_MS = 10_000;

/** Shows the plan in the order of starting, and asks each server how it is. Nothing is deployed. */
export async function dryRun(
  plan: Plan,
  appsmith: Pick<AppsmithClient, 'probe'>,
  log: Logger,
  signal: AbortSignal,
): Promise<DryRunFindings> {
  const waves = startingWaves(plan.deployments);
  const lastOf = new Map<string, string>();
  for (const [at, wave] of waves.entries()) {
    if (waves.length > 1)
      log.info(
        `Wave ${at + 1} of ${waves.length}${at === 0 ? '' : ' (each starts after the deployments that it depends on)'}:`,
      );
    for (const deployment of wave) {
      const { name, app, branch, url, after, lockKey } = deployment;
      const waits = after.length === 0 ? '' : `, after ${after.join(', ')}`;
      const before = lastOf.get(lockKey);
      const turn = before === undefined ? '' : `, when ${before} has ended: it is the same application`;
      lastOf.set(lockKey, name);
      log.info(`Would deploy ${title(deployment)}application ${app}, branch ${branch}, to ${url}${waits}${turn}.`);
    }
  }
  const servers = Map.groupBy(plan.deployments, ({ url }) => url);
  const ask = async (deployment: Deployment) => ({
    deployment,
    ...(await appsmith.probe(deployment.url, DRY_RUN_PROBE_MS, signal)),
  });
  const findings = await Promise.all([...servers.values()].map(([deployment]) => ask(deployment as Deployment)));
  const counts = { servers: servers.size, unanswered: 0, impossible: 0 };
  if (signal.aborted) return { ...counts, versions: [] };
  for (const { health, text, error, deployment } of findings) {
    const failure = error && explainTransport(error);
    const level = failure !== undefined && isImpossible(failure) ? 'error' : 'warning';
    log[health === 'up' ? 'info' : level](text);
    if (failure !== undefined) log[level](reason(failure, deployment));
    if (level === 'error') counts.impossible += 1;
    else if (health === 'none') counts.unanswered += 1;
  }
  const versions = findings.flatMap(({ version, deployment: { url } }) =>
    version === undefined ? [] : [{ url, version }],
  );
  return { ...counts, versions };
}

/** No later attempt would end better: a certificate, a name that does not exist, a proxy that refuses. */
function isImpossible({ retryable, code }: Failure): boolean {
  return retryable === 'no' || code === 'ENOTFOUND';
}

/** Nothing was deployed, so the advice is about the connection alone. */
function reason(failure: Failure, deployment: Deployment): string {
  const advice = adviceLines({ ...failure, outcome: 'not-deployed' }, deployment);
  return [`${headline(failure)}.`, failure.detail ?? [], ...advice].flat().join(' ');
}
