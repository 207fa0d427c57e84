import type { Ordered } from './order.ts';

export interface Tied extends Ordered {
  /** Deployments with the same key share a Git lock. */
  readonly lockKey: string;
}

/** The part of a plan for one parallel step. */
export interface Shard {
  /** From 0. */
  readonly step: number;
  /** How many steps share the plan; at least 1, and above `step`. */
  readonly count: number;
}

/**
 * The deployments of one parallel step, in the plan's order. The steps agree without talking, since only the plan and
 * the number of steps decide. Parts differ in size by no more than the largest tied group.
 */
export function shardOf<T extends Tied>(deployments: readonly T[], { step, count }: Shard): T[] {
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

/** Groups that cannot be split over machines: deployments that wait for each other, or share a Git lock. */
export function tiedGroups<T extends Tied>(deployments: readonly T[]): T[][] {
  const leaders = new Map<string, string>();
  const leaderOf = (key: string): string => {
    let leader = key;
    for (let next = leaders.get(leader); next !== undefined; next = leaders.get(leader)) {
      const further = leaders.get(next);
      if (further !== undefined) leaders.set(leader, further); // halves the path for the next search
      leader = next;
    }
    return leader;
  };
  const tie = (one: string, other: string) => {
    const [from, to] = [leaderOf(one), leaderOf(other)];
    if (from !== to) leaders.set(from, to);
  };
  for (const { name, lockKey, after } of deployments) {
    tie(`name ${name}`, `lock ${lockKey}`);
    for (const predecessor of after) tie(`name ${name}`, `name ${predecessor}`);
  }
  return [...Map.groupBy(deployments, ({ name }) => leaderOf(`name ${name}`)).values()];
}
