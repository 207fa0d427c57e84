import type { Deployment, Plan } from '../deployment/deployment.ts';
import type { DeploymentEvent } from '../deployment/run-deployment.ts';
import type { RunOptions } from '../deployment/run-plan.ts';
import type { Clock } from '../process/clock.ts';
import { durationText } from '../text/duration-text.ts';
import { skippedText } from './deployment-names.ts';
import { headline, outcomeText } from './explanation.ts';
import type { Logger } from './logger.ts';

/** More lines about single attempts are left out: a thousand deployments on busy servers have very many. */
const MOST_ATTEMPT_LINES = 500;
/** After those, one line is shown in this time. */
const BETWEEN_LINES_MS = 30_000;

/** A line for the log. */
interface Line {
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
}

/** Logs events as they happen. After very many lines about single attempts it leaves most of these out, and says so. */
export function narrator(
  plan: Plan,
  log: Logger,
  clock: Pick<Clock, 'now'>,
): Pick<RunOptions, 'onEvent' | 'onSkipped'> {
  let attemptLines = 0;
  let lastShownMs = 0;
  const isNextShown = () => {
    attemptLines += 1;
    if (attemptLines <= MOST_ATTEMPT_LINES) return true;
    if (attemptLines === MOST_ATTEMPT_LINES + 1) {
      lastShownMs = clock.now();
      log.info(
        `From here on, at most one line about single attempts is shown every ${durationText(BETWEEN_LINES_MS)}. ` +
          'The table at the end counts the attempts of each deployment.',
      );
    }
    if (clock.now() - lastShownMs < BETWEEN_LINES_MS) return false;
    lastShownMs = clock.now();
    return true;
  };
  return {
    onEvent: (deployment, event) => {
      if ((event.type === 'slow' || event.type === 'retrying') && !isNextShown()) return;
      const line = narrate(deployment, event, plan);
      if (line !== undefined) log[line.level](line.text);
    },
    onSkipped: (skipped, reason) => log.warning(skippedText(skipped, reason)),
  };
}

/** The line about an event, if any. With one deployment, the last lines of the log say how it ended. */
export function narrate(
  { name, url, timeoutMs }: Deployment,
  event: DeploymentEvent,
  { deployments }: Plan,
): Line | undefined {
  const many = deployments.length > 1;
  const prefix = many ? `${name}: ` : '';
  switch (event.type) {
    case 'started':
      return many ? { level: 'info', text: `${prefix}deploying.` } : undefined;
    case 'slow': {
      const still = many ? `${prefix}still` : 'Still';
      const activity = event.sent ? 'deploying' : `connecting to ${url}`;
      const limit = `attempt ${event.attempt} times out after ${durationText(timeoutMs)}`;
      return { level: 'info', text: `${still} ${activity}, ${durationText(event.elapsedMs)} so far; ${limit}.` };
    }
    case 'warned':
      return { level: 'warning', text: `${prefix}${event.text}` };
    case 'retrying': {
      const { attempt, attempts, failure, waitMs } = event;
      const failed = `Attempt ${attempt} of ${attempts} failed: ${headline(failure)}.`;
      return { level: 'warning', text: `${prefix}${failed} Retrying in ${durationText(waitMs)}.` };
    }
    case 'ended': {
      const { result } = event;
      if (!many) return undefined;
      if (result.status === 'deployed')
        return { level: 'info', text: `${prefix}deployed in ${durationText(result.durationMs)}.` };
      const outcome = outcomeText(result.failure).toLowerCase();
      return { level: 'error', text: `${prefix}${outcome}: ${headline(result.failure)}.` };
    }
  }
}
