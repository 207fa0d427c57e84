import type { Deployment, Plan } from '../deployment/deployment.ts';
import type { DeploymentEvent } from '../deployment/run-deployment.ts';
import type { RunOptions } from '../deployment/run-plan.ts';
import type { Clock } from '../process/clock.ts';
import { durationText } from '../text/duration-text.ts';
import { skippedText } from './deployment-names.ts';
import { headline, outcomeText } from './explanation.ts';
import type { Logger } from './logger.ts';

/**
 * As many lines about single attempts are shown as they come: a thousand deployments on busy servers would make a log
 * that nobody reads.
 */
const MOST_ABOUT_ATTEMPTS = 500;
/** After those one is shown every so often, in ms. */
const BETWEEN_MS = 30_000;

/** Logs what happens, as it happens. A very long run logs only some of the lines about single attempts, and says so. */
export function narrator(
  plan: Plan,
  log: Logger,
  clock: Pick<Clock, 'now'>,
): Pick<RunOptions, 'onEvent' | 'onSkipped'> {
  let shown = 0;
  let lastMs = 0;
  const isShown = () => {
    shown += 1;
    if (shown === MOST_ABOUT_ATTEMPTS + 1) {
      lastMs = clock.now();
      log.info(
        `From here on, at most one line about single attempts is shown every ${durationText(BETWEEN_MS)}. ` +
          'The table at the end counts the attempts of each deployment.',
      );
    }
    if (shown <= MOST_ABOUT_ATTEMPTS) return true;
    if (clock.now() - lastMs < BETWEEN_MS) return false;
    lastMs = clock.now();
    return true;
  };
  return {
    onEvent: (deployment, event) => {
      if ((event.type === 'slow' || event.type === 'retrying') && !isShown()) return;
      const line = narrate(deployment, event, plan);
      if (line !== undefined) log[line[0]](line[1]);
    },
    onSkipped: (skipped, reason) => log.warning(skippedText(skipped, reason)),
  };
}

/** What is worth saying of an event, if anything. With one deployment the closing line says how it ended. */
export function narrate(
  { name, url, timeoutMs }: Deployment,
  event: DeploymentEvent,
  { deployments }: Plan,
): readonly [level: 'info' | 'warning' | 'error', text: string] | undefined {
  const many = deployments.length > 1;
  const prefix = many ? `${name}: ` : '';
  switch (event.type) {
    case 'started':
      return many ? ['info', `${prefix}deploying.`] : undefined;
    case 'slow': {
      const doing = event.sent ? 'deploying' : `connecting to ${url}`;
      const limit = `attempt ${event.attempt} times out after ${durationText(timeoutMs)}`;
      return [
        'info',
        `${many ? `${name}: still` : 'Still'} ${doing}, ${durationText(event.elapsedMs)} so far; ${limit}.`,
      ];
    }
    case 'warned':
      return ['warning', prefix + event.text];
    case 'retrying': {
      const { attempt, attempts, failure, waitMs } = event;
      const failed = `Attempt ${attempt} of ${attempts} failed: ${headline(failure)}.`;
      return ['warning', `${prefix}${failed} Retrying in ${durationText(waitMs)}.`];
    }
    case 'ended': {
      const { result } = event;
      if (!many) return undefined;
      if (result.status === 'deployed') return ['info', `${prefix}deployed in ${durationText(result.durationMs)}.`];
      return ['error', `${prefix}${outcomeText(result.failure).toLowerCase()}: ${headline(result.failure)}.`];
    }
  }
}
