import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stepEnvironment } from '../../support/bitbucket/environment.ts';
import { command, docker, IMAGE, type Outcome } from './docker.ts';

/** Where Bitbucket keeps the clone and what steps hand on, on the agent and in every container. */
const AGENT = '/opt/atlassian/pipelines/agent';
const CLONE = `${AGENT}/build`;
const STORAGE = '.bitbucket/pipelines/generated/pipeline/pipes/yourorg/appsmith-deploy';
const VARIABLES_FILE = 'pipeline-variables.env';

/** How one container is to be run. */
export interface PipeRun {
  /** What is under the pipe's `variables:`. A list becomes NAME_COUNT and NAME_0 …, as Bitbucket makes it. */
  readonly variables?: Readonly<Record<string, string | readonly string[]>>;
  /** Further flags of `docker run`, such as `--user 0`. */
  readonly flags?: readonly string[];
  readonly image?: string;
}

export interface AgentOptions {
  /** Who may write to the clone beside root. Default: everybody, as on Bitbucket's own agents. */
  readonly clone?: 'everybody' | 'root alone';
  /** Who may write to the folder for the pipe's own files beside root. Default: nobody. */
  readonly storage?: 'everybody' | 'root alone';
  /** Whether the step declares `output-variables`, so that the file for them is there. Default: no. */
  readonly declaresOutputs?: boolean;
}

/**
 * An agent with the clone of one build, which runs the pipe as a step does: no terminal, and no variables but
 * Bitbucket's and the pipe's.
 */
export class Agent {
  readonly #folder = mkdtempSync(join(tmpdir(), 'agent-'));
  readonly #volumes: readonly string[];

  constructor({ clone = 'everybody', storage = 'root alone', declaresOutputs = false }: AgentOptions = {}) {
    this.#make('build/apps/orders', clone);
    this.#make('build', clone);
    this.#make(join('build', STORAGE), storage);
    this.#make('tmp', 'everybody');
    writeFileSync(join(this.#folder, 'tmp', VARIABLES_FILE), '');
    chmodSync(join(this.#folder, 'tmp', VARIABLES_FILE), 0o666);
    this.#volumes = declaresOutputs ? ['build', 'tmp'] : ['build'];
  }

  /**
   * The arguments with which Bitbucket runs a pipe from a script in a folder of the clone. No entrypoint, no arguments.
   */
  arguments({ variables = {}, flags = [], image = IMAGE }: PipeRun): string[] {
    const places = {
      cloneDir: CLONE,
      storageDir: `${CLONE}/${STORAGE}`,
      variablesPath: `${AGENT}/tmp/${VARIABLES_FILE}`,
    };
    return [
      'run',
      '--rm',
      ...this.#volumes.map((name) => `--volume=${join(this.#folder, name)}:${AGENT}/${name}`),
      `--workdir=${CLONE}/apps/orders`,
      '--label=org.bitbucket.pipelines.system=true',
      ...Object.entries(stepEnvironment(places)).map(([name, value]) => `--env=${name}=${value}`),
      // The emulator is no Bitbucket: there is no newer version to ask for.
      ...Object.entries({ CHECK_FOR_NEWER_VERSION: 'false', ...variables })
        .flatMap(([name, value]) => flattened(name, value))
        .flatMap((pair) => ['-e', pair]),
      // The emulator listens on loopback.
      '--network=host',
      ...flags,
      image,
    ];
  }

  /** Runs the pipe to its end. */
  run(pipe: PipeRun): Promise<Outcome> {
    return docker(...this.arguments(pipe));
  }

  /**
   * Runs the pipe to its end; both of its streams go to one, in the order in which Docker hands them on, as in
   * Bitbucket's log.
   */
  async log(pipe: PipeRun): Promise<string> {
    return (await command('sh', '-c', 'exec docker "$@" 2>&1', 'sh', ...this.arguments(pipe))).stdout;
  }

  /** What later steps get to read. */
  get outputVariables(): Record<string, string> {
    const lines = readFileSync(join(this.#folder, 'tmp', VARIABLES_FILE), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
  }

  /** A file of the clone. */
  read(path: string): string {
    return readFileSync(join(this.#folder, 'build', path), 'utf8');
  }

  /** A file that the pipe has kept for the pipeline. */
  stored(name: string): string {
    return this.read(join(STORAGE, name));
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #make(path: string, writer: 'everybody' | 'root alone'): void {
    mkdirSync(join(this.#folder, path), { recursive: true });
    chmodSync(join(this.#folder, path), writer === 'everybody' ? 0o777 : 0o755);
  }
}

function flattened(name: string, value: string | readonly string[]): string[] {
  if (typeof value === 'string') return [`${name}=${value}`];
  return [`${name}_COUNT=${value.length}`, ...value.map((item, index) => `${name}_${index}=${item}`)];
}
