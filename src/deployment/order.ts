export interface Ordered {
  readonly name: string;
  readonly after: readonly string[];
}

/**
 * Finds cycles: every name waits for the next, and the last for the first. No name is in two of them, so there may be
 * others once these are fixed. Unknown names are ignored. Linear, without recursion.
 */
export function findCycles(deployments: readonly Ordered[]): string[][] {
  /** The names that are left to visit, for each deployment that may still be in a cycle. */
  const rest = new Map(deployments.map(({ name, after }) => [name, after.values()]));
  const entered = new Set<string>();
  const cycles: string[][] = [];
  for (const { name: start } of deployments) {
    if (!rest.has(start)) continue;
    const path = [start];
    for (let name: string | undefined = start; name !== undefined; name = path.at(-1)) {
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

/** The deployments that wait for each name, in the plan's order. */
export function followersByName<T extends Pick<Ordered, 'after'>>(deployments: readonly T[]): Map<string, T[]> {
  const followers = new Map<string, T[]>();
  for (const deployment of deployments) {
    for (const name of new Set(deployment.after)) {
      const known = followers.get(name) ?? [];
      known.push(deployment);
      followers.set(name, known);
    }
  }
  return followers;
}

/**
 * The deployments in waves, in the plan's order: each waits only for deployments of earlier waves, and is in the
 * earliest that it can be in. Unknown names are ignored. Linear, without recursion.
 * @throws Error when the deployments wait in a cycle: the caller checks that first
 */
export function startingWaves<T extends Ordered>(deployments: readonly T[]): T[][] {
  const names = new Set(deployments.map(({ name }) => name));
  /** How many deployments each one still waits for. */
  const open = new Map(
    deployments.map((deployment) => [deployment, new Set(deployment.after.filter((name) => names.has(name))).size]),
  );
  const followers = followersByName(deployments);
  const queue = deployments.filter((deployment) => open.get(deployment) === 0);
  const waveOf = new Map(queue.map((deployment) => [deployment, 0]));
  // The loop also visits what it adds, wave by wave.
  for (const deployment of queue) {
    for (const follower of followers.get(deployment.name) ?? []) {
      const rest = Number(open.get(follower)) - 1;
      open.set(follower, rest);
      if (rest > 0) continue;
      waveOf.set(follower, Number(waveOf.get(deployment)) + 1);
      queue.push(follower);
    }
  }
  if (queue.length < deployments.length) throw new Error('The deployments wait for each other in a cycle.');
  return Object.values(Object.groupBy(deployments, (deployment) => Number(waveOf.get(deployment)))) as T[][];
}
