import type { AppsmithError } from './envelope.ts';

/** Errors that a deployment can meet, by Appsmith's code, in Appsmith's words; the most common of several. */
export const errorRows = {
  'AE-APP-4007': {
    httpStatus: 400,
    message: 'Unsupported operation',
    title: 'Unsupported operation',
    type: 'BAD_REQUEST',
  },
  'AE-GIT-4031': {
    httpStatus: 400,
    message: 'Git configuration is invalid. Details: Continuous delivery is not configured for this application.',
    title: 'Invalid Git configuration',
    type: 'GIT_CONFIGURATION_ERROR',
  },
  'AE-ACL-4004': {
    httpStatus: 404,
    message:
      'Unable to find applicationId 660427bb3927480dc0720914. ' +
      "Either the asset doesn't exist or you don't have required permissions",
    title: 'No resource found or permission denied',
    type: 'INTERNAL_ERROR',
  },
  'AE-APP-4027': {
    httpStatus: 404,
    message: 'Unable to find application 660427bb3927480dc0720914,main',
    title: 'No resource found',
    type: 'INTERNAL_ERROR',
  },
  '404': { httpStatus: 404, message: 'Not Found', title: 'Not Found', inOrder: true },
  'AE-GIT-5002': {
    httpStatus: 500,
    message: 'Deployment aborted to protect the last successful version: the package Design system is missing.',
    title: 'Continuous delivery failed',
    type: 'GIT_CONTINUOUS_DELIVERY_ERROR',
  },
  'AE-GIT-5020': {
    httpStatus: 500,
    message: 'We were unable to place a lock on the file system to perform your pull command. Please try again.',
    title: 'Git repository is locked',
    type: 'GIT_ACTION_EXECUTION_ERROR',
  },
  'AE-GIT-4044': {
    httpStatus: 400,
    message:
      'git discard failed. \n' +
      'Details: Please create a new branch and resolve conflicts on remote repository before proceeding ahead.',
    title: 'Git action failed',
    type: 'GIT_ACTION_EXECUTION_ERROR',
  },
  'AE-GIT-4046': {
    httpStatus: 400,
    message: 'Merge conflicts found: pages/Page1/Page1.json',
    title: 'Merge conflicts',
    type: 'GIT_ACTION_EXECUTION_ERROR',
    referenceDoc: 'https://docs.appsmith.com/advanced-concepts/version-control-with-git/merging-branches',
  },
  'AE-GIT-4047': {
    httpStatus: 400,
    message: 'Merge conflicts found during the pull operation: pages/Page1/Page1.json',
    title: 'Pull conflicts',
    type: 'GIT_ACTION_EXECUTION_ERROR',
    referenceDoc: 'https://docs.appsmith.com/advanced-concepts/version-control-with-git/pull',
  },
  'AE-GIT-4048': {
    httpStatus: 400,
    message:
      'Looks like there are pending upstream changes. ' +
      'To prevent you from losing history, we will pull the changes and push them to your repo.',
    title: 'Upstream changes',
    type: 'GIT_UPSTREAM_CHANGES_ERROR',
  },
  'AE-GIT-4036': {
    httpStatus: 406,
    message: 'Remote is ahead of local by 2 commits on branch main. Please pull remote changes first and try again.',
    title: 'Remote is ahead',
    type: 'GIT_ACTION_EXECUTION_ERROR',
  },
  'AE-GIT-4037': {
    httpStatus: 406,
    message: 'There are uncommitted changes present in your local branch main. Please commit them first and try again',
    title: 'Local changes',
    type: 'GIT_ACTION_EXECUTION_ERROR',
  },
  'AE-GIT-4032': {
    httpStatus: 400,
    message:
      "Appsmith couldn't connect to this app's Git repository. " +
      'Check that the SSH key has write access, then try again.',
    title: 'Invalid Git SSH configuration',
    type: 'GIT_CONFIGURATION_ERROR',
  },
  'AE-GIT-4040': {
    httpStatus: 400,
    message: 'This operation is not supported for remote branch origin/main. Please use local branches only to proceed',
    title: 'Unsupported Operation!',
    type: 'BAD_REQUEST',
  },
  'AE-GIT-4051': {
    httpStatus: 404,
    message: 'Unable to find the remote repository git@bitbucket.org:acme/orders.git',
    title: 'Repository not found',
    type: 'GIT_ACTION_EXECUTION_ERROR',
  },
  'AE-GIT-4043': {
    httpStatus: 402,
    message: 'You have reached the maximum number of private Git repositories that can be connected to the workspace.',
    title: 'Maximum number of Git repositories reached',
    type: 'EE_FEATURE_ERROR',
  },
  'AE-GIT-4050': {
    httpStatus: 400,
    message: 'Please enter valid SSH URL of your repository',
    title: 'Invalid Git URL',
    type: 'BAD_REQUEST',
  },
  'AE-GIT-5005': {
    httpStatus: 500,
    message: 'No handler found for Git route type: file',
    title: 'No handler for Git route',
    type: 'GIT_ACTION_EXECUTION_ERROR',
  },
  'AE-GIT-5009': {
    httpStatus: 400,
    message: 'Invalid private key format for Git route',
    title: 'Invalid private key',
    type: 'GIT_CONFIGURATION_ERROR',
  },
  'AE-GIT-5013': {
    httpStatus: 503,
    message: 'Error while accessing the file system. No space left on device',
    title: 'Git file system error',
    type: 'GIT_CONFIGURATION_ERROR',
  },
  'AE-GIT-5014': {
    httpStatus: 504,
    message:
      'Git command execution exceeded the maximum allowed time, please contact Appsmith support for more details',
    title: 'Git command timed out',
    type: 'CONNECTIVITY_ERROR',
  },
  'AE-GIT-5016': {
    httpStatus: 400,
    message: 'Git command execution error: Remote does not have refs/heads/main available for fetch.',
    title: 'Git command failed',
    type: 'GIT_ACTION_EXECUTION_ERROR',
  },
  'AE-APP-5040': {
    httpStatus: 504,
    message:
      'Plugin execution exceeded the maximum allowed time. ' +
      'Please increase the timeout in your action settings or check your backend action endpoint',
    title: 'Timed out on plugin execution',
    type: 'CONNECTIVITY_ERROR',
    inOrder: true,
  },
  'AE-BAD-4000': {
    httpStatus: 400,
    message: 'Bad request: 400 BAD_REQUEST "Required query parameter \'branchName\' is not present."',
    title: 'Bad request',
    type: 'BAD_REQUEST',
    inOrder: true,
  },
  'AE-BAD-4002': { httpStatus: 400, message: 'Appsmith version mismatch' },
  'AE-APP-4000': {
    httpStatus: 400,
    message: 'Please enter a valid parameter branchName.',
    title: 'Invalid parameter',
    type: 'ARGUMENT_ERROR',
  },
  'AE-APP-4028': {
    httpStatus: 400,
    message: "Validation Failure(s): Field 'clientSchemaVersion' is missing in the JSON",
    title: 'Validation failed',
    type: 'ARGUMENT_ERROR',
  },
  'AE-APP-4032': {
    httpStatus: 401,
    message: 'The token is not accepted',
    title: 'Invalid token',
    type: 'AUTHENTICATION_ERROR',
  },
  'AE-APP-4034': {
    httpStatus: 401,
    message: 'The token has expired',
    title: 'Expired token',
    type: 'AUTHENTICATION_ERROR',
  },
  'AE-APP-4039': { httpStatus: 403, message: 'CSRF token is missing', title: 'CSRF', type: 'AUTHENTICATION_ERROR' },
  'AE-APP-4054': {
    httpStatus: 403,
    message: 'The license does not include this feature',
    title: 'License',
    type: 'EE_FEATURE_ERROR',
  },
  'AE-APP-4091': {
    httpStatus: 409,
    message: 'Duplicate key error: application name',
    title: 'Duplicate key',
    type: 'INTERNAL_ERROR',
  },
  'AE-JSN-4001': {
    httpStatus: 400,
    message: 'Json processing error with error Unexpected character',
    title: 'Json error',
    type: 'BAD_REQUEST',
  },
  'AE-JSN-5001': {
    httpStatus: 500,
    message: 'Duplicate key detected while importing artifact',
    title: 'Duplicate key',
    type: 'BAD_REQUEST',
  },
  'AE-JSN-4045': {
    httpStatus: 400,
    message: 'Provided file is incompatible, please upgrade your instance to resolve this conflict.',
    title: 'Incompatible JSON',
    type: 'BAD_REQUEST',
  },
  'AE-JSN-4049': {
    httpStatus: 400,
    message: 'Unable to import artifact in workspace Acme with error: page Page1 is missing',
    title: 'Unable to import artifact',
    type: 'BAD_REQUEST',
  },
  'AE-ACL-4003': {
    httpStatus: 403,
    message: 'Unauthorized access',
    title: 'Unauthorized access',
    type: 'AUTHENTICATION_ERROR',
  },
  'AE-APP-4026': {
    httpStatus: 403,
    message: 'Uh oh! You do not have permissions to do : publish',
    title: 'Permission denied',
    type: 'AUTHENTICATION_ERROR',
  },
  'AE-ACL-4007': {
    httpStatus: 403,
    message: 'Access denied for the continuous-delivery user',
    title: 'Access denied',
    type: 'BAD_REQUEST',
  },
  'AE-TMR-4029': {
    httpStatus: 429,
    message: 'Too many requests received. Please try later.',
    title: 'Too many requests',
    type: 'INTERNAL_ERROR',
  },
  'AE-APP-4013': {
    httpStatus: 413,
    message: 'The request payload is too large. Max allowed size for request payload is 150000 KB',
    title: 'Payload too large',
    type: 'CONNECTIVITY_ERROR',
  },
  'AE-APP-5000': {
    httpStatus: 500,
    message: 'Internal server error while processing request',
    title: 'Internal server error',
    type: 'INTERNAL_ERROR',
    inOrder: true,
  },
  'AE-APP-5024': {
    httpStatus: 500,
    message: 'Appsmith server is not ready.',
    title: 'Server not ready',
    type: 'INTERNAL_ERROR',
    inOrder: true,
  },
  'AE-APP-4080': {
    httpStatus: 408,
    message: 'Health check timed out: mongo',
    title: 'Health check failed',
    type: 'CONNECTIVITY_ERROR',
    inOrder: true,
  },
} as const satisfies Record<string, AppsmithError>;
