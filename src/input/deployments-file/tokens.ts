import type { Environment } from '../../process/host.ts';
import type { Remarks } from '../../text/remarks.ts';
import { readToken } from '../token.ts';
import { KEYS, mayHold } from './keys.ts';
import type { FileFindings } from './problem.ts';
import { givenValue, isReserved, type LookUp, MAY_BE_A_TOKEN } from './references.ts';
import type { FileDeployment } from './targets.ts';
import { find, type MapTree, type Tree } from './tree.ts';

/**
 * Looks up the tokens that the deployments name, or the defaults.
 * @returns the tokens by deployment; a missing one is reported
 */
export function readTokens(
  deployments: readonly FileDeployment[],
  { defaults, lookUp }: { readonly defaults: Tree | undefined; readonly lookUp: LookUp },
  findings: FileFindings,
): ReadonlyMap<MapTree, string> {
  const tokens = new Map<MapTree, string>();
  const known = new Map<string, string | undefined>();
  for (const { tree: deployment } of deployments) {
    const found = find(deployment, 'token') ?? find(defaults, 'token');
    if (found === undefined) {
      const owners = [deployment, defaults].filter((owner) => owner?.kind === 'map');
      if (!owners.some((owner) => mayHold(owner, 'token', KEYS.defaults))) findings.problem(deployment, NO_TOKEN);
      continue;
    }
    if (!findings.isText(found)) continue;
    const name = found.value.text.replaceAll(/[${}]/g, '');
    if (!known.has(name)) {
      const value = lookUp({ place: found, name, what: 'token' });
      const remarks = { ...findings.about(found, `The variable ${name}`), secret: () => undefined }; // read.ts masks it
      known.set(name, value && readToken(value, remarks));
    }
    const token = known.get(name);
    if (token !== undefined) tokens.set(deployment, token);
  }
  return tokens;
}

/** Shorter texts are too common to mask. */
const SHORTEST_MASKED = 6;

/** Bitbucket passes on the reference when the variable does not exist. A mask would hide its name. */
const UNREPLACED = /^\s*\$\{?[A-Z_][A-Z0-9_]*\}?\s*$/;

/**
 * What to mask of a file with problems: the values of the variables that it names, and texts that may be tokens.
 * @param literals texts that the file certainly uses as tokens
 */
export function secretsIn(text: string, literals: Iterable<string>, environment: Environment): string[] {
  return [...referredValues(text, environment), ...maskable(new Set([...literals, ...writtenTokens(text)]))];
}

function referredValues(text: string, environment: Environment): string[] {
  const names = new Set(Array.from(text.matchAll(/\$\{?([A-Za-z_]\w*)/g), ([, name]) => String(name)));
  return [...names].flatMap((name) => {
    const value = isReserved(name, environment) === undefined ? givenValue(name, environment) : undefined;
    if (value === undefined || value.length < SHORTEST_MASKED || UNREPLACED.test(value)) return [];
    return readToken(value, SILENT) ?? value;
  });
}

const SILENT: Remarks = { problem: () => undefined, warning: () => undefined, secret: () => undefined };

/** The words after each `token:`, also in a text that is not YAML: they may be tokens. */
function writtenTokens(text: string): string[] {
  const values = Array.from(text.matchAll(/\btoken["']?\s*:\s*([^\n]{0,1000})/g), ([, value]) => String(value));
  const tokens = values.filter((value) => !/^\w+\s*:(\s|$)/.test(value)); // after an empty token comes the next key
  const words = tokens.flatMap((value) => value.split(/[\s,{}[\]'"]+/)).map((word) => word.replace(/^\$/, ''));
  return words.filter((word) => word.length >= SHORTEST_MASKED && !word.endsWith(':'));
}

/** A reference (anything may follow the $), the name of a variable, or nothing. */
const LIKE_A_NAME = /^(\$|[A-Za-z_]\w*$|$)/;
/** Masking more of them would take too much memory. Code frames show none. */
const MOST_LITERALS = 500;
/** Longest one that is masked, in characters, for the same reason. */
const LONGEST_LITERAL = 500;

/** Without names of variables: they are no secrets. */
function maskable(literals: ReadonlySet<string>): string[] {
  return [...literals]
    .filter((text) => text.length <= LONGEST_LITERAL && (!LIKE_A_NAME.test(text) || MAY_BE_A_TOKEN.test(text)))
    .slice(0, MOST_LITERALS);
}

const NO_TOKEN =
  'This deployment has no token. Set token: $NAME here or in defaults, with the name of a variable that holds ' +
  'the token.';

/** With the longest names this many lines take 300 kB. */
const MOST_LINES = 2_000;

/** What to add to bitbucket-pipelines.yml so that the variables reach the pipe. */
export function linesToAdd(missing: ReadonlySet<string>): string {
  const lines = [...missing].slice(0, MOST_LINES).map((name) => `    ${name}: $${name}`);
  const rest = missing.size > MOST_LINES ? [`    … and ${missing.size - MOST_LINES} more`] : [];
  return [
    'Add the missing variables to the pipe in bitbucket-pipelines.yml.',
    'Each must exist, secured, in this repository, workspace or deployment environment:',
    '  variables:',
    ...lines,
    ...rest,
  ].join('\n');
}
