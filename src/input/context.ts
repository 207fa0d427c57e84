import type { Environment } from '../process/host.ts';
import { definedOnly } from '../text/defined-only.ts';

/**
 * What Bitbucket says of the step that the pipe runs in. Anything may be absent: outside Bitbucket, on tags, in older
 * runners.
 */
export interface Context {
  /** True inside Bitbucket Pipelines. */
  readonly inBitbucket: boolean;
  /** Source branch; absent when a tag is built. */
  readonly branch?: string;
  /** In a pull request's pipeline, the branch that it will be merged into. */
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
  /** Position among the parallel steps, from 0, as written: the sharding checks it. */
  readonly parallelStep?: string;
  readonly parallelStepCount?: string;
  /** Folder of the clone. */
  readonly cloneDir?: string;
  /** File that takes `KEY=value` lines for later steps. */
  readonly variablesPath?: string;
  /** Folder for this pipe's files, kept for the pipeline. */
  readonly storageDir?: string;
}

/**
 * Reads the BITBUCKET_* variables. A variable that is not set in a build arrives as an empty string: both mean absent.
 */
export function readContext(env: Environment): Context {
  const get = (name: string) => env[`BITBUCKET_${name}`] || undefined;
  const repoFullName = get('REPO_FULL_NAME') ?? joined(get('WORKSPACE'), get('REPO_SLUG'));
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

function joined(workspace: string | undefined, slug: string | undefined): string | undefined {
  return workspace && slug ? `${workspace}/${slug}` : undefined;
}
