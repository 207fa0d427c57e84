import type { AppsmithClient } from '../appsmith/client.ts';
import { explainTransport } from '../appsmith/failures/transport-failure.ts';
import { adviceLines } from '../deployment/advice.ts';
import type { Deployment, Plan } from '../deployment/deployment.ts';
import type { Failure } from '../deployment/failure.ts';
import { startingWaves } from '../deployment/order.ts';
import type { ServerAnswer } from '../log/closing.ts';
import { title } from '../log/deployment-names.ts';
import { headline } from '../log/explanation.ts';
import type { Logger } from '../log/logger.ts';

/** A server that has said its version. */
export interface Server {
  readonly url: string;
  readonly version: string;
}

/** What a dry run found out. */
export interface DryRunFindings {
  /** One of each server. */
  readonly answers: readonly ServerAnswer[];
  /** Those whose version is known. */
  readonly versions: readonly Server[];
}

/**
 * Longest time to ask a server how it is, in ms: a name server and an address that are dead leave time for the next
 * ones.
 */
export const DRY_RUN_PROBE_MS = 10_000;

/**
 * Statuses of a server that has no Appsmith at this address. Any other may come from a gateway, which has an error now,
 * or wants a login for all but deployments.
 */
const NOT_APPSMITH = new Set([200, 404, 405, 410]);

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
  if (signal.aborted) return { answers: [], versions: [] };
  const answers = findings.map(({ health, status, version, text, error, deployment }): ServerAnswer => {
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
    const isForeign = NOT_APPSMITH.has(Number(status));
    log[isForeign ? 'error' : 'warning'](`${text} Check ${deployment.names.url}, with its path prefix if it has one.`);
    return isForeign ? 'foreign' : 'front';
  });
  const versions = findings.flatMap(({ version, deployment: { url } }) =>
    version === undefined ? [] : [{ url, version }],
  );
  return { answers, versions };
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
