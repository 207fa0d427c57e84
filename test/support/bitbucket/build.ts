import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EndedRun } from '../ended-run.ts';
import { type RunOptions, runPipe } from '../run-pipe.ts';
import { Clone } from './clone.ts';
import { stepEnvironment } from './environment.ts';
import { type PipeUse, type PlacedStep, type Step, stepsOf } from './pipeline.ts';
import { type Command, runCommand } from './shell.ts';
import { defaultsBeside, pipeEnvironment } from './variables.ts';

type Environment = Readonly<Record<string, string>>;

/** A build that Bitbucket is to run. */
export interface BuildRequest {
  /** Text of bitbucket-pipelines.yml. */
  readonly configuration: string;
  /** As `branches.main`, see `stepsOf`. */
  readonly pipeline: string;
  /** Files of the clone, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Repository variables. */
  readonly variables?: Environment;
  /** Variables of the deployment environments, by the environment's name. */
  readonly deployments?: Readonly<Record<string, Environment>>;
  /** BITBUCKET_* that differ from those of a push to main. */
  readonly bitbucket?: Environment;
  /** Whether a pipe in a parallel step gets the step's two variables by itself: Bitbucket does not say. Default: no. */
  readonly parallelInPipes?: boolean;
  /** Variables of the machine that runs the pipes. */
  readonly machine?: Environment;
  /** How the pipes are run. */
  readonly run?: Pick<RunOptions, 'launcher'>;
  /** Addresses that stand for others, since examples name servers that do not exist. Applied to variables and files. */
  readonly addresses?: Readonly<Record<string, string>>;
}

/** A run of the pipe in a build. */
export interface PipeRun extends EndedRun {
  readonly step: Step;
}

/** What a step looks like from inside its script. */
interface Inside {
  readonly placed: PlacedStep;
  /** What a pipe's container gets by itself. */
  readonly handedOn: Environment;
  readonly variablesPath: string;
}

const PIPE = 'yourorg/appsmith-deploy';

/** Plays Bitbucket's part in one build. The folders go when it is disposed of. */
export class Build {
  /** Every run of the pipe, in order. */
  readonly runs: PipeRun[] = [];
  /** Other pipes, with the variables that they get; they are not run. */
  readonly otherPipes: { readonly pipe: string; readonly variables: Environment }[] = [];
  /** Commands of scripts. */
  readonly commands: Command[] = [];
  /** What steps hand on to later ones. */
  readonly outputs: Record<string, string> = {};
  /** Why steps failed at their end, in Bitbucket's words. */
  readonly failures: string[] = [];
  readonly #request: BuildRequest;
  readonly #clone: Clone;
  readonly #agent = mkdtempSync(join(tmpdir(), 'agent-'));

  private constructor(request: BuildRequest) {
    this.#request = request;
    const files = Object.entries(request.files ?? {}).map(([path, text]) => [path, this.#readdressed(text)]);
    this.#clone = new Clone(Object.fromEntries(files));
  }

  /** Runs all steps, those that wait for a click included, until one fails. */
  static async run(request: BuildRequest): Promise<Build> {
    const build = new Build(request);
    for (const [at, placed] of stepsOf(request.configuration, request.pipeline).entries()) {
      if (!(await build.#runStep(placed, at))) break;
    }
    return build;
  }

  /** A file of the clone, such as a report. */
  read(path: string): string {
    return readFileSync(join(this.#clone.path, path), 'utf8');
  }

  [Symbol.dispose](): void {
    this.#clone[Symbol.dispose]();
    rmSync(this.#agent, { recursive: true, force: true });
  }

  async #runStep(placed: PlacedStep, at: number): Promise<boolean> {
    const { step } = placed;
    // The variable is set in every step; the file and its folder are there only where the step declares what it hands
    // on.
    const variablesPath = join(this.#agent, `step-${at}`, 'tmp', 'pipeline-variables.env');
    if (step['output-variables'] !== undefined) {
      mkdirSync(dirname(variablesPath), { recursive: true });
      writeFileSync(variablesPath, '');
    }
    const handedOn = this.#handedOn(placed, variablesPath);
    const given = this.#request.deployments?.[step.deployment ?? ''] ?? {};
    const visible = { ...this.#request.variables, ...given, ...this.outputs, ...handedOn, ...parallelOf(placed) };
    const inside = { placed, handedOn, variablesPath };
    const good = await this.#runScript(step.script, visible, inside);
    const after = { ...visible, BITBUCKET_EXIT_CODE: good ? '0' : '1' };
    await this.#runScript(step['after-script'] ?? [], after, inside);
    return good && this.#takeOutputs(step, variablesPath);
  }

  async #runScript(script: Step['script'], environment: Environment, inside: Inside): Promise<boolean> {
    let visible = environment;
    for (const item of script) {
      if (typeof item !== 'string') {
        if (!(await this.#runPipe(item, visible, inside))) return false;
        continue;
      }
      const command = runCommand(item, visible, this.#clone.path);
      this.commands.push(command);
      visible = command.environment;
      if (command.exitCode !== 0) return false;
    }
    return true;
  }

  async #runPipe(use: PipeUse, visible: Environment, { placed, handedOn }: Inside): Promise<boolean> {
    const pairs = Object.entries(pipeEnvironment(use, visible)).map(([name, value]) => [
      name,
      this.#readdressed(value),
    ]);
    const variables = Object.fromEntries(pairs);
    if (!use.pipe.startsWith(`${PIPE}:`)) {
      this.otherPipes.push({ pipe: use.pipe, variables });
      return true;
    }
    // Neither Bitbucket's head version nor its Code Insights can be had here; the pipe only warns.
    const { machine, run: options } = this.#request;
    const environment = {
      ...machine,
      ...defaultsBeside(use),
      ...handedOn,
      CHECK_FOR_NEWER_VERSION: 'false',
      ...variables,
    };
    const run = await runPipe(environment, { ...options, cwd: this.#clone.path });
    this.runs.push({ ...run, step: placed.step });
    return run.exitCode === 0;
  }

  #handedOn(placed: PlacedStep, variablesPath: string): Record<string, string> {
    const { deployment } = placed.step;
    const cloneDir = this.#clone.path;
    const storageDir = join(cloneDir, '.bitbucket/pipelines/generated/pipeline/pipes', PIPE);
    return stepEnvironment(
      { cloneDir, storageDir, variablesPath },
      {
        ...(deployment === undefined ? {} : { BITBUCKET_DEPLOYMENT_ENVIRONMENT: deployment }),
        ...(this.#request.parallelInPipes === true ? parallelOf(placed) : {}),
        ...this.#request.bitbucket,
      },
    );
  }

  /** A name in the file that the step does not declare fails the step. */
  #takeOutputs(step: Step, variablesPath: string): boolean {
    const declared = step['output-variables'] ?? [];
    const lines = existsSync(variablesPath) ? readFileSync(variablesPath, 'utf8').split('\n') : [];
    const pairs = lines
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const);
    const undeclared = pairs.filter(([name]) => !declared.includes(name));
    for (const [name] of undeclared)
      this.failures.push(`The ${name} variable is not defined in the output variables. Define this output variable.`);
    if (undeclared.length === 0) Object.assign(this.outputs, Object.fromEntries(pairs));
    return undeclared.length === 0;
  }

  #readdressed(text: string): string {
    const addresses = Object.entries(this.#request.addresses ?? {});
    return addresses.reduce((all, [address, other]) => all.replaceAll(address, other), text);
  }
}

function parallelOf({ parallel }: PlacedStep): Environment {
  if (parallel === undefined) return {};
  return { BITBUCKET_PARALLEL_STEP: String(parallel.index), BITBUCKET_PARALLEL_STEP_COUNT: String(parallel.count) };
}
