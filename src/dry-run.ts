import type { AppsmithClient } from './appsmith/client.ts';
import type { Plan } from './deployment/deployment.ts';
import { startingWaves } from './deployment/order.ts';
import type { Logger } from './pipe/logger.ts';
import { title } from './pipe/title.ts';

/** Longest time to ask a server for its version, in ms. */
const PROBE_MS = 5_000;

/** Shows the plan in the order of starting, and asks each server how it is. Nothing is deployed. */
export async function dryRun(
  plan: Plan,
  appsmith: Pick<AppsmithClient, 'probe'>,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  const waves = startingWaves(plan.deployments);
  for (const [at, wave] of waves.entries()) {
    if (waves.length > 1)
      log.info(`Wave ${at + 1} of ${waves.length}${at === 0 ? '' : ', each after those that it waits for'}:`);
    for (const deployment of wave) {
      const { app, branch, url, after } = deployment;
      const waits = after.length === 0 ? '' : `, after ${after.join(', ')}`;
      log.info(`Would deploy ${title(deployment)}application ${app}, branch ${branch}, to ${url}${waits}.`);
    }
  }
  const servers = [...new Set(plan.deployments.map(({ url }) => url))];
  const findings = await Promise.all(servers.map((url) => appsmith.probe(url, PROBE_MS, signal)));
  for (const { up, text } of findings) log[up ? 'info' : 'warning'](text);
}
