/**
 * What Bitbucket hands on with `--env` in a plain step of a branch, in the order of its logs. One that a build does not
 * have arrives empty.
 */
const STEP = [
  'BITBUCKET_STEP_TRIGGERER_UUID',
  'BITBUCKET_REPO_FULL_NAME',
  'BITBUCKET_GIT_HTTP_ORIGIN',
  'BITBUCKET_REPO_SLUG',
  'BITBUCKET_PROJECT_UUID',
  'CI',
  'BITBUCKET_REPO_OWNER',
  'BITBUCKET_REPO_IS_PRIVATE',
  'BITBUCKET_WORKSPACE',
  'BITBUCKET_SSH_KEY_FILE',
  'BITBUCKET_REPO_OWNER_UUID',
  'BITBUCKET_STEP_RUN_NUMBER',
  'BITBUCKET_BUILD_NUMBER',
  'BITBUCKET_BRANCH',
  'BITBUCKET_GIT_SSH_ORIGIN',
  'BITBUCKET_PIPELINE_UUID',
  'BITBUCKET_PIPELINES_VARIABLES_PATH',
  'BITBUCKET_COMMIT',
  'BITBUCKET_REPO_UUID',
  'BITBUCKET_CLONE_DIR',
  'BITBUCKET_PROJECT_KEY',
  'PIPELINES_JWT_TOKEN',
  'BITBUCKET_STEP_UUID',
  'BITBUCKET_DOCKER_HOST_INTERNAL',
  'DOCKER_HOST',
  'BITBUCKET_PIPE_STORAGE_DIR',
  'BITBUCKET_PIPE_SHARED_STORAGE_DIR',
];

/** A push to the branch main. */
const PUSH: Readonly<Record<string, string>> = {
  BITBUCKET_STEP_TRIGGERER_UUID: '{3f0b4f0e-6a55-4d8e-9a7c-0a1b2c3d4e5f}',
  BITBUCKET_REPO_FULL_NAME: 'acme/orders',
  BITBUCKET_GIT_HTTP_ORIGIN: 'http://bitbucket.org/acme/orders',
  BITBUCKET_REPO_SLUG: 'orders',
  CI: 'true',
  BITBUCKET_REPO_OWNER: 'acme',
  BITBUCKET_REPO_IS_PRIVATE: 'true',
  BITBUCKET_WORKSPACE: 'acme',
  BITBUCKET_SSH_KEY_FILE: '/opt/atlassian/pipelines/agent/ssh/id_rsa',
  BITBUCKET_STEP_RUN_NUMBER: '1',
  BITBUCKET_BUILD_NUMBER: '42',
  BITBUCKET_BRANCH: 'main',
  BITBUCKET_GIT_SSH_ORIGIN: 'git@bitbucket.org:acme/orders.git',
  BITBUCKET_COMMIT: '9f2c1e7ab4d05c3388b1f6d7e2a490cc51d3e8f0',
  BITBUCKET_PROJECT_KEY: 'ACME',
  BITBUCKET_DOCKER_HOST_INTERNAL: '10.0.2.2',
  DOCKER_HOST: 'tcp://host.docker.internal:2375',
};

/** Where a clone and its step keep their files. */
export interface Places {
  readonly cloneDir: string;
  readonly storageDir: string;
  readonly variablesPath: string;
}

/**
 * The variables that Bitbucket hands to the container of a pipe, beside those of the pipe.
 * @param more those of this kind of step, such as BITBUCKET_TAG, or other values
 */
export function stepEnvironment(places: Places, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    ...Object.fromEntries(STEP.map((name) => [name, PUSH[name] ?? ''])),
    BITBUCKET_CLONE_DIR: places.cloneDir,
    BITBUCKET_PIPE_STORAGE_DIR: places.storageDir,
    BITBUCKET_PIPE_SHARED_STORAGE_DIR: places.storageDir.replace(/\/[^/]+\/[^/]+$/, ''),
    BITBUCKET_PIPELINES_VARIABLES_PATH: places.variablesPath,
    ...more,
  };
}
