import type { Deployment } from './deployment.ts';

type Shared = Pick<Deployment, 'name' | 'after' | 'lockKey'>;

/** The part of a plan for one parallel step. */
export interface Shard {
  /** From 0. */
  readonly step: number;
  /** How many steps share the plan; at least 1, and above `step`. */
  readonly count: number;
}

/**
 * The deployments of one parallel step, in the plan's order. The steps need no communication: the parts depend only on
 * the plan and the number of steps. They differ in size by no more than the largest group.
 */
export function shardOf<T extends Shared>(deployments: readonly T[], { step, count }: Shard): T[] {
  const groups = tiedGroups(deployments);
  const sizes = new Array<number>(count).fill(0);
  const part = new Set<T>();
  // Largest first, each into the smallest part, which then exceeds the others by at most that group.
  for (const group of groups.toSorted((one, other) => other.length - one.length)) {
    const smallest = sizes.indexOf(Math.min(...sizes));
    sizes[smallest] = Number(sizes[smallest]) + group.length;
    if (smallest === step) for (const deployment of group) part.add(deployment);
  }
  return deployments.filter((deployment) => part.has(deployment));
}

/** Groups that must be in one step: deployments that wait for each other, or share a Git lock. */
export function tiedGroups<T extends Shared>(deployments: readonly T[]): T[][] {
  const ties = deployments.flatMap((deployment) => tiesOf(deployment).map((tie) => ({ tie, deployment })));
  const byTie = Map.groupBy(ties, ({ tie }) => tie);
  const leaders = new Map<T, T>();
  for (const leader of deployments) {
    if (leaders.has(leader)) continue;
    const group = new Set([leader]);
    // The loop also visits what it adds.
    for (const member of group) {
      leaders.set(member, leader);
      for (const tie of tiesOf(member)) {
        for (const { deployment } of byTie.get(tie) ?? []) group.add(deployment);
        byTie.delete(tie);
      }
    }
  }
  return [...Map.groupBy(deployments, (deployment) => leaders.get(deployment)).values()];
}

function tiesOf({ name, lockKey, after }: Shared): string[] {
  return [`lock ${lockKey}`, `name ${name}`, ...after.map((awaited) => `name ${awaited}`)];
}
