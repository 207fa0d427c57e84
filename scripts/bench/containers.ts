import { docker, dockerOutput } from '../../test/image/support/docker.ts';
import { type Candidate, node } from './candidate.ts';
import type { Group } from './group.ts';
import type { Images } from './images.ts';
import { ROW } from './names.ts';
import { timed } from './rows.ts';
import { deployment, type Surroundings } from './surroundings.ts';

const NEEDS = 'a container engine on this machine: Docker 20.10 or newer';

/**
 * One deployment over http in a container, beside the same program without one. In rounds of their own: when `docker run` has ended the engine still cleans
 * up, which would fall on the next row.
 */
export async function inContainers(
  { http, programs, timer }: Surroundings,
  images: Images | undefined,
): Promise<Group> {
  const variables = deployment(http);
  const { pipe = '', plain = '' } = images ?? {};
  const run = (name: string, about: string, ...args: string[]): Candidate => ({
    name,
    about,
    command: 'docker',
    args: ['run', '--rm', '--network=host', ...args],
    env: { ...engineVariables(), ...variables },
    code: 0,
  });
  const handedOn = Object.keys(variables).map((name) => `--env=${name}`);
  const nothing = ['--entrypoint=/usr/bin/node', pipe, '--eval', '0'];
  const rows = [
    timed(
      node(ROW.uncontained, 'the row `the pipe, http`, measured again in these rounds', programs.pipe, variables),
      timer,
    ),
    {
      name: ROW.inside,
      about: "from the container's start to its end, by the engine's clock",
      sample: async () => ({ wallMs: await insideMs(variables, pipe) }),
    },
    timed(run('docker run, the pipe', 'the whole command, with the image already there', ...handedOn, pipe), timer),
    timed(
      run('docker run, bare Node', 'an empty program in the same image, so what the engine takes', ...nothing),
      timer,
    ),
    timed(run('docker run, plain build', 'the plain build on `node:24-bookworm-slim`', ...handedOn, plain), timer),
  ];
  const possible = images !== undefined && (await reachesThisMachine(variables, pipe));
  return {
    title: 'In a container, beside the same without one',
    rows: possible ? rows : [],
    skipped: possible ? [] : rows.slice(1).map(({ name }) => ({ name, needs: NEEDS })),
  };
}

/** What `docker` must know of this shell. */
function engineVariables(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => /^(?:PATH|HOME|DOCKER_\w+)$/.test(name));
  return Object.fromEntries(entries) as Record<string, string>;
}

/** An engine in a virtual machine runs containers that don't see this machine's loopback. */
async function reachesThisMachine(variables: Candidate['env'], image: string): Promise<boolean> {
  try {
    await insideMs(variables, image);
    return true;
  } catch (error) {
    console.error(`Without containers: ${(error as Error).message}`);
    return false;
  }
}

async function insideMs(variables: Candidate['env'], image: string): Promise<number> {
  const flags = Object.entries(variables).map(([name, value]) => `--env=${name}=${value}`);
  const id = (await dockerOutput('create', '--network=host', ...flags, image)).trim();
  try {
    await dockerOutput('start', '--attach', id);
    const times = await dockerOutput('inspect', '--format', '{{.State.StartedAt}} {{.State.FinishedAt}}', id);
    const [start = '', end = ''] = times.trim().split(' ');
    return Date.parse(end) - Date.parse(start);
  } finally {
    await docker('rm', id);
  }
}
