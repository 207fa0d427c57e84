import type { Ordered } from './order.ts';

/** What decides which deployments belong together. */
export interface Tied extends Ordered {
  /** Deployments with the same key share a Git lock of their server. */
  readonly lockKey: string;
}

/** Which part of a plan a parallel step takes. */
export interface Shard {
  /** From 0. */
  readonly step: number;
  /** How many steps share the plan; at least 1, and above `step`. */
  readonly count: number;
}

/**
 * The part of the plan that one of several parallel steps deploys, in the plan's order. It depends on nothing but the
 * plan and the number of steps, so the steps agree without talking: every deployment is in exactly one part.
 * Deployments that are tied stay together. Parts differ in size by no more than the largest tied group; where there are
 * more steps than groups, some are empty.
 */
export function shardOf<T extends Tied>(deployments: readonly T[], { step, count }: Shard): T[] {
  const groups = tiedGroups(deployments);
  const sizes = new Array<number>(count).fill(0);
  const part = new Set<T>();
  // Largest first, each onto the smallest part: when a part takes a group it is the smallest, so it ends at most that
  // group above the smallest.
  for (const group of groups.toSorted((one, other) => other.length - one.length)) {
    const smallest = sizes.indexOf(Math.min(...sizes));
    sizes[smallest] = Number(sizes[smallest]) + group.length;
    if (smallest === step) for (const deployment of group) part.add(deployment);
  }
  return deployments.filter((deployment) => part.has(deployment));
}

/**
 * The deployments in groups that cannot be split over machines: those that wait for each other, directly or through
 * others, and those that share a Git lock. Groups come in the order of their first deployment, deployments in the
 * plan's order.
 */
export function tiedGroups<T extends Tied>(deployments: readonly T[]): T[][] {
  const leaders = new Map<string, string>();
  const leaderOf = (key: string): string => {
    let leader = key;
    for (let next = leaders.get(leader); next !== undefined; next = leaders.get(leader)) {
      const further = leaders.get(next);
      if (further !== undefined) leaders.set(leader, further); // halves the way for the next search
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
