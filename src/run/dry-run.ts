import type { AppsmithClient } from '../appsmith/client.ts';
import { explainTransport } from '../appsmith/failures/transport-failure.ts';
import type { Deployment, Plan } from '../deployment/deployment.ts';
import type { Failure } from '../deployment/failure.ts';
import { startingWaves } from '../deployment/order.ts';
import type { Logger } from '../log/logger.ts';
import { title } from '../log/title.ts';

/** A server that has said its version. */
export interface Server {
  readonly url: string;
  readonly version: string;
}

/** Longest time to ask a server for its version, in ms. */
const PROBE_MS = 5_000;

/**
 * Shows the plan in the order of starting, and asks each server how it is. Nothing is deployed.
 * @returns the servers whose version is known
 */
export async function dryRun(
  plan: Plan,
  appsmith: Pick<AppsmithClient, 'probe'>,
  log: Logger,
  signal: AbortSignal,
): Promise<readonly Server[]> {
  const waves = startingWaves(plan.deployments);
  const lastOf = new Map<string, string>();
  for (const [at, wave] of waves.entries()) {
    if (waves.length > 1)
      log.info(`Wave ${at + 1} of ${waves.length}${at === 0 ? '' : ', each after those that it waits for'}:`);
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
    ...(await appsmith.probe(deployment.url, PROBE_MS, signal)),
  });
  const findings = await Promise.all([...servers.values()].map(([deployment]) => ask(deployment as Deployment)));
  if (signal.aborted) return [];
  for (const { health, text, error, deployment } of findings) {
    log[health === 'up' ? 'info' : 'warning'](text);
    if (error !== undefined) log.warning(reason(explainTransport(error, deployment, {}), deployment.fromFile === true));
  }
  return findings.flatMap(({ version, deployment: { url } }) => (version === undefined ? [] : [{ url, version }]));
}

/** Where a deployment might have been under way there is none, so what to do is another thing. */
function reason({ title, code, detail, advice, outcomeUnknown }: Failure, fromFile: boolean): string {
  // Its last line says what a deployments file calls the variables.
  const told = new Set(outcomeUnknown ? [] : [advice[0], fromFile ? advice.at(-1) : undefined]);
  return [`${title} (${code}).`, detail, ...told].filter((part) => part !== undefined).join(' ');
}
