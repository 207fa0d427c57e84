import type { Remarks } from '../../text/remarks.ts';
import { readToken } from '../token.ts';
import { KEYS, mayHold } from './keys.ts';
import type { FileFindings } from './problem.ts';
import { givenValue, isReserved, LIKE_A_TOKEN, type ReferenceSource, type References } from './references.ts';
import type { Shape } from './shape.ts';
import type { FileDeployment } from './targets.ts';
import { type Found, find, type MapTree, placeOf, type Tree } from './tree.ts';

/**
 * Looks up the tokens that the deployments name, or the defaults.
 * @returns by deployment; one without a token has a problem
 */
export function lookUpTokens(
  deployments: readonly Pick<FileDeployment, 'tree'>[],
  defaults: Tree | undefined,
  { shape: { wrong }, references }: { readonly shape: Pick<Shape, 'wrong'>; readonly references: References },
  findings: FileFindings,
): ReadonlyMap<MapTree, string> {
  const values = new Map<MapTree, string>();
  const lookUp = (found: Found, name: string): string | undefined => {
    const value = references.lookUp(found, name);
    if (value === undefined) return undefined;
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
  return values;
}

/** What is shorter is no token of Appsmith, and to mask it would riddle the text, in characters. */
const SHORTEST_TOKEN = 6;

/** Bitbucket hands such a thing on when there is no variable of the name. To mask it would hide the name. */
const UNREPLACED = /^\s*\$\{?[A-Z_][A-Z0-9_]*\}?\s*$/;

/**
 * The values of all variables that a file refers to, wherever it does and whatever else is wrong with it, also where
 * YAML's reader gives up: they are not to be shown.
 */
export function referredValues(text: string, source: ReferenceSource): string[] {
  const names = new Set(Array.from(text.matchAll(/\$\{?([A-Za-z_]\w*)/g), ([, name]) => String(name)));
  const secrets = [...names].flatMap((name) => {
    const value = isReserved(name, source) === undefined ? givenValue(name, source.environment) : undefined;
    if (value === undefined || value.length < SHORTEST_TOKEN || UNREPLACED.test(value)) return [];
    return readToken(value, SILENT) ?? value;
  });
  return [...new Set(secrets)];
}

const SILENT: Remarks = { problem: () => undefined, warning: () => undefined, secret: () => undefined };

/**
 * The words behind each `token:` of a text, whatever else is wrong with it, without the signs of a reference: literals,
 * some of them.
 */
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

/**
 * Those of the tokens in the file itself that are to be masked in all that is written: not the name of a variable that
 * lacks its $.
 */
export function maskable(literals: Iterable<string>): string[] {
  return [...literals]
    .filter((text) => text.length <= LONGEST_LITERAL && (!LIKE_A_NAME.test(text) || LIKE_A_TOKEN.test(text)))
    .slice(0, MOST_LITERALS);
}

const NO_TOKEN =
  'This deployment has no token. Set token: $NAME here or in defaults, with the name of a variable that holds the token.';

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
