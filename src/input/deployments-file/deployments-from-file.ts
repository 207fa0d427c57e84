import { readBaseUrl } from '../../appsmith/endpoint.ts';
import { metadata } from '../../manifest/manifest.ts';
import type { Environment } from '../../process/host.ts';
import { findUnreplaced, unreplacedProblem } from '../../text/references.ts';
import type { Folders } from '../clone-path.ts';
import type { Context } from '../context.ts';
import { warnOfPlainHttp } from '../deployments.ts';
import type { Findings } from '../findings.ts';
import type { Variables } from '../variables.ts';
import { readDeploymentsText } from './locate.ts';
import { type FileContent, NOTHING, readDeploymentsFile } from './read.ts';

export interface FileSource {
  /** Value of DEPLOYMENTS_FILE. */
  readonly path: string;
  readonly variables: Variables;
  readonly context: Context;
  readonly environment: Environment;
  readonly folders: Folders;
}

/** Variables that say what a deployments file says. */
const RIVALS = ['APP_ID', 'BEARER_TOKEN', 'DEPLOY_ENDPOINT'];
/** Variables that are defaults for a deployments file, so they hold one value. */
const DEFAULTS = ['BRANCH', 'APPSMITH_URL'];

const OWN_VARIABLES = metadata.variables.flatMap(({ name, aliases }) => [name, ...aliases]);

/**
 * Reads the deployments from a file. Loaded on demand: no other part of the pipe needs YAML or the schema's compiler.
 */
export function deploymentsFromFile(
  { path, variables, context, environment, folders }: FileSource,
  findings: Findings,
): FileContent {
  const { values, given, itemNames } = variables;
  const before = findings.problems.length;
  for (const name of RIVALS.filter((each) => given.has(each))) {
    const message =
      `is already set by the deployments file. Remove ${name}, or remove DEPLOYMENTS_FILE to deploy without a ` +
      'file.';
    findings.problem(name, message);
  }
  for (const name of DEFAULTS.filter((each) => (itemNames[each] as readonly string[]).length > 1)) {
    const message =
      'must not be a list when DEPLOYMENTS_FILE is set. Remove the list, or set one value for what the file ' +
      `does not set, or write ${name === 'BRANCH' ? 'branch:' : 'url:'} into the file.`;
    findings.problem(name, message);
  }
  const url = readBaseUrl(values.APPSMITH_URL[0] as string, findings.about('APPSMITH_URL'));
  const branch = values.BRANCH?.[0] ?? context.branch;
  const unreplaced = branch === undefined || branch === context.branch ? undefined : findUnreplaced(branch);
  if (unreplaced !== undefined) findings.problem('BRANCH', unreplacedProblem(unreplaced));
  const text = readDeploymentsText(path, folders, findings.about('DEPLOYMENTS_FILE'));
  if (text === undefined) return NOTHING;
  const content = readDeploymentsFile(
    text,
    {
      file: path,
      defaults: { url, branch, timeoutSeconds: values.TIMEOUT },
      environment,
      folders,
      ownVariables: OWN_VARIABLES,
    },
    findings,
  );
  warnOfPlainHttp(content.deployments, findings);
  return findings.problems.length === before ? content : NOTHING;
}
