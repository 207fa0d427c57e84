import { readContext } from './input/context.ts';
import { prepare } from './input/prepare.ts';
import { announcement, nothingToDo, settings } from './log/announcement.ts';
import { crashReport, Logger } from './log/logger.ts';
import { validationErrors } from './log/validation-errors.ts';
import type { Host } from './process/host.ts';
import { Redactor } from './redaction/redactor.ts';
import { applicationClone } from './run/application-clone.ts';
import { EXIT } from './run/exit-code.ts';
import { type RunContext, recordNothing } from './run/record-run.ts';

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
    log.fail(...crashReport(bug));
    return EXIT.bug;
  }
}

async function story(host: Host, log: Logger, redactor: Redactor): Promise<number> {
  const [argument, ...others] = host.args;
  if (argument !== undefined) return answerArguments([argument, ...others], log);

  const context = readContext(host.environment);
  const { environment, cwd } = host;
  const prepared = await prepare({ environment, context, cwd }, (secrets) => redactor.add(...secrets));

  if (prepared.status !== 'refused') log.info(announcement(prepared));
  if (prepared.values.DEBUG) log.enableDebug();
  for (const { level, text } of prepared.notices) log[level](text);
  if (prepared.status === 'refused') {
    log.fail(...validationErrors(prepared.problems));
    return EXIT.invalid;
  }

  const run = { prepared, context, host, log, redactor };
  if (prepared.plan.deployments.length === 0) {
    // Later steps read the outputs and reports of every parallel step, even of one with nothing to do.
    await recordNothing(run);
    log.success(nothingToDo(prepared));
    return EXIT.deployed;
  }

  const repository = await inspectRepository(run);
  if (repository?.isRefused) return EXIT.invalid;

  if (prepared.values.DEBUG) for (const line of settings(prepared.values)) log.debug(line);
  // Loads the HTTP library, which a run with a wrong variable never needs.
  const { carryOut } = await import('./run/carry-out.ts');
  return carryOut({ ...run, repository });
}

/** Loads the rules for a repository only for a clone of an Appsmith application. */
async function inspectRepository(run: RunContext) {
  const root = applicationClone(run);
  if (root === undefined) return undefined;
  const { inspectClone } = await import('./run/inspect-clone.ts');
  return inspectClone(root, run);
}

/** Bitbucket passes no arguments to a pipe, but people try `--help`. */
async function answerArguments(args: readonly [string, ...string[]], log: Logger): Promise<number> {
  const { readArguments } = await import('./log/help.ts');
  const { isKnown, lines } = readArguments(args);
  log[isKnown ? 'plain' : 'fail'](...lines);
  return isKnown ? EXIT.deployed : EXIT.invalid;
}
