import type { Deployment, Plan } from '../deployment/deployment.ts';
import type { DeploymentEvent, Events } from '../deployment/run-deployment.ts';
import { durationText } from '../duration-text.ts';
import type { Logger } from './logger.ts';

/** A line for the log. */
export interface Line {
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
}

/** Tells every event that is worth it, as it happens. */
export function narrator(plan: Plan, log: Logger): Events {
  return (deployment, event) => {
    const line = narrate(deployment, event, plan);
    if (line !== undefined) log[line.level](line.text);
  };
}

/** What is worth saying of an event, if anything. With one deployment the closing line says how it ended. */
export function narrate(
  { name, timeoutMs }: Deployment,
  event: DeploymentEvent,
  { deployments }: Plan,
): Line | undefined {
  const many = deployments.length > 1;
  const prefix = many ? `${name}: ` : '';
  switch (event.type) {
    case 'started':
      return many ? { level: 'info', text: `${prefix}deploying.` } : undefined;
    case 'slow': {
      const so = `${durationText(event.elapsedMs)} so far; attempt ${event.attempt} is given up after ${durationText(timeoutMs)}.`;
      return { level: 'info', text: `${many ? `${name}: still` : 'Still'} deploying, ${so}` };
    }
    case 'warned':
      return { level: 'warning', text: prefix + event.text };
    case 'retrying': {
      const { attempt, attempts, failure, waitMs } = event;
      const wait = durationText(waitMs);
      return {
        level: 'warning',
        text: `${prefix}Attempt ${attempt} of ${attempts} failed: ${failure.title} (${failure.code}). Retrying in ${wait}.`,
      };
    }
    case 'ended': {
      if (!many) return undefined;
      const { result } = event;
      if (result.status === 'deployed')
        return { level: 'info', text: `${prefix}deployed in ${durationText(result.durationMs)}.` };
      return { level: 'error', text: `${prefix}not deployed: ${result.failure.title} (${result.failure.code}).` };
    }
  }
}
