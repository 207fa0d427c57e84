import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EndedRun } from '../ended-run.ts';
import { runPipe } from '../run-pipe.ts';
import { Clone } from './clone.ts';
import { type PlacedStep, type Step, stepsOf } from './pipeline.ts';
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
  /** Addresses that stand for others, since examples name servers that do not exist. Applied to variables and files. */
  readonly addresses?: Readonly<Record<string, string>>;
}

/** A run of the pipe in a build. */
export interface PipeRun extends EndedRun {
  readonly step: Step;
}

/** Variables that Bitbucket always hands on: one that this build does not have arrives empty. */
const UNSET = [
  'BITBUCKET_DEPLOYMENT_ENVIRONMENT',
  'BITBUCKET_EXIT_CODE',
  'BITBUCKET_PARALLEL_STEP',
  'BITBUCKET_PARALLEL_STEP_COUNT',
  'BITBUCKET_PR_DESTINATION_BRANCH',
  'BITBUCKET_PR_ID',
  'BITBUCKET_STEP_OIDC_TOKEN',
  'BITBUCKET_TAG',
];

/** Plays Bitbucket's part in one build. The folders go when it is disposed of. */
export class Build {
  /** Every run of the pipe, in order. */
  readonly runs: PipeRun[] = [];
  /** What steps hand on to later ones. */
  readonly outputs: Record<string, string> = {};
  /** Commands of scripts, expanded; they are not run. */
  readonly commands: { readonly text: string; readonly environment: Environment }[] = [];
  readonly #request: BuildRequest;
  readonly #clone: Clone;

  private constructor(request: BuildRequest) {
    this.#request = request;
    const files = Object.entries(request.files ?? {}).map(([path, text]) => [path, this.#readdressed(text)]);
    this.#clone = new Clone(Object.fromEntries(files));
    mkdirSync(join(this.#clone.path, STORAGE), { recursive: true });
  }

  /** Runs all steps, those that wait for a click included, until one fails. */
  static async run(request: BuildRequest): Promise<Build> {
    const build = new Build(request);
    for (const placed of stepsOf(request.configuration, request.pipeline)) {
      if (!(await build.#runStep(placed))) break;
    }
    return build;
  }

  /** A file of the clone, such as a report. */
  read(path: string): string {
    return readFileSync(join(this.#clone.path, path), 'utf8');
  }

  [Symbol.dispose](): void {
    this.#clone[Symbol.dispose]();
  }

  async #runStep(placed: PlacedStep): Promise<boolean> {
    const { step } = placed;
    const bitbucket = this.#bitbucket(placed);
    const given = this.#request.deployments?.[step.deployment ?? ''] ?? {};
    const visible = { ...this.#request.variables, ...given, ...this.outputs, ...bitbucket };
    const outputs = join(this.#clone.path, STORAGE, 'outputs');
    writeFileSync(outputs, '');
    for (const item of step.script) {
      if (typeof item === 'string') {
        this.commands.push({ text: item, environment: visible });
        continue;
      }
      if (!item.pipe.startsWith('yourorg/appsmith-deploy:')) throw new Error(`${item.pipe} is another pipe.`);
      const variables = Object.entries(pipeEnvironment(item, visible)).map(([name, value]) => [
        name,
        this.#readdressed(value),
      ]);
      const environment = { ...defaultsBeside(item), ...bitbucket, ...Object.fromEntries(variables) };
      const run = await runPipe(environment, { cwd: this.#clone.path });
      this.runs.push({ ...run, step });
      if (run.exitCode !== 0) return false;
    }
    this.#takeOutputs(step, readFileSync(outputs, 'utf8'));
    return true;
  }

  #bitbucket({ step, parallel }: PlacedStep): Record<string, string> {
    return {
      ...Object.fromEntries(UNSET.map((name) => [name, ''])),
      CI: 'true',
      BITBUCKET_BRANCH: 'main',
      BITBUCKET_BUILD_NUMBER: '42',
      BITBUCKET_CLONE_DIR: this.#clone.path,
      BITBUCKET_COMMIT: '9f2c1e7ab4d05c3388b1f6d7e2a490cc51d3e8f0',
      BITBUCKET_REPO_FULL_NAME: 'acme/orders',
      BITBUCKET_REPO_SLUG: 'orders',
      BITBUCKET_WORKSPACE: 'acme',
      BITBUCKET_PIPE_STORAGE_DIR: join(this.#clone.path, STORAGE),
      BITBUCKET_PIPELINES_VARIABLES_PATH: join(this.#clone.path, STORAGE, 'outputs'),
      ...(step.deployment === undefined ? {} : { BITBUCKET_DEPLOYMENT_ENVIRONMENT: step.deployment }),
      ...(parallel === undefined
        ? {}
        : {
            BITBUCKET_PARALLEL_STEP: String(parallel.index),
            BITBUCKET_PARALLEL_STEP_COUNT: String(parallel.count),
          }),
      ...this.#request.bitbucket,
      // Neither Bitbucket's head version nor its Code Insights can be had here; the pipe only warns.
      CHECK_FOR_NEWER_VERSION: 'false',
    };
  }

  /** Only what the step declares is handed on. */
  #takeOutputs(step: Step, text: string): void {
    const pairs = text
      .split('\n')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const);
    for (const [name, value] of pairs) if (step['output-variables']?.includes(name)) this.outputs[name] = value;
  }

  #readdressed(text: string): string {
    const addresses = Object.entries(this.#request.addresses ?? {});
    return addresses.reduce((all, [address, other]) => all.replaceAll(address, other), text);
  }
}

const STORAGE = '.bitbucket/pipelines/generated/pipeline/pipes';
