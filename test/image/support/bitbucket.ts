import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docker, IMAGE, type Outcome } from './docker.ts';

/** Where Bitbucket keeps the clone, on the agent and in every container. */
const CLONE = '/opt/atlassian/pipelines/agent/build';
const STORAGE = '.bitbucket/pipelines/generated/pipeline/pipes/yourorg/appsmith-deploy';
const OUTPUTS = '.bitbucket/pipelines/generated/pipeline/variables';

/** A build of the branch main. Bitbucket hands on every variable that it knows: one that this build does not have arrives empty. */
const BUILD = {
  CI: 'true',
  BITBUCKET_BRANCH: 'main',
  BITBUCKET_BUILD_NUMBER: '7',
  BITBUCKET_CLONE_DIR: CLONE,
  BITBUCKET_COMMIT: '1234567890abcdef1234567890abcdef12345678',
  BITBUCKET_REPO_FULL_NAME: 'acme/orders',
  BITBUCKET_REPO_SLUG: 'orders',
  BITBUCKET_WORKSPACE: 'acme',
  BITBUCKET_PIPE_STORAGE_DIR: `${CLONE}/${STORAGE}`,
  BITBUCKET_PIPE_SHARED_STORAGE_DIR: `${CLONE}/.bitbucket/pipelines/generated/pipeline/pipes`,
  BITBUCKET_PIPELINES_VARIABLES_PATH: `${CLONE}/${OUTPUTS}/variables`,
  BITBUCKET_DEPLOYMENT_ENVIRONMENT: '',
  BITBUCKET_EXIT_CODE: '',
  BITBUCKET_PARALLEL_STEP: '',
  BITBUCKET_PARALLEL_STEP_COUNT: '',
  BITBUCKET_PR_DESTINATION_BRANCH: '',
  BITBUCKET_PR_ID: '',
  BITBUCKET_STEP_OIDC_TOKEN: '',
  BITBUCKET_TAG: '',
  DOCKER_HOST: 'tcp://host.docker.internal:2375',
  // The emulator is no Bitbucket: there is no newer version to ask for.
  CHECK_FOR_NEWER_VERSION: 'false',
};

/** How one container is to be run. */
export interface PipeRun {
  /** What stands under the pipe's `variables:`. A list becomes NAME_COUNT and NAME_0 …, as Bitbucket makes it. */
  readonly variables?: Readonly<Record<string, string | readonly string[]>>;
  /** Further flags of `docker run`, such as `--user 0`. */
  readonly flags?: readonly string[];
  readonly image?: string;
}

/** The clone of one build on the agent: a folder that every user may write to. */
export class Agent {
  readonly #clone = mkdtempSync(join(tmpdir(), 'agent-'));

  /** @param storage whether the container's user may write to the folders for outputs and for the pipe's files. */
  constructor(storage: 'writable' | 'not writable' = 'writable') {
    for (const folder of ['', 'apps/orders', STORAGE, OUTPUTS]) {
      mkdirSync(join(this.#clone, folder), { recursive: true });
      chmodSync(
        join(this.#clone, folder),
        folder.startsWith('.bitbucket') && storage === 'not writable' ? 0o755 : 0o777,
      );
    }
  }

  /** The arguments with which Bitbucket runs a pipe from a script in a folder of the clone. No entrypoint, no arguments. */
  arguments({ variables = {}, flags = [], image = IMAGE }: PipeRun, clone: 'rw' | 'ro' = 'rw'): string[] {
    return [
      'run',
      '--rm',
      `--volume=${this.#clone}:${CLONE}:${clone}`,
      `--workdir=${CLONE}/apps/orders`,
      '--label=org.bitbucket.pipelines.system=true',
      ...Object.entries(BUILD).map(([name, value]) => `--env=${name}=${value}`),
      ...Object.entries(variables)
        .flatMap(([name, value]) => flattened(name, value))
        .flatMap((pair) => ['-e', pair]),
      // The emulator listens on loopback.
      '--network=host',
      ...flags,
      image,
    ];
  }

  /** Runs the pipe to its end. */
  run(pipe: PipeRun, clone: 'rw' | 'ro' = 'rw'): Promise<Outcome> {
    return docker(...this.arguments(pipe, clone));
  }

  /** What later steps get to read. */
  get outputVariables(): Record<string, string> {
    const lines = readFileSync(join(this.#clone, OUTPUTS, 'variables'), 'utf8')
      .trim()
      .split('\n');
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
  }

  /** A file that the pipe has kept for the pipeline. */
  stored(name: string): string {
    return readFileSync(join(this.#clone, STORAGE, name), 'utf8');
  }

  [Symbol.dispose](): void {
    rmSync(this.#clone, { recursive: true, force: true });
  }
}

function flattened(name: string, value: string | readonly string[]): string[] {
  if (typeof value === 'string') return [`${name}=${value}`];
  return [`${name}_COUNT=${value.length}`, ...value.map((item, index) => `${name}_${index}=${item}`)];
}
