import type { Prepared } from '../input/prepare.ts';
import { title } from './title.ts';

/** What the pipe is about to do. */
export function announcement({
  plan,
  planSize,
  shard,
  values,
}: Pick<Prepared, 'plan' | 'planSize' | 'shard' | 'values'>): string {
  const [first] = plan.deployments;
  const { length } = plan.deployments;
  const step = shard && `step ${shard.step} of ${shard.count}, counted from 0`;
  if (first === undefined) {
    const none = planSize === 1 ? 'The only deployment does not fall' : `None of the ${planSize} deployments falls`;
    return `${none} to this parallel step (${step}).`;
  }
  const part =
    length < planSize ? `${length} of ${planSize} deployments, this parallel step's part (${step})` : undefined;
  if (values.DRY_RUN) return `Dry run${part === undefined ? '' : ` of ${part}`}: nothing will be deployed.`;
  if (part !== undefined) return `Starting ${part}, at most ${plan.concurrency} at once.`;
  if (length > 1) return `Starting ${length} deployments, at most ${plan.concurrency} at once.`;
  return `Deploying ${title(first)}application ${first.app}, branch ${first.branch}, to ${first.url}.`;
}
