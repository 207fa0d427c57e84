import { BUILD_FLAGS, command, docker, dockerOutput, IMAGE, REBUILT_IMAGE } from './docker.ts';

/** Before all tests: an engine there must be, and the image is built twice, as a user would build it. */
export default async function build(): Promise<void> {
  const engine = await docker('version', '--format', '{{.Server.Version}}').catch((error: unknown) => ({
    exitCode: null,
    stderr: String(error),
  }));
  if (engine.exitCode !== 0) {
    throw new Error(
      `The image can't be tested: no container engine answers (${engine.stderr.trim()}). Start Docker 20.10 or newer, or point DOCKER_HOST at one.`,
    );
  }
  const { stdout: revision } = await command('git', 'rev-parse', 'HEAD');
  const args = ['build', ...BUILD_FLAGS, '--build-arg', `REVISION=${revision.trim()}`];
  await dockerOutput(...args, '--tag', IMAGE, '.');
  await dockerOutput(...args, '--no-cache', '--tag', REBUILT_IMAGE, '.');
}
