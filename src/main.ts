import { runPlan } from './deployment/run-plan.ts';
import { diagnoseRun } from './diagnose-run.ts';
import type { Host } from './host.ts';
import { openAppsmith } from './open-appsmith.ts';
import { closing } from './pipe/closing.ts';
import { readContext } from './pipe/context.ts';
import { crashReport } from './pipe/crash-report.ts';
import { EXIT, exitCode, SIGNALS, type SignalName } from './pipe/exit-code.ts';
import { Logger } from './pipe/logger.ts';
import { metadata } from './pipe/manifest.ts';
import { announcement, narrator } from './pipe/narration.ts';
import { prepare } from './pipe/prepare.ts';
import { Redactor } from './pipe/redactor.ts';
import { validationErrors } from './pipe/validation-errors.ts';
import { failuresAddress, recordRun } from './record-run.ts';
import { checkForNewerVersion } from './version-check.ts';

/**
 * Runs the pipe: reads and checks what the user gave, carries the plan out, says and records how it ended.
 * @returns the exit code
 */
export async function main(host: Host): Promise<number> {
  const redactor = new Redactor();
  const log = new Logger(host, (text) => redactor.redact(text));
  try {
    return await Promise.race([story(host, log, redactor), host.bug]);
  } catch (bug) {
    log.fail(...crashReport(bug, metadata));
    return EXIT.bug;
  }
}

async function story(host: Host, log: Logger, redactor: Redactor): Promise<number> {
  const context = readContext(host.environment);
  const prepared = await prepare(host.environment, context, host.cwd, (secrets) => redactor.add(...secrets));

  if (prepared.debug) log.enableDebug();
  for (const { level, text } of prepared.notices) log[level](text);
  if ('problems' in prepared) {
    log.fail(...validationErrors(prepared.problems));
    return EXIT.invalid;
  }

  const { plan, planSize, values } = prepared;
  if (plan.deployments.length === 0) {
    log.success(announcement(plan, planSize));
    return EXIT.deployed;
  }
  log.info(values.DRY_RUN ? 'Dry run: nothing will be deployed.' : announcement(plan, planSize));

  const { appsmith, outside, close } = await openAppsmith(prepared, context, host, log);
  try {
    if (values.DRY_RUN) {
      const { dryRun } = await import('./dry-run.ts');
      await dryRun(plan, appsmith, log, host.signal);
      return endDryRun(host.signal, log);
    }

    const running = runPlan(plan, { ...host, deployer: appsmith, onEvent: narrator(plan, log) });
    const checking = context.inBitbucket && values.CHECK_FOR_NEWER_VERSION;
    const endCheck = checking
      ? checkForNewerVersion(outside(), host.clock, metadata, (text) => log.warning(text))
      : undefined;
    const run = await running;
    await endCheck?.();

    const diagnosis = await diagnoseRun(run, appsmith, host.signal);
    await recordRun(run, prepared, context, metadata, { host, log, redactor });
    const end = closing(run, failuresAddress(metadata), diagnosis);
    log[end.success ? 'success' : 'fail'](...end.lines);
    return exitCode(run);
  } finally {
    close();
  }
}

function endDryRun({ aborted, reason }: AbortSignal, log: Logger): number {
  if (aborted) {
    log.fail(`Interrupted by ${reason} during the dry run. Nothing was deployed.`);
    return SIGNALS[reason as SignalName];
  }
  log.success('Dry run: nothing was deployed.');
  return EXIT.deployed;
}
