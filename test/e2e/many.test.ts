import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { answers, DEFAULT_TOKEN, emulatedApp, startEmulator } from '../../emulator/index.ts';
import { makeClone } from '../support/clone.ts';
import { runPipe } from '../support/run-pipe.ts';

const APPS = Array.from({ length: 12 }, (_, at) => emulatedApp({ name: `App ${at}`, pullMs: 30 }));

const variablesForAll = (url: string) => ({
  APPSMITH_URL: url,
  BRANCH: 'main',
  APP_ID: APPS.map(({ id }) => id).join('\n'),
  BEARER_TOKEN: APPS.map(({ token }) => token).join('\n'),
  RETRY_DELAY: '0.01',
});

test('many applications are deployed as many at once as CONCURRENCY says', async () => {
  await using emulator = await startEmulator({ apps: APPS });
  const { exitCode, stdout } = await runPipe({ ...variablesForAll(emulator.url), CONCURRENCY: '5' });
  expect(exitCode).toBe(0);
  expect(emulator.deployments).toHaveLength(12);
  expect(emulator.maxConcurrent).toBe(5);
  expect(stdout).toContain('✔ All 12 deployments succeeded');
});

test('parallel steps share them out', async () => {
  await using emulator = await startEmulator({ apps: APPS });
  const steps = ['0', '1', '2'].map((step) =>
    runPipe({
      ...variablesForAll(emulator.url),
      SHARD: 'true',
      BITBUCKET_PARALLEL_STEP: step,
      BITBUCKET_PARALLEL_STEP_COUNT: '3',
    }),
  );
  expect((await Promise.all(steps)).map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  expect(emulator.deployments.map(({ appId }) => appId).sort()).toEqual(APPS.map(({ id }) => id).sort());
});

test('4,000 deployments over 4 parallel steps: each in exactly one, and no log above 400 kB', async () => {
  const apps = Array.from({ length: 4_000 }, (_, at) => emulatedApp({ name: `App ${at}`, token: DEFAULT_TOKEN }));
  await using emulator = await startEmulator({ apps });
  await using clone = await makeClone();
  const entries = apps.map(({ id, name }) => `  - { name: ${name}, app: '${id}' }`);
  writeFileSync(
    join(clone.path, 'appsmith-deployments.yml'),
    `defaults: { url: ${emulator.url}, branch: main, token: $A_TOKEN }\ndeployments:\n${entries.join('\n')}\n`,
  );
  const runs = [];
  for (let step = 0; step < 4; step += 1) {
    const environment = {
      ...clone.variables,
      DEPLOYMENTS_FILE: 'appsmith-deployments.yml',
      A_TOKEN: DEFAULT_TOKEN,
      CONCURRENCY: '64',
      SHARD: 'true',
      BITBUCKET_PARALLEL_STEP: String(step),
      BITBUCKET_PARALLEL_STEP_COUNT: '4',
    };
    runs.push(await runPipe(environment, { cwd: clone.path }));
  }
  expect(runs.map(({ exitCode }) => exitCode)).toEqual(Array(4).fill(0));
  expect(emulator.deployments.map(({ appId }) => appId).sort()).toEqual(apps.map(({ id }) => id).sort());
  expect(Math.max(...runs.map(({ log }) => Buffer.byteLength(log)))).toBeLessThan(400_000);
}, 300_000);

test('a deployments file is carried out in order; what follows a failure is skipped', async () => {
  const [one = emulatedApp(), two = emulatedApp(), three = emulatedApp()] = APPS;
  await using emulator = await startEmulator({ apps: APPS });
  await using clone = await makeClone();
  writeFileSync(
    join(clone.path, 'appsmith-deployments.yml'),
    `defaults: { url: ${emulator.url}, branch: main }
deployments:
  - { name: Packages, app: '${one.id}', token: $ONE_TOKEN }
  - { name: Orders, app: '${two.id}', token: $TWO_TOKEN, after: Packages }
  - { name: Stock, app: '${three.id}', token: $THREE_TOKEN, after: Orders }
`,
  );
  emulator.answerWith(answers.deployed(), answers['AE-GIT-4047']());
  const { exitCode, log } = await runPipe(
    {
      ...clone.variables,
      DEPLOYMENTS_FILE: 'appsmith-deployments.yml',
      ONE_TOKEN: one.token,
      TWO_TOKEN: two.token,
      THREE_TOKEN: three.token,
    },
    { cwd: clone.path },
  );
  expect(exitCode).toBe(1);
  expect(log).toContain('1 failed, 1 skipped, 1 deployed');
  expect(emulator.deployRequests.map(({ path }) => path.split('/').at(-1))).toEqual([one.id, two.id]);
});
