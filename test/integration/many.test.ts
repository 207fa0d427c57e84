import { describe, expect, test } from '@jest/globals';
import { answers, emulatedApp, startEmulator } from '../../emulator/index.ts';
import { runMain } from '../support/run-main.ts';
import { APPS, lists, tableRows, variablesForAll } from '../support/several-apps.ts';

describe('lists', () => {
  test('deploy each application with its own token, and end with a table in their order', async () => {
    await using emulator = await startEmulator({ apps: APPS });
    const { exitCode, log, stdout } = await runMain(variablesForAll(emulator, APPS));
    expect(exitCode).toBe(0);
    expect(emulator.deployments.map(({ appId }) => appId).sort()).toEqual(APPS.map(({ id }) => id).sort());
    expect(tableRows(log).map(([name]) => name)).toEqual(APPS.map(({ id }) => id));
    expect(log).toMatch(/^INFO: appsmith-deploy 1\.\d+\.\d+: starting 6 deployments, at most 4 at a time\.\n/);
    expect(stdout).toMatch(/^\x1b\[32m✔ All 6 deployments succeeded, in [\d.]+ s\.\x1b\[0m\n$/m);
    for (const { id } of APPS) {
      expect(log).toContain(`INFO: ${id}: deploying.`);
      expect(log).toMatch(new RegExp(`INFO: ${id}: deployed in [\\d.]+ s\\.`));
    }
  });

  test('of one item are repeated, and may be written in other forms', async () => {
    await using emulator = await startEmulator({ apps: APPS });
    const [first] = APPS;
    const forms = [
      { BRANCH: "['main', 'release']" },
      { BRANCH: 'main\nrelease\n' },
      lists({ BRANCH: ['main', 'release'] }),
      { ...lists({ BRANCH: ['main', 'release'] }), ...lists({ APP_ID: [first?.id ?? ''] }), APP_ID: '' },
    ];
    for (const form of forms) {
      const before = emulator.deployments.length;
      const { exitCode } = await runMain({
        APPSMITH_URL: emulator.url,
        APP_ID: first?.id ?? '',
        BEARER_TOKEN: first?.token ?? '',
        ...form,
      });
      expect(exitCode).toBe(0);
      expect(emulator.deployments.slice(before).map(({ branch }) => branch)).toEqual(['main', 'release']);
    }
  });

  test('of pasted endpoints deploy each', async () => {
    await using emulator = await startEmulator({ apps: APPS });
    const endpoints = APPS.map(({ id }) => `${emulator.url}/api/v1/git/deploy/app/${id}?branchName=release`);
    const { exitCode } = await runMain(
      lists({ DEPLOY_ENDPOINT: endpoints, BEARER_TOKEN: APPS.map(({ token }) => token) }),
    );
    expect(exitCode).toBe(0);
    expect(emulator.deployments.map(({ branch }) => branch)).toEqual(APPS.map(() => 'release'));
  });

  test.each([
    [
      'of other lengths',
      { BRANCH_COUNT: '3', BRANCH_0: 'a', BRANCH_1: 'b', BRANCH_2: 'c', BRANCH: '' },
      /APP_ID 6.*BRANCH 3|BRANCH 3/,
    ],
    ['with an empty item', { APP_ID_1: '' }, /APP_ID_1:\n- is an empty item/],
    ['with an empty token', { BEARER_TOKEN_2: ' ' }, /BEARER_TOKEN_2:\n- is an empty item/],
    ['that say the same twice', { APP_ID_1: APPS[0]?.id ?? '' }, /twice/],
    ['of a length that is none', { APP_ID_COUNT: 'many' }, /APP_ID_COUNT must be a whole number/],
    ['longer than anyone needs', { APP_ID_COUNT: '99999' }, /APP_ID_COUNT must be a whole number/],
  ])('%s are refused before anything is sent', async (_, changes, message) => {
    await using emulator = await startEmulator({ apps: APPS });
    const { exitCode, log } = await runMain(variablesForAll(emulator, APPS, changes));
    expect(exitCode).toBe(2);
    expect(log).toMatch(message);
    expect(emulator.requests).toEqual([]);
  });
});

describe('at once', () => {
  test.each([
    ['1', 1],
    ['3', 3],
    ['64', 6],
  ])('with CONCURRENCY %s run %d', async (value, most) => {
    await using emulator = await startEmulator({ apps: APPS });
    await runMain(variablesForAll(emulator, APPS, { CONCURRENCY: value }));
    expect(emulator.maxConcurrent).toBe(most);
    expect(emulator.deployments).toHaveLength(6);
  });

  test('run never two on one application, however its server is written; one that waits holds no slot', async () => {
    const [shared = emulatedApp(), other = emulatedApp()] = APPS;
    const slow = { ...shared, pullMs: 60, branches: ['main', 'release', 'dev'] };
    await using emulator = await startEmulator({ apps: [slow, other] });
    const { exitCode } = await runMain({
      ...lists({
        APPSMITH_URL: [emulator.url, `${emulator.url}/`, emulator.url.replace('http', 'HTTP'), emulator.url],
        APP_ID: [slow.id, slow.id, slow.id, other.id],
        BRANCH: ['main', 'release', 'dev', 'main'],
        BEARER_TOKEN: [slow.token, slow.token, slow.token, other.token],
      }),
      CONCURRENCY: '2',
    });
    expect(exitCode).toBe(0);
    expect(emulator.maxConcurrentFor(slow.id)).toBe(1);
    // The other one does not queue behind those that wait for their turn.
    expect(emulator.deployments.map(({ appId }) => appId).indexOf(other.id)).toBe(0);
  });

  test('run never two on one application while one of them waits for another attempt', async () => {
    const [app = emulatedApp()] = APPS;
    await using emulator = await startEmulator({ apps: [app] });
    emulator.answerWith(answers['AE-GIT-5020'](), answers['AE-GIT-5020']());
    await runMain(variablesForAll(emulator, [app, app], { ...lists({ BRANCH: ['main', 'release'] }), BRANCH: '' }));
    expect(emulator.deployRequests.map(({ query }) => query.get('branchName'))).toEqual([
      'main',
      'main',
      'main',
      'release',
    ]);
  });
});

describe('when one fails', () => {
  test('the others continue, and the end reports all', async () => {
    await using emulator = await startEmulator({ apps: APPS });
    emulator.answerWith(answers['AE-GIT-4047']());
    const { exitCode, log, stdout } = await runMain(variablesForAll(emulator, APPS));
    expect(exitCode).toBe(1);
    expect(emulator.deployments).toHaveLength(5);
    expect(log).toMatch(/ERROR: [0-9a-f]{24}: not deployed: Merge conflict while pulling \(AE-GIT-4047\)\./i);
    expect(stdout).toMatch(/✖ Not everything is deployed: 1 failed, 0 skipped, 5 deployed, in /);
    expect(stdout).toContain('What to do:');
  });

  test('with FAIL_FAST what has not started is skipped, and what runs keeps its attempts', async () => {
    await using emulator = await startEmulator({ apps: APPS });
    emulator.answerWith(answers['AE-GIT-4047'](), answers['AE-GIT-5020'](), answers['AE-GIT-5020']());
    const { exitCode, log, stdout } = await runMain(
      variablesForAll(emulator, APPS, { FAIL_FAST: 'true', CONCURRENCY: '2' }),
    );
    expect(exitCode).toBe(1);
    expect(emulator.deployRequests.length).toBe(4);
    expect(emulator.deployments).toHaveLength(1);
    expect(log).toContain('1 failed, 4 skipped, 1 deployed');
    const skips = /Skipped because \w+ was not deployed, and the first failure ends the run: (\w+, ){3}\w+/;
    expect(log).toMatch(new RegExp(`\nWARNING: ${skips.source}\n`));
    expect(stdout).toMatch(new RegExp(`\n${skips.source}\\x1b`));
  });

  test('similar failures are grouped, and of many kinds the first five are shown', async () => {
    const names = Array.from({ length: 14 }, (_, at) => `App ${at}`);
    const apps = names.map((name) => emulatedApp({ name }));
    await using emulator = await startEmulator({ apps });
    const kinds = ['AE-GIT-4047', 'AE-GIT-4032', 'AE-APP-4007', 'AE-GIT-4031', 'AE-GIT-4051', 'AE-GIT-4043'] as const;
    emulator.answerWith(...kinds.map((kind) => answers[kind]()));
    emulator.answerAlways(answers['AE-GIT-4047']());
    const { stdout } = await runMain(variablesForAll(emulator, apps, { CONCURRENCY: '1' }));
    expect(stdout).toMatch(
      /\(AE-GIT-4047\): 9 deployments\n( {2}Application .*\n {4}X-Request-Id .*\n){5} {2}And 4 more, in the table /,
    );
    expect(stdout).toContain('\n1 other kind of failure is in the table above, by its code.');
  });
});

test('of several servers each is reported with its words, and with the result of its probe', async () => {
  const [orders = emulatedApp(), intake = emulatedApp()] = APPS;
  await using eu = await startEmulator({ apps: APPS });
  await using us = await startEmulator({ apps: APPS });
  const { stdout } = await runMain(
    lists({
      APPSMITH_URL: [eu.url, us.url],
      APP_ID: [orders.id, intake.id],
      BRANCH: ['release/1', 'release/2'],
      BEARER_TOKEN: [intake.token, orders.token],
    }),
  );
  expect(stdout).toContain('(AE-ACL-4004): 2 deployments\n');
  for (const [url, app, branch] of [
    [eu.url, orders.id, 'release/1'],
    [us.url, intake.id, 'release/2'],
  ]) {
    expect(stdout).toContain(`\n  Application ${app}, branch ${branch}, ${url}\n    The server says: "`);
    expect(stdout).toMatch(new RegExp(`\n  Check after the failure: ${url} is up and runs Appsmith \\S+\\.\n`));
  }
  expect(stdout.match(/ {4}X-Request-Id \S+, X-Appsmith-Request-Id \S+\n/g)).toHaveLength(2);
  expect(stdout).toContain('\n  What to do, for each <app> and <branch>:\n  - Compare <app> in APP_ID with');
});

describe('SHARD', () => {
  const shard = (step: number, count: number) => ({
    SHARD: 'true',
    BITBUCKET_PARALLEL_STEP: String(step),
    BITBUCKET_PARALLEL_STEP_COUNT: String(count),
  });

  test('deploys each in exactly one of the parallel steps', async () => {
    await using emulator = await startEmulator({ apps: APPS });
    for (const step of [0, 1, 2, 3]) {
      const { exitCode, log } = await runMain(variablesForAll(emulator, APPS, shard(step, 4)));
      expect(exitCode).toBe(0);
      expect(log).toMatch(
        /: starting [12] of 6 deployments, the part of parallel step \d of \d \(BITBUCKET_PARALLEL_STEP=\d\)[.,]/,
      );
    }
    expect(emulator.deployments.map(({ appId }) => appId).sort()).toEqual(APPS.map(({ id }) => id).sort());
  });

  test('with nothing to do says so, and ends well', async () => {
    await using emulator = await startEmulator({ apps: APPS });
    const runs = await Promise.all(
      Array.from({ length: 8 }, (_, step) => runMain(variablesForAll(emulator, APPS, shard(step, 8)))),
    );
    expect(runs.map(({ exitCode }) => exitCode)).toEqual(runs.map(() => 0));
    expect(
      runs.filter(({ stdout }) => stdout.includes('✔ None of the 6 deployments is assigned to parallel step ')),
    ).toHaveLength(2);
    expect(emulator.deployments).toHaveLength(6);
  });

  test('says it of a single deployment as well', async () => {
    const [app] = APPS;
    await using emulator = await startEmulator({ apps: APPS });
    const one = variablesForAll(emulator, app === undefined ? [] : [app], shard(1, 2));
    const { exitCode, stdout } = await runMain(one);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      '✔ The only deployment is not assigned to parallel step 2 of 2 (BITBUCKET_PARALLEL_STEP=1).',
    );
  });

  test('is shown in a dry run, with the size of the part and the step', async () => {
    await using emulator = await startEmulator({ apps: APPS });
    const { exitCode, log } = await runMain(variablesForAll(emulator, APPS, { ...shard(1, 4), DRY_RUN: 'true' }));
    expect(exitCode).toBe(0);
    const [, shown] = /: dry run of (\d) of 6 deployments, /.exec(log) ?? [];
    expect(log).toContain('the part of parallel step 2 of 4 (BITBUCKET_PARALLEL_STEP=1), nothing will be deployed.\n');
    expect(log.match(/Would deploy /g)).toHaveLength(Number(shown));
    expect(emulator.deployments).toEqual([]);
  });

  test.each([
    ['without the variables of a parallel step', { SHARD: 'true' }],
    ['with a step that is none of them', shard(4, 4)],
    ['with a step that is no number', { ...shard(0, 4), BITBUCKET_PARALLEL_STEP: 'first' }],
  ])('%s is refused', async (_, changes) => {
    await using emulator = await startEmulator({ apps: APPS });
    const { exitCode, log } = await runMain(variablesForAll(emulator, APPS, changes));
    expect(exitCode).toBe(2);
    expect(log).toMatch(/SHARD:\n- /);
    expect(emulator.requests).toEqual([]);
  });
});
