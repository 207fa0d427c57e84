import { spawn } from 'node:child_process';
import { env } from 'node:process';
import { text } from 'node:stream/consumers';

/** The image that the tests run. */
export const IMAGE = 'appsmith-deploy:image-test';
/** The same commit, built a second time: by the other builder and without a cache. */
export const REBUILT_IMAGE = 'appsmith-deploy:image-test-rebuilt';

/**
 * What this machine's engine needs of `docker build`, such as `--network host`. No step of the build uses a secret, and
 * the classic builder takes none.
 */
export const BUILD_FLAGS = (env['DOCKER_BUILD_FLAGS'] ?? '')
  .replace(/--secret \S+/g, '')
  .split(' ')
  .filter((flag) => flag !== '');

/** How a command ended, and all that it printed. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command with this shell's environment, which says where the engine is. Does not fail when the command does.
 */
export async function command(name: string, ...args: string[]): Promise<Outcome> {
  const child = spawn(name, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [exitCode, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { exitCode, stdout, stderr };
}

/** Runs `docker`, whatever its exit code is. */
export function docker(...args: string[]): Promise<Outcome> {
  return command('docker', ...args);
}

/**
 * What `docker` prints.
 * @throws Error with what it complains of, when it ends with anything but 0.
 */
export async function dockerOutput(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await docker(...args);
  if (exitCode !== 0) throw new Error(`docker ${args.join(' ')} ended with ${exitCode}:\n${stderr}`);
  return stdout;
}

/** Why no container engine can be used; undefined when one answers. */
export async function engineProblem(): Promise<string | undefined> {
  try {
    const { exitCode, stderr } = await docker('version', '--format', '{{.Server.Version}}');
    return exitCode === 0 ? undefined : stderr.trim();
  } catch (error) {
    return String(error);
  }
}

/**
 * Builds this checkout as a user would: with BuildKit, or with the classic builder, as docker-py and old engines do.
 */
export async function buildImage(tag: string, ...flags: readonly string[]): Promise<void> {
  await build('1', tag, flags);
}

export async function buildImageClassically(tag: string, ...flags: readonly string[]): Promise<void> {
  await build('0', tag, flags);
}

async function build(buildKit: '0' | '1', tag: string, flags: readonly string[]): Promise<void> {
  const args = ['build', ...BUILD_FLAGS, ...flags, '--tag', tag, '.'];
  const { exitCode, stdout, stderr } = await command('env', `DOCKER_BUILDKIT=${buildKit}`, 'docker', ...args);
  if (exitCode !== 0)
    throw new Error(`DOCKER_BUILDKIT=${buildKit} docker ${args.join(' ')} ended with ${exitCode}:\n${stdout}${stderr}`);
}
