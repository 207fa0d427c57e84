import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Deployment, Plan } from '../../../src/deployment/deployment.ts';
import type { Result } from '../../../src/deployment/result.ts';
import { runPlan } from '../../../src/deployment/run-plan.ts';
import { aDeployment, aPlan, DEPLOYED, failedWith, LOCKED } from '../../support/builders.ts';
import { ManualClock, settled } from '../../support/manual-clock.ts';
import { ManualDeployer } from '../../support/manual-deployer.ts';
import { holdsAsync } from '../../support/property.ts';

/** `A B<A C=x D<B,C=x`: B is after A; C and D share the lock x. Others have one of their own. */
function deployments(text: string): Deployment[] {
  return text.split(' ').map((entry) => {
    const [, name = '', after, lock] = /^(\w+)(?:<([\w,]+))?(?:=(\w+))?$/.exec(entry) ?? [];
    return aDeployment({ name, after: after?.split(',') ?? [], lockKey: lock ?? `of ${name}` });
  });
}

function start(text: string, given: Partial<Plan> = {}) {
  const deployer = new ManualDeployer();
  const clock = new ManualClock();
  const interruption = new AbortController();
  /** `B C: A was not deployed`, as reported during the run. */
  const skips: string[] = [];
  const run = runPlan(aPlan(deployments(text), given), {
    deployer,
    clock,
    random: () => 0,
    signal: interruption.signal,
    onEvent: () => undefined,
    onSkipped: (skipped, reason) => skips.push(`${skipped.map(({ name }) => name).join(' ')}: ${reason}`),
  });
  return { run, deployer, clock, interruption, skips };
}

/** `A deployed`, `B skipped: A was not deployed`. */
function shown(results: readonly Result[]): string[] {
  return results.map((result) => {
    const why = result.status === 'skipped' ? `: ${result.reason}` : '';
    return `${result.deployment.name} ${result.status}${why}`;
  });
}

describe('several at once', () => {
  test('as many as the concurrency allows, in the order of the plan; each end starts the next', async () => {
    const { run, deployer } = start('A B C D', { concurrency: 2 });
    expect(deployer.underWay).toEqual(['A', 'B']);
    await deployer.end('B');
    expect(deployer.underWay).toEqual(['A', 'C']);
    await deployer.end('A');
    await deployer.end('C');
    await deployer.end('D');
    expect(shown((await run).results)).toEqual(['A deployed', 'B deployed', 'C deployed', 'D deployed']);
  });

  test('never two that share a lock; one that waits for it holds no slot', async () => {
    const { run, deployer } = start('A=x B=x C=x D E', { concurrency: 2 });
    expect(deployer.underWay).toEqual(['A', 'D']);
    await deployer.end('D');
    expect(deployer.underWay).toEqual(['A', 'E']);
    await deployer.end('A');
    expect(deployer.underWay).toEqual(['E', 'B']);
    await deployer.end('B');
    await deployer.end('C');
    await deployer.end('E');
    expect(shown((await run).results)).toHaveLength(5);
  });

  test('a lock is held from the first attempt to the last, waits included', async () => {
    const { run, deployer, clock } = start('A=x B=x');
    await deployer.end('A', LOCKED);
    await clock.advance(1_000);
    expect(deployer.started).toEqual(['A']);
    await clock.advance(2_000);
    expect(deployer.started).toEqual(['A', 'A']);
    await deployer.end('A');
    expect(deployer.underWay).toEqual(['B']);
    await deployer.end('B');
    expect((await run).durationMs).toBe(3_000);
  });
});

describe('order', () => {
  test('each starts when all that it names are deployed', async () => {
    const { run, deployer } = start('D<A,C,A A C B<D');
    expect(deployer.underWay).toEqual(['A', 'C']);
    await deployer.end('A');
    expect(deployer.underWay).toEqual(['C']);
    await deployer.end('C');
    expect(deployer.underWay).toEqual(['D']);
    await deployer.end('D');
    await deployer.end('B');
    expect(deployer.started).toEqual(['A', 'C', 'D', 'B']);
    expect(shown((await run).results)).toEqual(['D deployed', 'A deployed', 'C deployed', 'B deployed']);
  });

  test('a failure skips what comes after it, and what comes after that; the others go on', async () => {
    const { run, deployer } = start('A B<A C<B,D D');
    await deployer.end('A', failedWith());
    expect(deployer.underWay).toEqual(['D']);
    await deployer.end('D');
    expect(shown((await run).results)).toEqual([
      'A failed',
      'B skipped: A was not deployed',
      'C skipped: B was not deployed',
      'D deployed',
    ]);
  });

  test('what waits for two that fail is skipped for the first', async () => {
    const { run, deployer } = start('A B C<A,B');
    await deployer.end('B', failedWith());
    await deployer.end('A', failedWith());
    expect(shown((await run).results)).toEqual(['A failed', 'B failed', 'C skipped: B was not deployed']);
  });

  test('what waits for something outside the plan is never passed over in silence', async () => {
    const { run, deployer } = start('A B<X');
    await deployer.end('A');
    expect(shown((await run).results)).toEqual(['A deployed', 'B skipped: what it waits for is not in this plan']);
  });
});

describe('what is skipped is reported when it happens', () => {
  test('all that a failure skips together, in the order of waiting, and each once', async () => {
    const { run, deployer, skips } = start('A B<A C<B E<A,D D F');
    await deployer.end('A', failedWith());
    expect(skips).toEqual(['B E C: A was not deployed']);
    await deployer.end('D', failedWith());
    await deployer.end('F', failedWith());
    await run;
    expect(skips).toHaveLength(1);
  });

  test('with what is known of the one before, and no more', async () => {
    const { run, deployer, skips } = start('A B<A C<B');
    await deployer.end('A', failedWith({ outcome: 'not-confirmed' }));
    expect(skips).toEqual(['B C: A is not confirmed']);
    expect(shown((await run).results).slice(1)).toEqual([
      'B skipped: A is not confirmed',
      'C skipped: B was not deployed',
    ]);
  });

  test('with FAIL_FAST all that has not started', async () => {
    const { run, deployer, skips } = start('A B C D<A', { concurrency: 2, failFast: true });
    await deployer.end('B', failedWith());
    expect(skips).toEqual(['C D: B was not deployed, and the first failure ends the run']);
    await deployer.end('A', failedWith());
    await run;
    expect(skips).toHaveLength(1);
  });

  test('but for a signal, which the closing lines report', async () => {
    const { run, deployer, interruption, skips } = start('A B', { concurrency: 1 });
    interruption.abort('SIGTERM');
    await deployer.end('A', failedWith({ code: 'INTERRUPTED' }));
    await run;
    expect(skips).toEqual([]);
  });

  test('also where what it waits for is not there', async () => {
    const { run, deployer, skips } = start('A B<X');
    await deployer.end('A');
    await run;
    expect(skips).toEqual(['B: what it waits for is not in this plan']);
  });
});

describe('fail fast', () => {
  test('skips what has not started; what runs keeps its remaining attempts', async () => {
    const { run, deployer, clock } = start('A B C D<B E=x F=x', { concurrency: 2, failFast: true });
    await deployer.end('A', failedWith());
    await deployer.end('B', LOCKED);
    await clock.advance(10_000);
    expect(deployer.started).toEqual(['A', 'B', 'B']);
    await deployer.end('B');
    const because = 'skipped: A was not deployed, and the first failure ends the run';
    expect(shown((await run).results)).toEqual([
      'A failed',
      'B deployed',
      `C ${because}`,
      `D ${because}`,
      `E ${because}`,
      `F ${because}`,
    ]);
  });

  test('what is parked for a lock is skipped as well', async () => {
    const { run, deployer } = start('A=x B=x C', { failFast: true });
    await deployer.end('C', failedWith());
    await deployer.end('A');
    expect(shown((await run).results)).toEqual([
      'A deployed',
      'B skipped: C was not deployed, and the first failure ends the run',
      'C failed',
    ]);
  });
});

describe('a signal', () => {
  test('fails what runs and skips the rest, all at once', async () => {
    const { run, deployer, clock, interruption } = start('A B C=x D=x E<A', { concurrency: 3 });
    await deployer.end('A');
    await deployer.end('B', LOCKED);
    await clock.advance(1_000);
    interruption.abort('SIGTERM');
    const { results, interruptedBy, durationMs } = await run;
    expect(interruptedBy).toBe('SIGTERM');
    expect(durationMs).toBe(1_000);
    expect(shown(results)).toEqual([
      'A deployed',
      'B failed',
      'C failed',
      'D skipped: interrupted by SIGTERM',
      'E failed',
    ]);
    for (const result of results) if (result.status === 'failed') expect(result.failure.code).toBe('INTERRUPTED');
    expect(clock.waiting).toBe(0);
  });

  test.each([true, false])('is the reason for what it skips, whatever FAIL_FAST says (%s)', async (failFast) => {
    const { run, deployer, interruption } = start('A B<A C=x D=x', { concurrency: 2, failFast });
    interruption.abort('SIGTERM');
    await deployer.end('A', failedWith({ code: 'INTERRUPTED' }));
    await deployer.end('C', failedWith({ code: 'INTERRUPTED' }));
    const because = 'skipped: interrupted by SIGTERM';
    expect(shown((await run).results)).toEqual(['A failed', `B ${because}`, 'C failed', `D ${because}`]);
  });

  test('before the run skips everything', async () => {
    const interruption = new AbortController();
    interruption.abort('SIGINT');
    const deployer = new ManualDeployer();
    const clock = new ManualClock();
    const run = await runPlan(aPlan(deployments('A B')), {
      deployer,
      clock,
      random: () => 0,
      signal: interruption.signal,
      onEvent: () => undefined,
      onSkipped: () => undefined,
    });
    expect(run.interruptedBy).toBe('SIGINT');
    expect(shown(run.results)).toEqual(['A skipped: interrupted by SIGINT', 'B skipped: interrupted by SIGINT']);
    expect(deployer.started).toEqual([]);
  });
});

test('the run has its start and its duration', async () => {
  const { run, deployer, clock } = start('A');
  await clock.advance(1_234);
  await deployer.end('A');
  expect(await run).toMatchObject({ startedAt: new Date('2026-01-01T00:00:00Z'), durationMs: 1_234 });
  expect(await run).not.toHaveProperty('interruptedBy');
});

test('how long it took does not depend on what the clock showed at first', async () => {
  const deployer = new ManualDeployer();
  const clock = new ManualClock(5_000);
  const run = runPlan(aPlan(deployments('A')), { ...optionsFor(deployer), clock });
  await clock.advance(1_234);
  await deployer.end('A');
  expect(await run).toMatchObject({
    durationMs: 1_234,
    results: [{ durationMs: 1_234, attempts: [{ startMs: 0, endMs: 1_234 }] }],
  });
});

test('an empty plan is done at once', async () => {
  const { results } = await runPlan(aPlan([]), optionsFor(new ManualDeployer()));
  expect(results).toEqual([]);
});

test('an error that is thrown is a bug, and ends the run', async () => {
  const deployer = { deploy: () => Promise.reject(new Error('a bug')) };
  await expect(runPlan(aPlan(deployments('A')), optionsFor(deployer))).rejects.toThrow('a bug');
});

function optionsFor(deployer: ManualDeployer | { deploy: () => Promise<never> }) {
  return {
    deployer,
    clock: new ManualClock(),
    random: () => 0,
    signal: new AbortController().signal,
    onEvent: () => undefined,
    onSkipped: () => undefined,
  };
}

/** Plans without cycles: each waits only for earlier ones. */
const anyPlan = fc
  .array(
    fc.record({
      lock: fc.nat({ max: 6 }),
      after: fc.array(fc.nat({ max: 24 }), { maxLength: 2 }),
      outcome: fc.constantFrom('deployed', 'deployed', 'failed', 'retried'),
    }),
    { maxLength: 25 },
  )
  .map((entries) =>
    entries.map(({ lock, after, outcome }, at) => ({
      outcome,
      deployment: aDeployment({
        name: `n${at}`,
        lockKey: `l${lock}`,
        after: after.filter((index) => index < at).map((index) => `n${index}`),
      }),
    })),
  );

test('any plan: bounded concurrency, no lock held twice, the order kept, a result for all', async () => {
  await holdsAsync(
    anyPlan,
    fc.integer({ min: 1, max: 8 }),
    fc.boolean(),
    fc.infiniteStream(fc.nat()),
    async (entries, concurrency, failFast, chance) => {
      const byName = new Map(entries.map((entry) => [entry.deployment.name, entry]));
      const deployer = new ManualDeployer();
      const options = optionsFor(deployer);
      const plan = aPlan(
        entries.map(({ deployment }) => deployment),
        { concurrency, failFast, retry: { maxAttempts: 2, delayMs: 0 } },
      );
      const deployed = new Set<string>();
      let over = false;
      const running = runPlan(plan, options).finally(() => {
        over = true;
      });
      await settled();
      while (!over) {
        const { underWay } = deployer;
        const locks = underWay.map((name) => byName.get(name)?.deployment.lockKey);
        expect(underWay.length).toBeGreaterThan(0);
        expect(underWay.length).toBeLessThanOrEqual(concurrency);
        expect(new Set(locks).size).toBe(locks.length);
        for (const name of underWay) {
          for (const before of byName.get(name)?.deployment.after ?? []) expect(deployed).toContain(before);
        }
        const name = underWay[Number(chance.next().value) % underWay.length] as string;
        const again = deployer.started.filter((each) => each === name).length > 1;
        const outcome = byName.get(name)?.outcome;
        if (outcome === 'deployed' || again) deployed.add(name);
        await deployer.end(
          name,
          outcome === 'failed' ? failedWith() : outcome === 'retried' && !again ? LOCKED : DEPLOYED,
        );
        await options.clock.advance(0);
      }
      const { results } = await running;
      expect(results.map(({ deployment }) => deployment)).toEqual(plan.deployments);
      for (const { status, deployment } of results) {
        expect(status === 'deployed').toBe(deployed.has(deployment.name));
        expect(status === 'skipped').toBe(!deployer.started.includes(deployment.name));
      }
    },
  );
});

describe('10,000 deployments take about as many steps each as a few do', () => {
  const MANY = 10_000;
  const shapes: Readonly<Record<string, (at: number) => Partial<Deployment>>> = {
    'that have nothing in common': () => ({}),
    'that share one lock': () => ({ lockKey: 'one' }),
    'in a chain, last first': (at) => ({ after: at === MANY - 1 ? [] : [`n${at + 1}`] }),
    'after one of them': (at) => ({ after: at === 0 ? [] : ['n0'] }),
    'each after the two before it': (at) => ({ after: [`n${at - 1}`, `n${at - 2}`].slice(0, at) }),
  };

  test.each(
    Object.keys(shapes).flatMap((shape) => [
      [shape, 'deployed'],
      [shape, 'failed'],
    ]),
  )('%s, all %s', async (shape, outcome) => {
    let reads = 0;
    const counted = Array.from({ length: MANY }, (_, at) => {
      const deployment = aDeployment({ name: `n${at}`, ...shapes[shape]?.(at) });
      const count = <K extends keyof Deployment>(key: K) => ({
        enumerable: true,
        get: () => {
          reads += 1;
          return deployment[key];
        },
      });
      return Object.defineProperties(
        { ...deployment },
        { name: count('name'), lockKey: count('lockKey'), after: count('after') },
      );
    });
    const deploy = async () => (outcome === 'deployed' ? DEPLOYED : failedWith());
    const { results } = await runPlan(aPlan(counted), { ...optionsFor(new ManualDeployer()), deployer: { deploy } });
    expect(results).toHaveLength(MANY);
    expect(results.some(({ status }) => status === outcome)).toBe(true);
    expect(reads).toBeLessThan(10 * MANY);
  });
});
