import { type Context, readContext } from './input/context.ts';
import { type Prepared, prepare } from './input/prepare.ts';
import { announcement, nothingToDo } from './log/announcement.ts';
import { crashReport, Logger } from './log/logger.ts';
import { validationErrors } from './log/validation-errors.ts';
import { metadata } from './manifest/manifest.ts';
import type { Host } from './process/host.ts';
import { Redactor } from './redaction/redactor.ts';
import { applicationClone } from './run/application-clone.ts';
import type { Tools } from './run/carry-out.ts';
import { EXIT } from './run/exit-code.ts';
import { recordRun } from './run/record-run.ts';

/**
 * Runs the pipe: reads and checks the variables, carries the plan out, logs and records the results.
 * @returns the exit code
 */
export async function main(host: Host): Promise<number> {
  const redactor = new Redactor();
  const log = new Logger({
    write: host.write,
    redact: (text) => redactor.redact(text),
    colours: !host.environment['NO_COLOR'],
  });
  try {
    return await Promise.race([story(host, log, redactor), host.bug]);
  } catch (bug) {
    log.fail(...crashReport(bug, metadata));
    return EXIT.bug;
  }
}

async function story(host: Host, log: Logger, redactor: Redactor): Promise<number> {
  const [argument, ...others] = host.args;
  if (argument !== undefined) return answer([argument, ...others], log);

  const context = readContext(host.environment);
  const { environment, cwd } = host;
  const prepared = await prepare({ environment, context, cwd }, (secrets) => redactor.add(...secrets));

  if (prepared.status !== 'refused') log.info(announcement(prepared, metadata.version));
  if (prepared.values.DEBUG) log.enableDebug();
  for (const { level, text } of prepared.notices) log[level](text);
  if (prepared.status === 'refused') {
    log.fail(...validationErrors(prepared.problems));
    return EXIT.invalid;
  }

  if (prepared.plan.deployments.length === 0) {
    // Later steps read the outputs and the reports of every parallel step, also of one that has nothing to do.
    const run = { results: [], durationMs: 0, startedAt: host.clock.date() };
    if (!prepared.values.DRY_RUN) await recordRun(run, { prepared, context, metadata, host, log, redactor });
    log.success(nothingToDo(prepared));
    return EXIT.deployed;
  }

  const tools = { host, log, redactor };
  const repository = await inspectedClone(prepared, context, tools);
  if (repository?.isRefused) return EXIT.invalid;

  // Loads the HTTP library, which a run with a wrong variable never needs.
  const { carryOut } = await import('./run/carry-out.ts');
  return carryOut(prepared, context, metadata, { ...tools, repository });
}

/** Bitbucket passes no arguments to a pipe, but people try `--help`. */
async function answer(args: readonly [string, ...string[]], log: Logger): Promise<number> {
  const { readArguments } = await import('./log/help.ts');
  const { kind, lines } = readArguments(args, metadata);
  if (kind === 'unknown') log.fail(...lines);
  else log.plain(...lines);
  return kind === 'unknown' ? EXIT.invalid : EXIT.deployed;
}

/** Loads the rules for a repository only for a clone of an Appsmith application. */
async function inspectedClone(prepared: Prepared, context: Context, tools: Omit<Tools, 'repository'>) {
  const root = applicationClone(prepared, context, tools.host.cwd);
  if (root === undefined) return undefined;
  const { inspectClone } = await import('./run/inspect-clone.ts');
  return inspectClone(root, { ...tools, prepared, context, metadata });
}
