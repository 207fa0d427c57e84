import { runPlan } from '../deployment/run-plan.ts';
import { closing } from '../log/closing.ts';
import { narrator } from '../log/narration.ts';
import { exitCode } from './exit-code.ts';
import { openAppsmith } from './open-appsmith.ts';
import { probeServers } from './probe-servers.ts';
import { type RunContext, recordRun } from './record-run.ts';
import { checkForNewerVersion } from './version-check.ts';

/**
 * Carries the plan out, or shows it in a dry run: sends requests, writes the records, and logs how it ended.
 * @returns the exit code
 */
export async function carryOut(runContext: RunContext): Promise<number> {
  const { prepared, context, host, log } = runContext;
  const { plan, values } = prepared;
  const { appsmith, anonymousClient, close } = openAppsmith(runContext);
  try {
    if (values.DRY_RUN) {
      const { dryRun } = await import('./dry-run.ts');
      return await dryRun(runContext, appsmith);
    }
    const running = runPlan(plan, { ...host, deployer: appsmith, ...narrator(plan, log, host.clock) });
    const checksVersion = context.inBitbucket && values.CHECK_FOR_NEWER_VERSION;
    const endCheck = checksVersion ? checkForNewerVersion(anonymousClient(), runContext) : undefined;
    const run = await running;
    await endCheck?.();

    const servers = await probeServers(run, appsmith, runContext);
    await recordRun(run, runContext);
    const { success, lines } = closing(run, servers);
    log[success ? 'success' : 'fail'](...lines);
    return exitCode(run);
  } finally {
    close();
  }
}
