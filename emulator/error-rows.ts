import type { AppsmithError } from './envelope.ts';

/**
 * Every error with an envelope that a deployment can meet, by Appsmith's code, as Appsmith words it. Where HTTP status
 * or text vary, the commonest.
 */
export const errorRows = {
  'AE-APP-4007': ordinary(400, 'Unsupported operation', 'Unsupported operation', 'BAD_REQUEST'),
  'AE-GIT-4031': ordinary(
    400,
    'Git configuration is invalid. Details: Continuous delivery is not configured for this application.',
    'Invalid Git configuration',
    'GIT_CONFIGURATION_ERROR',
  ),
  'AE-ACL-4004': ordinary(
    404,
    "Unable to find applicationId 660427bb3927480dc0720914. Either the asset doesn't exist or you don't have required permissions",
    'No resource found or permission denied',
    'INTERNAL_ERROR',
  ),
  'AE-APP-4027': ordinary(
    404,
    'Unable to find application 660427bb3927480dc0720914,main',
    'No resource found',
    'INTERNAL_ERROR',
  ),
  '404': { httpStatus: 404, message: 'Not Found', title: 'Not Found', inOrder: true },
  'AE-GIT-5002': ordinary(
    500,
    'Deployment aborted to protect the last successful version: the package Design system is missing.',
    'Continuous delivery failed',
    'GIT_CONTINUOUS_DELIVERY_ERROR',
  ),
  'AE-GIT-5020': ordinary(
    500,
    'We were unable to place a lock on the file system to perform your pull command. Please try again.',
    'Git repository is locked',
    'GIT_ACTION_EXECUTION_ERROR',
  ),
  'AE-GIT-4044': ordinary(
    400,
    'git discard failed. \nDetails: Please create a new branch and resolve conflicts on remote repository before proceeding ahead.',
    'Git action failed',
    'GIT_ACTION_EXECUTION_ERROR',
  ),
  'AE-GIT-4046': ordinary(
    400,
    'Merge conflicts found: pages/Page1/Page1.json',
    'Merge conflicts',
    'GIT_ACTION_EXECUTION_ERROR',
    'https://docs.appsmith.com/advanced-concepts/version-control-with-git/merging-branches',
  ),
  'AE-GIT-4047': ordinary(
    400,
    'Merge conflicts found during the pull operation: pages/Page1/Page1.json',
    'Pull conflicts',
    'GIT_ACTION_EXECUTION_ERROR',
    'https://docs.appsmith.com/advanced-concepts/version-control-with-git/pull',
  ),
  'AE-GIT-4048': ordinary(
    400,
    'Looks like there are pending upstream changes. To prevent you from losing history, we will pull the changes and push them to your repo.',
    'Upstream changes',
    'GIT_UPSTREAM_CHANGES_ERROR',
  ),
  'AE-GIT-4036': ordinary(
    406,
    'Remote is ahead of local by 2 commits on branch main. Please pull remote changes first and try again.',
    'Remote is ahead',
    'GIT_ACTION_EXECUTION_ERROR',
  ),
  'AE-GIT-4037': ordinary(
    406,
    'There are uncommitted changes present in your local branch main. Please commit them first and try again',
    'Local changes',
    'GIT_ACTION_EXECUTION_ERROR',
  ),
  'AE-GIT-4032': ordinary(
    400,
    "Appsmith couldn't connect to this app's Git repository. Check that the SSH key has write access, then try again.",
    'Invalid Git SSH configuration',
    'GIT_CONFIGURATION_ERROR',
  ),
  'AE-GIT-4040': ordinary(
    400,
    'This operation is not supported for remote branch origin/main. Please use local branches only to proceed',
    'Unsupported Operation!',
    'BAD_REQUEST',
  ),
  'AE-GIT-4051': ordinary(
    404,
    'Unable to find the remote repository git@bitbucket.org:acme/orders.git',
    'Repository not found',
    'GIT_ACTION_EXECUTION_ERROR',
  ),
  'AE-GIT-4043': ordinary(
    402,
    'You have reached the maximum number of private Git repositories that can be connected to the workspace.',
    'Maximum number of Git repositories reached',
    'EE_FEATURE_ERROR',
  ),
  'AE-GIT-4050': ordinary(400, 'Please enter valid SSH URL of your repository', 'Invalid Git URL', 'BAD_REQUEST'),
  'AE-GIT-5005': ordinary(
    500,
    'No handler found for Git route type: file',
    'No handler for Git route',
    'GIT_ACTION_EXECUTION_ERROR',
  ),
  'AE-GIT-5009': ordinary(
    400,
    'Invalid private key format for Git route',
    'Invalid private key',
    'GIT_CONFIGURATION_ERROR',
  ),
  'AE-GIT-5013': ordinary(
    503,
    'Error while accessing the file system. No space left on device',
    'Git file system error',
    'GIT_CONFIGURATION_ERROR',
  ),
  'AE-GIT-5014': ordinary(
    504,
    'Git command execution exceeded the maximum allowed time, please contact Appsmith support for more details',
    'Git command timed out',
    'CONNECTIVITY_ERROR',
  ),
  'AE-GIT-5016': ordinary(
    400,
    'Git command execution error: Remote does not have refs/heads/main available for fetch.',
    'Git command failed',
    'GIT_ACTION_EXECUTION_ERROR',
  ),
  'AE-APP-5040': inOrder(
    504,
    'Plugin execution exceeded the maximum allowed time. Please increase the timeout in your action settings or check your backend action endpoint',
    'Timed out on plugin execution',
    'CONNECTIVITY_ERROR',
  ),
  'AE-BAD-4000': inOrder(
    400,
    'Bad request: 400 BAD_REQUEST "Required query parameter \'branchName\' is not present."',
    'Bad request',
    'BAD_REQUEST',
  ),
  'AE-BAD-4002': { httpStatus: 400, message: 'Appsmith version mismatch' },
  'AE-APP-4000': ordinary(400, 'Please enter a valid parameter branchName.', 'Invalid parameter', 'ARGUMENT_ERROR'),
  'AE-APP-4028': ordinary(
    400,
    "Validation Failure(s): Field 'clientSchemaVersion' is missing in the JSON",
    'Validation failed',
    'ARGUMENT_ERROR',
  ),
  'AE-APP-4032': ordinary(401, 'The token is not accepted', 'Invalid token', 'AUTHENTICATION_ERROR'),
  'AE-APP-4034': ordinary(401, 'The token has expired', 'Expired token', 'AUTHENTICATION_ERROR'),
  'AE-APP-4039': ordinary(403, 'CSRF token is missing', 'CSRF', 'AUTHENTICATION_ERROR'),
  'AE-APP-4054': ordinary(403, 'The license does not include this feature', 'License', 'EE_FEATURE_ERROR'),
  'AE-APP-4091': ordinary(409, 'Duplicate key error: application name', 'Duplicate key', 'INTERNAL_ERROR'),
  'AE-JSN-4001': ordinary(400, 'Json processing error with error Unexpected character', 'Json error', 'BAD_REQUEST'),
  'AE-JSN-5001': ordinary(500, 'Duplicate key detected while importing artifact', 'Duplicate key', 'BAD_REQUEST'),
  'AE-JSN-4045': ordinary(
    400,
    'Provided file is incompatible, please upgrade your instance to resolve this conflict.',
    'Incompatible JSON',
    'BAD_REQUEST',
  ),
  'AE-JSN-4049': ordinary(
    400,
    'Unable to import artifact in workspace Acme with error: page Page1 is missing',
    'Unable to import artifact',
    'BAD_REQUEST',
  ),
  'AE-ACL-4003': ordinary(403, 'Unauthorized access', 'Unauthorized access', 'AUTHENTICATION_ERROR'),
  'AE-APP-4026': ordinary(
    403,
    'Uh oh! You do not have permissions to do : publish',
    'Permission denied',
    'AUTHENTICATION_ERROR',
  ),
  'AE-ACL-4007': ordinary(403, 'Access denied for the continuous-delivery user', 'Access denied', 'BAD_REQUEST'),
  'AE-TMR-4029': ordinary(429, 'Too many requests received. Please try later.', 'Too many requests', 'INTERNAL_ERROR'),
  'AE-APP-4013': ordinary(
    413,
    'The request payload is too large. Max allowed size for request payload is 150000 KB',
    'Payload too large',
    'CONNECTIVITY_ERROR',
  ),
  'AE-APP-5000': inOrder(
    500,
    'Internal server error while processing request',
    'Internal server error',
    'INTERNAL_ERROR',
  ),
  'AE-APP-5024': inOrder(500, 'Appsmith server is not ready.', 'Server not ready', 'INTERNAL_ERROR'),
  'AE-APP-4080': inOrder(408, 'Health check timed out: mongo', 'Health check failed', 'CONNECTIVITY_ERROR'),
} as const satisfies Record<string, AppsmithError>;

function ordinary(
  httpStatus: number,
  message: string,
  title: string,
  type: string,
  referenceDoc?: string,
): AppsmithError {
  return { httpStatus, message, title, type, ...(referenceDoc === undefined ? {} : { referenceDoc }) };
}

function inOrder(httpStatus: number, message: string, title: string, type: string): AppsmithError {
  return { ...ordinary(httpStatus, message, title, type), inOrder: true };
}
