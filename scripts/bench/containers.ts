import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildImage, docker, dockerOutput, engineProblem } from '../../test/image/support/docker.ts';
import { type Candidate, timed } from './process.ts';
import { type Group, ROW } from './results.ts';
import { deployment, entrypointFlags, type Surroundings } from './surroundings.ts';

/** Images that were built to be measured; their names go with this, the build's cache stays. */
export interface Images extends AsyncDisposable {
  readonly pipe: string;
  readonly plain: string;
}

/** Undefined where there is no container engine, or it can't build. */
export async function buildImages(): Promise<Images | undefined> {
  const images = { pipe: 'appsmith-deploy:bench', plain: 'appsmith-deploy:bench-plain' };
  try {
    const problem = await engineProblem();
    if (problem !== undefined) throw new Error(`no container engine answers (${problem})`);
    console.error('Building the images');
    await buildImage(images.pipe);
    await buildImage(images.plain, '--file', 'scripts/bench/plain.Dockerfile');
  } catch (error) {
    console.error(`Without containers: ${(error as Error).message}`);
    return undefined;
  }
  return {
    ...images,
    [Symbol.asyncDispose]: async () => void (await docker('image', 'rm', images.pipe, images.plain)),
  };
}

/** One deployment with `docker run`, as Bitbucket starts the pipe, the image being there already. */
export async function inContainers(
  { http, https, ca, timer }: Surroundings,
  images: Images | undefined,
): Promise<Group> {
  const { pipe = '', plain = '' } = images ?? {};
  const secure = { ...deployment(https), CA_CERTIFICATE: ca };
  const ownClient = readFileSync(join(import.meta.dirname, 'raw-http.cjs'), 'utf8');
  const withNode = ['--entrypoint=/usr/bin/node', pipe, ...entrypointFlags(), '--eval'];
  const candidates = [
    run(ROW.runEmpty, "an empty program in the pipe's image, so what the engine and Node take", {}, [...withNode, '0']),
    run(ROW.runHttps, 'the whole command, with a private CA in `CA_CERTIFICATE`', secure, [pipe]),
    run(ROW.runHttp, 'the same over http', deployment(http), [pipe]),
    run(ROW.runOwnClient, "one POST with Node's own client in the pipe's image", { URL: `${https}/`, CA: ca }, [
      ...withNode,
      ownClient,
    ]),
    run(ROW.runPlain, 'the plain build on `node:24-bookworm-slim`', secure, [plain]),
  ];
  const possible = images !== undefined && (await reachesThisMachine(http, pipe));
  return {
    title: 'docker run, beside an empty program in the same image',
    rows: possible ? candidates.map((each) => timed(each, timer)) : [],
    skipped: possible
      ? []
      : candidates.map(({ name }) => ({ name, needs: 'a container engine on this machine: Docker 20.10 or newer' })),
  };
}

function run(name: string, about: string, variables: Candidate['env'], args: readonly string[]): Candidate {
  const handedOn = Object.keys(variables).map((each) => `--env=${each}`);
  const command = ['run', '--rm', '--network=host', ...handedOn, ...args];
  return { name, about, command: 'docker', args: command, env: { ...engineVariables(), ...variables }, code: 0 };
}

/** What `docker` must know of this shell. */
function engineVariables(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => /^(?:PATH|HOME|DOCKER_\w+)$/.test(name));
  return Object.fromEntries(entries) as Record<string, string>;
}

/** An engine in a virtual machine runs containers that don't see this machine's loopback. */
async function reachesThisMachine(url: string, image: string): Promise<boolean> {
  const flags = Object.entries(deployment(url)).map(([name, value]) => `--env=${name}=${value}`);
  try {
    await dockerOutput('run', '--rm', '--network=host', ...flags, image);
    return true;
  } catch (error) {
    console.error(`Without containers: ${(error as Error).message}`);
    return false;
  }
}
