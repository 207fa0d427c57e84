import { buildImage, buildImageClassically, command, engineProblem, IMAGE, REBUILT_IMAGE } from './docker.ts';

/**
 * Before all tests: an engine there must be, and the image is built twice, as a user would build it. The servers that
 * the image deploys to on a network are this machine's.
 */
export default async function build(): Promise<void> {
  const problem = await engineProblem();
  if (problem !== undefined) {
    throw new Error(
      `The image can't be tested: no container engine answers (${problem}). Start Docker 20.10 or newer, or ` +
        'point DOCKER_HOST at one.',
    );
  }
  const servers = await command('bash', 'scripts/install-servers.sh', 'test of the image', 'caddy', 'tinyproxy');
  if (servers.exitCode !== 0) throw new Error(servers.stderr);
  const { stdout: revision } = await command('git', 'rev-parse', 'HEAD');
  const args = ['--build-arg', `REVISION=${revision.trim()}`];
  await buildImage(IMAGE, ...args);
  await buildImageClassically(REBUILT_IMAGE, ...args, '--no-cache');
}
