import type { Environment } from '../process/host.ts';
import { definedOnly } from '../text/defined-only.ts';

/** What Bitbucket says of the step. Anything may be absent: outside Bitbucket, on tags, in older runners. */
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
