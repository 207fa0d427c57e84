import { describe, expect, test } from '@jest/globals';
import type { AppsmithClient } from '../../../src/appsmith/client.ts';
import type { Deployment, Plan } from '../../../src/deployment/deployment.ts';
import type { Failure } from '../../../src/deployment/failure.ts';
import type { Result, Run } from '../../../src/deployment/result.ts';
import { dryRun } from '../../../src/run/dry-run.ts';
import { probeServers } from '../../../src/run/probe-servers.ts';
import type { RunContext } from '../../../src/run/record-run.ts';
import { aDeployment, aFailure, aLog, aPlan } from '../../support/builders.ts';

/** Answers for every server; notes who was asked. */
function prober(up = true, onAsk: () => void = () => undefined) {
  const asked: string[] = [];
  const probe = async (url: string) => {
    asked.push(url);
    onAsk();
    return { health: up ? ('up' as const) : ('unhealthy' as const), text: `${url} is ${up ? 'up' : 'down'}.` };
  };
  return { asked, probe };
}

const never = new AbortController().signal;

/** Shows a plan and asks its servers; the log without its last line. */
async function dryRunOf(plan: Plan, appsmith: Pick<AppsmithClient, 'probe'>, signal = never) {
  const { log, lines } = aLog();
  const values = { DRY_RUN: true, REPORTS: [] };
  const host = { signal, clock: { date: () => new Date(0) } };
  await dryRun({ prepared: { plan, values }, context: {}, host, log } as unknown as RunContext, appsmith);
  return lines.slice(0, -1);
}

describe('a dry run', () => {
  async function logOf(...args: Parameters<typeof aPlan>) {
    const appsmith = prober(args[1]?.failFast !== true);
    return { lines: await dryRunOf(aPlan(...args), appsmith), asked: appsmith.asked };
  }

  test('of one application names it, and asks its server', async () => {
    const deployment = aDeployment({ name: 'a1', app: 'a1', url: 'https://h' });
    expect(await logOf([deployment])).toMatchObject({
      lines: ['INFO: Would deploy application a1, branch main, to https://h.', 'INFO: https://h is up.'],
      asked: ['https://h'],
    });
  });

  test('of several shows the waves of starting, and asks each server once', async () => {
    const { lines, asked } = await logOf(
      [
        aDeployment({ name: 'B', app: 'b', url: 'https://h', after: ['A', 'C'] }),
        aDeployment({ name: 'A', app: 'a', url: 'https://h', lockKey: 'h a' }),
        aDeployment({ name: 'C', app: 'c', url: 'https://i', lockKey: 'i c' }),
      ],
      { failFast: true },
    );
    expect(lines).toEqual([
      'INFO: Wave 1 of 2:',
      'INFO: Would deploy A: application a, branch main, to https://h.',
      'INFO: Would deploy C: application c, branch main, to https://i.',
      'INFO: Wave 2 of 2 (each starts after the deployments that it depends on):',
      'INFO: Would deploy B: application b, branch main, to https://h, after A, C.',
      'WARNING: https://h is down.',
      'WARNING: https://i is down.',
    ]);
    expect(asked).toEqual(['https://h', 'https://i']);
  });
});

test('a dry run says which of two branches of an application is first, and nothing after a signal', async () => {
  const [main, next] = ['main', 'next'].map((branch) => aDeployment({ name: branch, branch, lockKey: 'same' }));
  const plan = aPlan([main as Deployment, next as Deployment]);
  const lines = await dryRunOf(plan, prober(), AbortSignal.abort('SIGTERM'));
  expect(lines).toEqual([
    expect.stringMatching(/^INFO: Would deploy main: .*, branch main, to \S+\.$/),
    expect.stringMatching(/^INFO: Would deploy next: .*, when main has ended: it is the same application\.$/),
  ]);
});

test('a dry run says why a server does not answer, and what to change', async () => {
  const silent = { health: 'none', text: 'Silent.', error: { code: 'ECONNREFUSED', sent: false } } as const;
  const deployment = aDeployment({ url: 'https://h', names: { ...aDeployment().names, url: '`url`' } });
  const lines = await dryRunOf(aPlan([deployment]), { probe: async () => silent });
  expect(lines.at(-1)).toBe(
    'WARNING: https://h: Connection refused (ECONNREFUSED). Nothing listens at https://h: check host and port ' +
      'in `url`. ' +
      'If Appsmith is restarting, run this step again once https://h shows the login page.',
  );
});

test('a dry run never says that a deployment may be running', async () => {
  const silent = { health: 'none', text: 'Silent.', error: { code: 'TIMEOUT', sent: true } } as const;
  const lines = await dryRunOf(aPlan([aDeployment()]), { probe: async () => silent });
  expect(lines.at(-1)).toMatch(/^WARNING: https:\/\/\S+: No complete response in time \(TIMEOUT\)\. /);
  expect(lines.at(-1)).not.toContain('may be live');
});

describe('the probe of a server after a failure', () => {
  const result = (given: Parameters<typeof aFailure>[0], url = 'https://h'): Result => ({
    status: 'failed',
    deployment: aDeployment({ url }),
    attempts: [],
    durationMs: 0,
    failure: aFailure(given),
  });
  const look = (run: Run, appsmith: Pick<AppsmithClient, 'probe'>, signal = never) =>
    probeServers(run, appsmith, { host: { signal } } as unknown as RunContext);
  const runOf = (...results: Result[]) => ({ results, durationMs: 0, startedAt: new Date(0) });

  test.each<[Partial<Failure>, boolean]>([
    [{ ambiguous: true }, true],
    [{}, false],
  ])('with %j is sent: %s', async (given, asks) => {
    const appsmith = prober();
    expect(await look(runOf(result(given)), appsmith)).toEqual(
      asks ? [{ url: 'https://h', text: 'Check after the failure: https://h is up.' }] : [],
    );
    expect(appsmith.asked).toEqual(asks ? ['https://h'] : []);
  });

  test('is sent once to each of the first three servers with an ambiguous failure', async () => {
    const run = runOf(
      result({}, 'https://clear'),
      ...['https://i', 'https://j', 'https://i', 'https://k', 'https://l'].map((url) =>
        result({ ambiguous: true }, url),
      ),
    );
    const appsmith = prober();
    const found = await look(run, appsmith);
    expect(found.map(({ text }) => text)).toEqual(
      ['https://i', 'https://j', 'https://k'].map((url) => `Check after the failure: ${url} is up.`),
    );
    expect(appsmith.asked).toEqual(['https://i', 'https://j', 'https://k']);
  });

  test('is not sent to a server that is too old for a repository that was not read', async () => {
    const appsmith = prober();
    expect(await look(runOf(result({ code: 'AE-JSN-4045' })), appsmith)).toEqual([]);
    expect(appsmith.asked).toEqual([]);
  });

  test('is not sent, or its answer not logged, after a signal', async () => {
    const before = prober();
    expect(await look(runOf(result({ ambiguous: true })), before, AbortSignal.abort())).toEqual([]);
    expect(before.asked).toEqual([]);
    const interruption = new AbortController();
    const during = prober(true, () => interruption.abort());
    expect(await look(runOf(result({ ambiguous: true })), during, interruption.signal)).toEqual([]);
  });
});
