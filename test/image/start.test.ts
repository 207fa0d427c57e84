import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { stdout } from 'node:process';
import { expect, test } from '@jest/globals';
import { DEFAULT_APP, DEFAULT_TOKEN, startEmulator } from '../../emulator/index.ts';
import { Agent } from './support/bitbucket.ts';
import { docker, dockerOutput, IMAGE } from './support/docker.ts';

const RUNS = 7;

/** The middle of several runs, in milliseconds. */
async function medianMs(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < RUNS; index++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
}

test('says how long a deployment takes from `docker run` to its end, beside a Node that does nothing', async () => {
  await using emulator = await startEmulator();
  using agent = new Agent();
  const variables = { APP_ID: DEFAULT_APP.id, BEARER_TOKEN: DEFAULT_TOKEN, APPSMITH_URL: emulator.url };
  const nothing = await medianMs(() =>
    docker('run', '--rm', '--network=host', '--entrypoint=/usr/bin/node', IMAGE, '--eval', '0'),
  );
  const deployment = await medianMs(() => agent.run({ variables }));
  stdout.write(
    `\nStart: ${Math.round(deployment)} ms for a deployment, ${Math.round(nothing)} ms for an empty program ` +
      'in the same image.\n',
  );
  expect(emulator.deployments).toHaveLength(RUNS);
});

test('uses every code cache that is in the image', async () => {
  const script = readFileSync('test/image/support/code-caches.cjs', 'utf8');
  const [config] = JSON.parse(await dockerOutput('inspect', IMAGE)) as { Config: { Entrypoint: string[] } }[];
  const [node = '', ...flags] = config?.Config.Entrypoint.slice(0, -1) ?? [];
  const seen = await dockerOutput(
    'run',
    '--rm',
    `--entrypoint=${node}`,
    '--network=host',
    IMAGE,
    ...flags,
    '--eval',
    script,
    '/appsmith-deploy',
  );
  const { caches, rejected } = JSON.parse(seen) as { caches: string[]; rejected: string[] };
  expect(caches).not.toEqual([]);
  expect(rejected).toEqual([]);
});
