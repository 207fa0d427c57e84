import type { Environment } from '../../process/host.ts';
import type { Remarks } from '../../text/remarks.ts';
import { readToken } from '../token.ts';
import { KEYS, mayHold } from './keys.ts';
import type { FileFindings } from './problem.ts';
import type { Shape } from './shape.ts';
import type { FileDeployment } from './targets.ts';
import { type Found, find, type MapTree, placeOf, type Tree } from './tree.ts';

/** Where tokens come from. */
export interface TokenSource {
  /** Where the variables are looked up that `token` names. */
  readonly environment: Environment;
  /** Names of the pipe's own variables, which cannot serve as tokens of the file. Nor can the items that Bitbucket makes of a list: NAME_COUNT, NAME_0 … */
  readonly ownVariables: readonly string[];
}

/** The tokens of the deployments, or what is wrong with them. */
export interface Tokens {
  /** By deployment; one without a token has a problem. */
  readonly values: ReadonlyMap<MapTree, string>;
  /** Variables that the file names and that have no value, in the order of the file. */
  readonly missing: readonly string[];
}

/** Set by Bitbucket, Docker or the image for every container: whatever they hold, it is no token for Appsmith. */
const OF_THE_MACHINE =
  /^(BITBUCKET_\w*|PIPELINES_JWT_TOKEN|CI|DOCKER_HOST|HOME|HOSTNAME|LANG|NODE_(ENV|EXTRA_CA_CERTS|OPTIONS|PATH|VERSION)|OLDPWD|PATH|PWD|SHLVL|SSL_CERT_(DIR|FILE)|TERM|TMPDIR|USER|_)$/;

/** Letters and digits mixed as a generator does, or too long for a name: a token with a $ in front, which is not to be repeated. */
const LIKE_A_TOKEN = /^(?=[A-Za-z]*\d)(?=[A-Z\d]*[a-z])[A-Za-z\d]+$|^.{65}/;

/**
 * Looks the tokens up: `token` of a deployment, or of the defaults, names a variable of the environment. Only variables that were given to the pipe
 * for this count: a pull request could otherwise make the pipe send a private key, or Bitbucket's own credentials, to a server of its choice.
 */
export function lookUpTokens(
  deployments: readonly Pick<FileDeployment, 'tree'>[],
  defaults: Tree | undefined,
  { shape: { wrong }, environment, ownVariables }: TokenSource & { readonly shape: Pick<Shape, 'wrong'> },
  findings: FileFindings,
): Tokens {
  const values = new Map<MapTree, string>();
  const missing: string[] = [];

  const lookUp = (found: Found, name: string): string | undefined => {
    const refuse = (message: string) => findings.problem({ span: found.place, written: found.value.span, message });
    if (OF_THE_MACHINE.test(name))
      return refuse(`${name} is set by Bitbucket or the machine and holds no token for Appsmith. ${OWN_NAME}`);
    if (isOwn(name, ownVariables, environment))
      return refuse(`${name} is a variable of the pipe itself and cannot serve as a token here. ${OWN_NAME}`);
    const value = givenValue(name, environment);
    if (value === undefined) {
      if (LIKE_A_TOKEN.test(name)) return refuse(NO_REFERENCE);
      missing.push(name);
      return refuse(`The variable ${name} was not given to the pipe, or is empty.`);
    }
    return readToken(value, { ...findings.about(found, `The variable ${name}`), secret: () => undefined }); // masked when all is known
  };

  const known = new Map<string, string | undefined>();
  for (const { tree: deployment } of deployments) {
    const found = find(deployment, 'token') ?? find(defaults, 'token');
    if (found === undefined) {
      const meant = [deployment, defaults].some(
        (owner) => owner?.kind === 'map' && mayHold(owner, 'token', KEYS.defaults),
      );
      if (!meant) findings.problem({ span: placeOf(deployment), written: deployment.span, message: NO_TOKEN });
      continue;
    }
    const tree = found.value;
    if (tree.kind === 'text' && !wrong.has(tree)) {
      const name = tree.text.replaceAll(/[${}]/g, '');
      if (!known.has(name)) known.set(name, lookUp(found, name));
      const token = known.get(name);
      if (token !== undefined) values.set(deployment, token);
    }
  }
  return { values, missing };
}

function isOwn(name: string, ownVariables: readonly string[], environment: Environment): boolean {
  if (ownVariables.includes(name)) return true;
  const list = name.replace(/_(COUNT|\d+)$/, '');
  return ownVariables.includes(list) && givenValue(`${list}_COUNT`, environment) !== undefined;
}

/** A variable's value; undefined when it was not given, or is blank. */
function givenValue(name: string, environment: Environment): string | undefined {
  const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
  return value?.trim() ? value : undefined;
}

/** What is shorter is no token of Appsmith, and to mask it would riddle the text, in characters. */
const SHORTEST_TOKEN = 6;

/** Bitbucket hands such a thing on when there is no variable of the name. To mask it would hide the name. */
const UNREPLACED = /^\s*\$\{?[A-Z_][A-Z0-9_]*\}?\s*$/;

/**
 * The values of all variables that a file refers to, wherever it does and whatever else is wrong with it, also where YAML's reader gives up: they are
 * not to be shown.
 */
export function referredValues(text: string, { environment, ownVariables }: TokenSource): string[] {
  const names = new Set(Array.from(text.matchAll(/\$\{?([A-Za-z_]\w*)/g), ([, name]) => String(name)));
  const secrets = [...names].flatMap((name) => {
    const value =
      OF_THE_MACHINE.test(name) || isOwn(name, ownVariables, environment) ? undefined : givenValue(name, environment);
    if (value === undefined || value.length < SHORTEST_TOKEN || UNREPLACED.test(value)) return [];
    return readToken(value, SILENT) ?? value;
  });
  return [...new Set(secrets)];
}

const SILENT: Remarks = { problem: () => undefined, warning: () => undefined, secret: () => undefined };

/** The words behind each `token:` of a text, whatever else is wrong with it, without the signs of a reference: literals, some of them. */
export function writtenTokens(text: string): string[] {
  const values = Array.from(text.matchAll(/\btoken["']?\s*:\s*([^\n]{0,1000})/g), ([, value]) => String(value));
  const tokens = values.filter((value) => !/^\w+\s*:(\s|$)/.test(value)); // behind an empty token comes the next key
  const words = tokens.flatMap((value) => value.split(/[\s,{}[\]'"]+/)).map((word) => word.replace(/^\$/, ''));
  return [...new Set(words)].filter((word) => word.length >= SHORTEST_TOKEN && !word.endsWith(':'));
}

/** What a variable may be called. Behind a $ something else may go on. */
const LIKE_A_NAME = /^(\$|[A-Za-z_]\w*$|$)/;
/** To mask more, or longer ones, in every form would cost too much memory. The code frames show none. */
const [MOST_LITERALS, LONGEST_LITERAL] = [500, 500];

/** Those of the tokens that stand in the file itself that are to be masked in all that is written: not the name of a variable that lacks its $. */
export function maskable(literals: Iterable<string>): string[] {
  return [...literals]
    .filter((text) => text.length <= LONGEST_LITERAL && (!LIKE_A_NAME.test(text) || LIKE_A_TOKEN.test(text)))
    .slice(0, MOST_LITERALS);
}

const NO_TOKEN =
  'This deployment has no token. Give it token: $NAME, or give defaults one: the name of a variable that holds the token.';

const NO_REFERENCE =
  'token must be the name of a variable with $ in front. There is no such variable (it is not shown, it may be a token itself).';

const OWN_NAME = 'Keep the token in a secured variable with a name of its own, such as ORDERS_TOKEN.';

/** Most lines to add that are written out: with the longest names they take 300 kB. */
const MOST_LINES = 2_000;

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
