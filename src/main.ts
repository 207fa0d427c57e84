import type { Host } from './host.ts';
import { announcement } from './pipe/announcement.ts';
import { readContext } from './pipe/context.ts';
import { crashReport } from './pipe/crash-report.ts';
import { EXIT } from './pipe/exit-code.ts';
import { Logger } from './pipe/logger.ts';
import { metadata } from './pipe/manifest.ts';
import { prepare } from './pipe/prepare.ts';
import { Redactor } from './pipe/redactor.ts';
import { validationErrors } from './pipe/validation-errors.ts';
import { recordRun } from './record-run.ts';

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

  if (prepared.plan.deployments.length === 0) {
    // Later steps read the outputs and the reports of every parallel step, also of one that has nothing to do.
    const run = { results: [], durationMs: 0, startedAt: host.clock.date() };
    if (!prepared.values.DRY_RUN) await recordRun(run, prepared, context, metadata, { host, log, redactor });
    log.success(announcement(prepared));
    return EXIT.deployed;
  }
  log.info(announcement(prepared));

  // The HTTP library and all that follows it are loaded only here: a run that ends at a wrong variable never pays for them.
  const { carryOut } = await import('./carry-out.ts');
  return carryOut(prepared, context, metadata, { host, log, redactor });
}
