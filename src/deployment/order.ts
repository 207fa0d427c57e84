export interface Ordered {
  readonly name: string;
  readonly after: readonly string[];
}

/**
 * The cycles among the deployments: every name waits for the next, the last for the first. No two share a name, so
 * fixing those that are reported may show others. Unknown names are ignored. Linear, without recursion.
 */
export function findCycles(deployments: readonly Ordered[]): string[][] {
  const byName = new Map(deployments.map((deployment) => [deployment.name, deployment]));
  const cycles: string[][] = [];
  const inCycle = new Set<string>();
  const left = new Set<string>();
  for (const start of deployments) {
    const path: { name: string; rest: Iterator<string> }[] = [];
    const onPath = new Map<string, number>();
    const enter = ({ name, after }: Ordered) => {
      onPath.set(name, path.length);
      path.push({ name, rest: after[Symbol.iterator]() });
    };
    enter(start);
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const next = step.rest.next();
      if (next.done) {
        left.add(step.name);
        path.pop();
        continue;
      }
      const predecessor = byName.get(next.value);
      if (predecessor === undefined || left.has(next.value)) continue;
      const at = onPath.get(next.value);
      if (at === undefined) {
        enter(predecessor);
      } else if (!inCycle.has(next.value) && !inCycle.has(step.name)) {
        const cycle = path.slice(at).map(({ name }) => name);
        if (cycle.some((name) => inCycle.has(name))) continue;
        cycles.push(cycle);
        for (const name of cycle) inCycle.add(name);
      }
    }
  }
  return cycles;
}

/**
 * The deployments in waves, in the plan's order: each waits only for deployments of earlier waves, and is in the
 * earliest that it can be in. Unknown names are ignored. Linear but for the sorting, without recursion.
 * @throws Error when the deployments wait in a cycle: the caller checks that first
 */
export function startingWaves<T extends Ordered>(deployments: readonly T[]): T[][] {
  const names = new Set(deployments.map(({ name }) => name));
  const entries = deployments.map((deployment, position) => ({
    deployment,
    position,
    waitsFor: [...new Set(deployment.after)].filter((name) => names.has(name)),
  }));
  const edges = entries.flatMap((follower) => follower.waitsFor.map((name) => ({ name, follower })));
  const followers = Map.groupBy(edges, ({ name }) => name);
  const open = new Map(entries.map((entry) => [entry, entry.waitsFor.length]));
  const waves: T[][] = [];
  for (let wave = entries.filter(({ waitsFor }) => waitsFor.length === 0); wave.length > 0; ) {
    waves.push(wave.map(({ deployment }) => deployment));
    const next: typeof wave = [];
    for (const entry of wave) {
      open.delete(entry);
      for (const { follower } of followers.get(entry.deployment.name) ?? []) {
        const rest = Number(open.get(follower)) - 1;
        open.set(follower, rest);
        if (rest === 0) next.push(follower);
      }
    }
    wave = next.sort((one, other) => one.position - other.position);
  }
  if (open.size > 0) throw new Error('The deployments wait for each other in a cycle.');
  return waves;
}
