import type { Prepared } from '../input/prepare.ts';
import { title } from './title.ts';

/** The first line of a log: the version, and what the pipe is about to do. */
export function announcement(prepared: Announced, version: string): string {
  return `appsmith-deploy ${version}: ${intention(prepared)}.`;
}

/** Says why there is nothing to do: for a parallel step, or at all. */
export function nothingToDo({ planSize, shard }: Announced): string {
  if (planSize === 0) return 'Every deployment is disabled: nothing was deployed.';
  const none = planSize === 1 ? 'The only deployment is not' : `None of the ${planSize} deployments is`;
  return `${none} assigned to ${stepText(shard)}.`;
}

type Announced = Pick<Prepared, 'plan' | 'planSize' | 'shard' | 'values'>;

function intention({ plan, planSize, shard, values }: Announced): string {
  const { deployments, concurrency } = plan;
  const [first] = deployments;
  const { length } = deployments;
  if (first === undefined) return 'nothing to deploy in this step';
  const part = length < planSize ? `${length} of ${planSize} deployments, the part of ${stepText(shard)}` : undefined;
  if (values.DRY_RUN) return `dry run${part === undefined ? '' : ` of ${part}`}, nothing will be deployed`;
  const pace = concurrency === 1 ? 'one at a time' : `at most ${concurrency} at a time`;
  if (part !== undefined || length > 1)
    return `starting ${part ?? `${length} deployments`}${length > 1 ? `, ${pace}` : ''}`;
  return `deploying ${title(first)}application ${first.app}, branch ${first.branch}, to ${first.url}`;
}

function stepText(shard: Announced['shard']): string {
  return `parallel step ${Number(shard?.step) + 1} of ${shard?.count} (BITBUCKET_PARALLEL_STEP=${shard?.step})`;
}
