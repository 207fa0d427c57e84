import { runPlan } from '../deployment/run-plan.ts';
import type { Context } from '../input/context.ts';
import type { Prepared } from '../input/prepare.ts';
import { settings } from '../log/announcement.ts';
import { closing, dryRunVerdict, type ServerAnswer } from '../log/closing.ts';
import type { Logger } from '../log/logger.ts';
import { narrator } from '../log/narration.ts';
import { modulesText } from '../log/repository.ts';
import type { Metadata } from '../manifest/metadata.ts';
import type { Host } from '../process/host.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { schemaProblem } from '../repository/schema.ts';
import { EXIT, exitCode, SIGNALS, type SignalName } from './exit-code.ts';
import type { CloneInspection } from './inspect-clone.ts';
import { explainByRepository, lookAtServers } from './look-at-servers.ts';
import { openAppsmith } from './open-appsmith.ts';
import { failuresAddress, recordRun } from './record-run.ts';
import { checkForNewerVersion } from './version-check.ts';

/** What every part of a run works with. */
export interface Tools {
  readonly host: Host;
  readonly log: Logger;
  readonly redactor: Redactor;
  /** What was found in the clone, where it is the repository of an application. */
  readonly repository?: CloneInspection | undefined;
}

const NOTHING_KNOWN = { schema: {}, modules: [] };

/**
 * Carries the plan out, or shows it in a dry run: talks to Appsmith, records, and says how it ended.
 * @returns the exit code
 */
export async function carryOut(
  prepared: Prepared,
  context: Context,
  metadata: Metadata,
  tools: Tools,
): Promise<number> {
  const { host, log, repository } = tools;
  const { plan, values } = prepared;
  const known = repository?.isCertain ? repository : NOTHING_KNOWN;
  if (values.DEBUG) for (const line of settings(values, metadata)) log.debug(line);
  const { appsmith, outside, close } = openAppsmith(prepared, context, metadata, { host, log });
  try {
    if (values.DRY_RUN) {
      const { dryRun } = await import('./dry-run.ts');
      const findings = await dryRun(plan, appsmith, log, host.signal);
      for (const server of findings.versions) {
        const problem = schemaProblem(known.schema, server);
        if (problem !== undefined) log.warning(problem);
      }
      const needed = modulesText(known.modules);
      if (needed !== undefined) log.info(needed);
      const nothing = { results: [], durationMs: 0, startedAt: host.clock.date() };
      await recordRun(nothing, { prepared, context, metadata, ...tools });
      return endDryRun(findings.answers, host.signal, log);
    }

    const running = runPlan(plan, { ...host, deployer: appsmith, ...narrator(plan, log, host.clock) });
    const checking = context.inBitbucket && values.CHECK_FOR_NEWER_VERSION;
    const warn = (text: string) => log.warning(text);
    const endCheck = checking ? checkForNewerVersion(outside(), host.clock, metadata, warn) : undefined;
    const run = await running;
    await endCheck?.();

    const { signal } = host;
    const [servers, explained] = await Promise.all([
      lookAtServers(run, appsmith, signal),
      explainByRepository(run, known, { appsmith, signal }),
    ]);
    await recordRun(run, { prepared, context, metadata, ...tools });
    const end = closing(run, failuresAddress(metadata), [...servers, ...explained]);
    log[end.success ? 'success' : 'fail'](...end.lines);
    return exitCode(run);
  } finally {
    close();
  }
}

function endDryRun(answers: readonly ServerAnswer[], { aborted, reason }: AbortSignal, log: Logger): number {
  if (aborted) {
    log.fail(`Interrupted by ${reason} during the dry run. Nothing was deployed.`);
    return SIGNALS[reason as SignalName];
  }
  const { success, lines } = dryRunVerdict(answers);
  log[success ? 'success' : 'fail'](...lines);
  return success ? EXIT.deployed : EXIT.failed;
}
