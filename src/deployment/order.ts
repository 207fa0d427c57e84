export interface Ordered {
  readonly name: string;
  readonly after: readonly string[];
}

/**
 * The cycles among the deployments: every name waits for the next, the last for the first. No two share a name, so
 * fixing those that are reported may show others. Unknown names are ignored. Linear, without recursion.
 */
export function findCycles(deployments: readonly Ordered[]): string[][] {
  /** Of each deployment that may still be in a cycle, the names that were not looked at yet. */
  const rest = new Map(deployments.map(({ name, after }) => [name, after.values()]));
  const entered = new Set<string>();
  const cycles: string[][] = [];
  for (const { name: start } of deployments) {
    const path = rest.has(start) ? [start] : [];
    for (let name = path[0]; name !== undefined; name = path.at(-1)) {
      entered.add(name);
      const { done, value: next } = (rest.get(name) as Iterator<string>).next();
      if (done) {
        rest.delete(name);
        path.pop();
      } else if (rest.has(next) && !entered.has(next)) {
        path.push(next);
      } else if (rest.has(next)) {
        const cycle = path.splice(path.lastIndexOf(next));
        cycles.push(cycle);
        for (const member of cycle) rest.delete(member);
      }
    }
  }
  return cycles;
}

/** What waits for each name. */
export function followersByName<T extends Pick<Ordered, 'after'>>(deployments: readonly T[]) {
  const edges = deployments.flatMap((follower) => [...new Set(follower.after)].map((name) => ({ name, follower })));
  return Map.groupBy(edges, ({ name }) => name);
}

/**
 * The deployments in waves, in the plan's order: each waits only for deployments of earlier waves, and is in the
 * earliest that it can be in. Unknown names are ignored. Linear, without recursion.
 * @throws Error when the deployments wait in a cycle: the caller checks that first
 */
export function startingWaves<T extends Ordered>(deployments: readonly T[]): T[][] {
  const names = new Set(deployments.map(({ name }) => name));
  const open = new Map(deployments.map((each) => [each, new Set(each.after.filter((name) => names.has(name))).size]));
  const followers = followersByName(deployments);
  const queue = deployments.filter((each) => open.get(each) === 0);
  const waveOf = new Map(queue.map((each) => [each, 0]));
  // The loop visits what is added meanwhile, wave by wave.
  for (const deployment of queue) {
    for (const { follower } of followers.get(deployment.name) ?? []) {
      const rest = Number(open.get(follower)) - 1;
      open.set(follower, rest);
      if (rest > 0) continue;
      waveOf.set(follower, Number(waveOf.get(deployment)) + 1);
      queue.push(follower);
    }
  }
  if (queue.length < deployments.length) throw new Error('The deployments wait for each other in a cycle.');
  return Object.values(Object.groupBy(deployments, (each) => Number(waveOf.get(each)))) as T[][];
}
