import type { Environment } from '../context.ts';
import { readToken } from '../token.ts';
import { KEYS, mayHold } from './keys.ts';
import type { Problem } from './problem.ts';
import type { Shape } from './shape.ts';
import type { FileDeployment } from './targets.ts';
import { child, type MapTree, type Tree } from './tree.ts';

/** Where tokens come from. */
export interface TokenSource {
  /** Where the variables are looked up that `token` names. */
  readonly environment: Environment;
  /** Names of the pipe's own variables, which cannot serve as tokens of the file. */
  readonly ownVariables: readonly string[];
}

/** The tokens of the deployments, or what is wrong with them. */
export interface Tokens {
  /** By deployment; one without a token has a problem. */
  readonly values: ReadonlyMap<MapTree, string>;
  readonly problems: readonly Problem[];
  /** Variables that the file names and that have no value, in the order of the file. */
  readonly missing: readonly string[];
  /** Warnings, each with the variable's name. */
  readonly notes: readonly string[];
}

/** Set by Bitbucket, Docker or the image for every container: whatever they hold, it is no token for Appsmith. */
const OF_THE_MACHINE =
  /^(BITBUCKET_\w*|PIPELINES_JWT_TOKEN|CI|DOCKER_HOST|HOME|HOSTNAME|LANG|NODE_EXTRA_CA_CERTS|NODE_OPTIONS|OLDPWD|PATH|PWD|SHLVL|TERM|TMPDIR|USER|_)$/;

/** Letters and digits mixed as a generator does, or too long for a name: a token with a $ in front, which is not to be repeated. */
const LIKE_A_TOKEN = /^(?=[A-Za-z]*\d)(?=[A-Z\d]*[a-z])[A-Za-z\d]+$|^.{65}/;

/**
 * Looks the tokens up: `token` of a deployment, or of the defaults, names a variable of the environment. Only variables that were given to the pipe
 * for this count: a pull request could otherwise make the pipe send a private key, or Bitbucket's own credentials, to a server of its choice.
 */
export function lookUpTokens(
  deployments: readonly Pick<FileDeployment, 'tree'>[],
  defaults: Tree | undefined,
  { wrong }: Pick<Shape, 'wrong'>,
  { environment, ownVariables }: TokenSource,
): Tokens {
  const values = new Map<MapTree, string>();
  const problems: Problem[] = [];
  const missing: string[] = [];
  const notes: string[] = [];

  const lookUp = ({ span }: Tree, name: string): string | undefined => {
    const refuse = (message: string) => {
      problems.push({ span, message });
      return undefined;
    };
    if (OF_THE_MACHINE.test(name))
      return refuse(`${name} is set by Bitbucket or the machine and holds no token for Appsmith. ${OWN_NAME}`);
    if (ownVariables.includes(name))
      return refuse(`${name} is a variable of the pipe itself and cannot serve as a token here. ${OWN_NAME}`);
    const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
    if (!value?.trim()) {
      if (LIKE_A_TOKEN.test(name)) return refuse(NO_REFERENCE);
      missing.push(name);
      return refuse(`The variable ${name} was not given to the pipe, or is empty.`);
    }
    const reading = readToken(value);
    if ('problem' in reading) return refuse(`The variable ${name} ${reading.problem}`);
    notes.push(...reading.value.notes.map((note) => `${name} ${note}`));
    return reading.value.token;
  };

  const known = new Map<string, string | undefined>();
  for (const { tree: deployment } of deployments) {
    const tree = child(deployment, 'token') ?? child(defaults, 'token');
    if (tree === undefined) {
      const meant = [deployment, defaults].some(
        (owner) => owner?.kind === 'map' && mayHold(owner, 'token', KEYS.defaults),
      );
      if (!meant) problems.push({ span: deployment.span, message: NO_TOKEN });
    } else if (tree.kind === 'text' && !wrong.has(tree)) {
      const name = tree.text.replaceAll(/[${}]/g, '');
      if (!known.has(name)) known.set(name, lookUp(tree, name));
      const token = known.get(name);
      if (token !== undefined) values.set(deployment, token);
    }
  }
  return { values, problems, missing, notes };
}

const NO_TOKEN =
  'This deployment has no token. Give it token: $NAME, or give defaults one: the name of a variable that holds the token.';

const NO_REFERENCE =
  'token must be the name of a variable with $ in front. There is no such variable (it is not shown, it may be a token itself).';

const OWN_NAME = 'Keep the token in a secured variable with a name of its own, such as ORDERS_TOKEN.';

/** Most lines to add that are written out. */
const MOST_LINES = 200;

/** What to add to bitbucket-pipelines.yml so that the variables reach the pipe. */
export function linesToAdd(missing: readonly string[]): string {
  const lines = missing.slice(0, MOST_LINES).map((name) => `    ${name}: $${name}`);
  const rest = missing.length > MOST_LINES ? [`    … and ${missing.length - MOST_LINES} more`] : [];
  return [
    'Add the missing variables to the pipe in bitbucket-pipelines.yml.',
    'Each must exist, secured, in this repository, workspace or deployment environment:',
    '  variables:',
    ...lines,
    ...rest,
  ].join('\n');
}
