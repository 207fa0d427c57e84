import type { Plan } from '../deployment/deployment.ts';

/** What the pipe is about to do. */
export function announcement(plan: Plan, planSize: number): string {
  const [first] = plan.deployments;
  const { length } = plan.deployments;
  if (first === undefined) return `None of the ${planSize} deployments falls to this parallel step.`;
  if (length < planSize)
    return `Starting ${length} of ${planSize} deployments, this parallel step's part, at most ${plan.concurrency} at once.`;
  if (length > 1) return `Starting ${length} deployments, at most ${plan.concurrency} at once.`;
  return `Deploying application ${first.app}, branch ${first.branch}, to ${first.url}.`;
}
