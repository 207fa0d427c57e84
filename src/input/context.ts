import type { Shard } from '../deployment/shard.ts';
import type { Environment } from '../process/host.ts';
import { definedOnly } from '../text/defined-only.ts';
import type { Remarks } from '../text/remarks.ts';

/** What Bitbucket says about the step. Anything may be absent: outside Bitbucket, on tags, in older runners. */
export interface Context {
  /** True inside Bitbucket Pipelines. */
  readonly inBitbucket: boolean;
  /** Source branch; absent when a tag is built. */
  readonly branch?: string;
  /** In a pull request's pipeline, the target branch. */
  readonly destinationBranch?: string;
  readonly tag?: string;
  readonly commit?: string;
  /** `workspace/repository`. */
  readonly repoFullName?: string;
  readonly buildNumber?: string;
  /** Address of the build's page. */
  readonly buildUrl?: string;
  /** Address of the commit's page. */
  readonly commitUrl?: string;
  readonly deploymentEnvironment?: string;
  /** Position among the parallel steps, from 0, unchecked. */
  readonly parallelStep?: string;
  readonly parallelStepCount?: string;
  /** Folder of the clone. */
  readonly cloneDir?: string;
  /** File that takes `KEY=value` lines for later steps. */
  readonly variablesPath?: string;
  /** Folder for this pipe's files, kept for the pipeline. */
  readonly storageDir?: string;
}

/** Reads the BITBUCKET_* variables. An empty one is absent: that is how Bitbucket passes a variable without a value. */
export function readContext(env: Environment): Context {
  const get = (name: string) => env[`BITBUCKET_${name}`] || undefined;
  const [workspace, slug] = [get('WORKSPACE'), get('REPO_SLUG')];
  const repoFullName = get('REPO_FULL_NAME') ?? (workspace && slug && `${workspace}/${slug}`);
  const page = (path: string, id: string | undefined) =>
    repoFullName && id ? `https://bitbucket.org/${repoFullName}/${path}/${id}` : undefined;
  return definedOnly({
    inBitbucket: get('BUILD_NUMBER') !== undefined,
    branch: get('BRANCH'),
    destinationBranch: get('PR_DESTINATION_BRANCH'),
    tag: get('TAG'),
    commit: get('COMMIT'),
    repoFullName,
    buildNumber: get('BUILD_NUMBER'),
    buildUrl: page('pipelines/results', get('BUILD_NUMBER')),
    commitUrl: page('commits', get('COMMIT')),
    deploymentEnvironment: get('DEPLOYMENT_ENVIRONMENT'),
    parallelStep: get('PARALLEL_STEP'),
    parallelStepCount: get('PARALLEL_STEP_COUNT'),
    cloneDir: get('CLONE_DIR'),
    variablesPath: get('PIPELINES_VARIABLES_PATH'),
    storageDir: get('PIPE_STORAGE_DIR'),
  });
}

/** More parallel steps than Bitbucket starts. */
const MOST_STEPS = 10_000;

const STEP = 'BITBUCKET_PARALLEL_STEP';
const COUNT = 'BITBUCKET_PARALLEL_STEP_COUNT';
const AS_SET = 'Bitbucket sets both inside `parallel:`; remove your own settings of them.';

/** Reads which part of the plan this parallel step takes; remarks are about SHARD. */
export function readShard({ parallelStep, parallelStepCount }: Context, remarks: Remarks): Shard | undefined {
  if (parallelStep === undefined || parallelStepCount === undefined) {
    const missing: string[] = [];
    if (parallelStep === undefined) missing.push(STEP);
    if (parallelStepCount === undefined) missing.push(COUNT);
    return remarks.problem(
      `needs ${missing.join(' and ')}. Bitbucket sets both only in steps inside \`parallel:\`: pass them under the ` +
        `\`variables:\` of the pipe, ${STEP}: $${STEP} and ${COUNT}: $${COUNT}. Or remove SHARD to deploy the whole ` +
        'plan here.',
    );
  }
  const step = wholeNumber(parallelStep);
  const count = wholeNumber(parallelStepCount);
  if (step === undefined || !count)
    return remarks.problem(
      `cannot be used: ${STEP} must be a whole number from 0, and ${COUNT} one from 1 to ${MOST_STEPS}. ${AS_SET}`,
    );
  if (step >= count)
    return remarks.problem(
      `cannot be used: ${STEP} is ${step}, which is not below ${COUNT}, ${count}. Steps are counted from 0. ${AS_SET}`,
    );
  return { step, count };
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= MOST_STEPS ? Number(text) : undefined;
}

/**
 * `appsmith-deploy-staging-step-2`: the pipe, its deployment environment, and the parallel step, if any.
 * Letters, digits and hyphens only.
 */
export function stepName({ deploymentEnvironment: environment, parallelStep: step }: Context): string {
  const parts = ['appsmith-deploy'];
  if (environment) parts.push(slug(environment));
  if (step) parts.push(`step-${slug(step)}`);
  return parts.join('-');
}

const LONGEST_SLUG = 60;

/** Text that had to be changed gets a digest of the original, so that two environments never share a file. */
function slug(text: string): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const plain = words.join('-').slice(0, LONGEST_SLUG);
  return plain === text ? plain : `${plain}-${digest(text)}`;
}

/** 32 bits of FNV-1a: enough to distinguish a few environments, without a library. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
