import { describe, expect, test } from '@jest/globals';
import type { Deployment } from '../../../src/deployment/deployment.ts';
import type { Failure } from '../../../src/deployment/failure.ts';
import type { Result } from '../../../src/deployment/result.ts';
import { diagnoseRun } from '../../../src/run/diagnose-run.ts';
import { dryRun } from '../../../src/run/dry-run.ts';
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

describe('a dry run', () => {
  async function logOf(...args: Parameters<typeof aPlan>) {
    const { log, lines } = aLog();
    const appsmith = prober(args[1]?.failFast !== true);
    const findings = await dryRun(aPlan(...args), appsmith, log, never);
    return { lines, asked: appsmith.asked, findings };
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
      'INFO: Wave 2 of 2, each after those that it waits for:',
      'INFO: Would deploy B: application b, branch main, to https://h, after A, C.',
      'WARNING: https://h is down.',
      'WARNING: https://i is down.',
    ]);
    expect(asked).toEqual(['https://h', 'https://i']);
  });
});

test('a dry run says which of two branches of one application comes first, and nothing of servers after a signal', async () => {
  const { log, lines } = aLog();
  const [main, next] = ['main', 'next'].map((branch) => aDeployment({ name: branch, branch, lockKey: 'same' }));
  await dryRun(aPlan([main as Deployment, next as Deployment]), prober(), log, AbortSignal.abort());
  expect(lines).toEqual([
    expect.stringMatching(/^INFO: Would deploy main: .*, branch main, to \S+\.$/),
    expect.stringMatching(/^INFO: Would deploy next: .*, when main has ended: it is the same application\.$/),
  ]);
});

test.each([
  [true, ' In the deployments file APPSMITH_URL is `url`.'],
  [undefined, ''],
])('a dry run says what a deployments file calls a variable, where there is one: %s', async (fromFile, end) => {
  const { log, lines } = aLog();
  const silent = { health: 'none', text: 'Silent.', error: { code: 'ECONNREFUSED', sent: false } } as const;
  const deployment = { ...aDeployment({ url: 'https://h' }), ...(fromFile && { fromFile }) };
  await dryRun(aPlan([deployment]), { probe: async () => silent }, log, never);
  expect(lines.at(-1)).toBe(
    `WARNING: Connection refused (ECONNREFUSED). Nothing listens at https://h: check host and port in APPSMITH_URL.${end}`,
  );
});

describe('the question to the server after a failure', () => {
  const result = (given: Parameters<typeof aFailure>[0], url = 'https://h'): Result => ({
    status: 'failed',
    deployment: aDeployment({ url }),
    attempts: [],
    durationMs: 0,
    failure: aFailure(given),
  });
  const runOf = (...results: Result[]) => ({ results, durationMs: 0, startedAt: new Date(0) });

  test.each<[Partial<Failure>, boolean]>([
    [{ httpStatus: 401 }, true],
    [{ httpStatus: 404 }, true],
    [{ httpStatus: 405 }, true],
    [{ httpStatus: 500 }, true],
    [{ httpStatus: 502 }, true],
    [{ httpStatus: 302, reference: 'html' }, true],
    [{ kind: 'proxy', httpStatus: 502 }, false],
    [{ httpStatus: 200, reference: 'html' }, true],
    [{ code: 'ECONNREFUSED' }, true],
    [{ httpStatus: 400 }, false],
    [{ code: 'ENOTFOUND' }, false],
  ])('of %j is asked: %s', async (given, asks) => {
    const appsmith = prober();
    expect(await diagnoseRun(runOf(result(given)), appsmith, never)).toEqual(
      asks ? [{ url: 'https://h', text: 'https://h is up.' }] : [],
    );
    expect(appsmith.asked).toEqual(asks ? ['https://h'] : []);
  });

  test('is put once to each of the first three servers that leave it open', async () => {
    const run = runOf(
      result({ httpStatus: 400 }, 'https://clear'),
      ...['https://i', 'https://j', 'https://i', 'https://k', 'https://l'].map((url) =>
        result({ httpStatus: 500 }, url),
      ),
    );
    const appsmith = prober();
    const found = await diagnoseRun(run, appsmith, never);
    expect(found.map(({ text }) => text)).toEqual(['https://i is up.', 'https://j is up.', 'https://k is up.']);
    expect(appsmith.asked).toEqual(['https://i', 'https://j', 'https://k']);
  });

  test('is not asked, or its answer not told, once a signal came', async () => {
    const before = prober();
    expect(await diagnoseRun(runOf(result({ httpStatus: 401 })), before, AbortSignal.abort())).toEqual([]);
    expect(before.asked).toEqual([]);
    const interruption = new AbortController();
    const during = prober(true, () => interruption.abort());
    expect(await diagnoseRun(runOf(result({ httpStatus: 401 })), during, interruption.signal)).toEqual([]);
  });
});
