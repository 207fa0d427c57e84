import { readBaseUrl } from '../../appsmith/endpoint.ts';
import { metadata } from '../../manifest/manifest.ts';
import type { Environment } from '../../process/host.ts';
import type { Place } from '../clone-path.ts';
import type { Context } from '../context.ts';
import { isUnfilled } from '../references.ts';
import { plainHttpNotices, type SpecsReading } from '../specs.ts';
import type { Notice, Problem, VariablesReading } from '../variables.ts';
import { readDeploymentsText } from './locate.ts';
import { readDeploymentsFile } from './read.ts';

/** Variables that say what a deployments file says. */
const RIVALS = ['APP_ID', 'BEARER_TOKEN', 'DEPLOY_ENDPOINT'];
/** Variables that a deployments file takes as a default, so they hold one value. */
const DEFAULTS = ['BRANCH', 'APPSMITH_URL'];

const OWN_VARIABLES = metadata.variables.flatMap(({ name, aliases }) => [name, ...aliases]);

/**
 * Reads the deployments from the file that DEPLOYMENTS_FILE names. It is loaded on demand: no other part of the pipe needs YAML or the schema's compiler.
 * @param path value of DEPLOYMENTS_FILE
 */
export function specsFromFile(
  path: string,
  reading: VariablesReading,
  context: Context,
  environment: Environment,
  place: Place,
): SpecsReading {
  const problems = [...rivals(reading), ...lists(reading)];
  const url = readBaseUrl(reading.values.APPSMITH_URL[0] as string);
  if ('problem' in url) problems.push({ variable: 'APPSMITH_URL', message: `${url.problem}.` });
  const branch = reading.values.BRANCH?.[0] ?? context.branch;
  if (branch !== undefined && branch !== context.branch && isUnfilled(branch))
    problems.push({
      variable: 'BRANCH',
      message: 'holds a reference that nothing has replaced. Check that the variable exists.',
    });
  const text = readDeploymentsText(path, place);
  const file =
    'problem' in text
      ? { problems: [text.problem], secrets: [] }
      : readDeploymentsFile(text.value, {
          file: path,
          defaults: { url, timeoutSeconds: reading.values.TIMEOUT, ...(branch === undefined ? {} : { branch }) },
          environment,
          ownVariables: OWN_VARIABLES,
        });
  if ('problems' in file) {
    problems.push(...file.problems.map((message) => ({ variable: 'DEPLOYMENTS_FILE', message })));
    return { specs: [], problems, notices: [], secrets: file.secrets };
  }
  const { deployments, secrets, notes } = file;
  const notices = notes.map((note): Notice => ({ level: 'warning', text: note }));
  return {
    specs: problems.length === 0 ? deployments.map((deployment) => ({ ...deployment, fromFile: true })) : [],
    problems,
    notices: [...notices, ...plainHttpNotices(deployments)],
    secrets,
  };
}

function rivals({ given }: VariablesReading): Problem[] {
  return RIVALS.filter((name) => given.has(name)).map((name) => ({
    variable: name,
    message: `says what the deployments file says already. Drop ${name}, or drop DEPLOYMENTS_FILE to deploy without a file.`,
  }));
}

function lists({ itemNames }: VariablesReading): Problem[] {
  return DEFAULTS.filter((name) => (itemNames[name] as readonly string[]).length > 1).map((name) => ({
    variable: name,
    message: `must not be a list beside DEPLOYMENTS_FILE. Drop the list, or give one value for what the file leaves open; else write ${name === 'BRANCH' ? 'branch:' : 'url:'} into the file.`,
  }));
}
