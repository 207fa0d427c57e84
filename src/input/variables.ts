import type { ErrorObject } from 'ajv';
import { appIdIn } from '../appsmith/endpoint.ts';
import { metadata, validateVariables } from '../manifest/manifest.ts';
import type { VariableDefinition } from '../manifest/metadata.ts';
import type { VariableValues } from '../manifest/variable-values.generated.ts';
import type { Environment } from '../process/host.ts';
import { passwordsIn } from '../text/address.ts';
import { trimAscii } from '../text/printable.ts';
import { findUnreplaced, isShowableName, unreplacedProblem } from '../text/references.ts';
import { isLikeToken, leakIn, tokensIn } from '../text/stray-tokens.ts';
import { isCertificatePath } from './clone-path.ts';
import type { Findings } from './findings.ts';
import { type RawValue, readList } from './list-values.ts';
import { findMistypedNames } from './mistyped-names.ts';
import { type OwnedProblem, schemaProblems } from './schema-problems.ts';
import { isVariableName, SHORTEST_TOKEN } from './token.ts';

/** What could be read of the variables. */
export interface Variables {
  /** Frozen. A variable with a problem is absent, or has its default. */
  readonly values: VariableValues;
  /** The variables that are set, valid or not; without those that have their default, which Bitbucket passes too. */
  readonly given: ReadonlySet<string>;
  /** Names of the items of each list: `APP_ID`; `APP_ID (item 2)` in a text; `APP_ID_1` in Bitbucket. */
  readonly itemNames: Readonly<Record<string, readonly string[]>>;
}

/** Reads the variables and checks them against pipe.yml: all problems at once. An empty variable is not set. */
export function readVariables(environment: Environment, findings: Findings): Variables {
  const readings = metadata.variables.map((definition) => readVariable(definition, environment));
  findings.shown(...NAME_WORDS, ...shownValues(readings, environment));
  const misplaced = misplacedTokens(readings);
  findings.secret(...readings.flatMap(secretsIn), ...misplaced.map(({ text }) => text));
  const problems = [...misplaced, ...readings.flatMap((reading) => reading.problems)];
  for (const { variable, message } of problems) findings.problem(variable, message);
  for (const { warning } of readings) if (warning !== undefined) findings.notice('warning', warning);
  const wrong = new Set(problems.map(({ owner }) => owner));
  const valid = readings.filter(({ name, items }) => items.length > 0 && !wrong.has(name));
  const values = Object.fromEntries(valid.map((reading) => [reading.name, valueIn(reading)]));
  const itemNames = Object.fromEntries(readings.map(({ name, names }) => [name, names]));
  const given = new Set(readings.filter(isGiven).map(({ name }) => name));

  if (!validateVariables(values)) {
    // Users who set an alternative, even a wrong one, do not need a variable.
    const isNeeded = ({ name, unless }: Reading) => given.has(name) || !unless.some((other) => given.has(other));
    const needed = readings.filter((reading) => isNeeded(reading) && !wrong.has(reading.name));
    for (const { owner, variable, message } of schemaProblems(validateVariables.errors as ErrorObject[], needed)) {
      findings.problem(variable, message);
      delete values[owner];
    }
    validateVariables(values); // fills the defaults of what was deleted
  }
  findMistypedNames(environment, given, findings);
  return { values: Object.freeze(values) as unknown as VariableValues, given, itemNames };
}

/** The names of the variables, and the words that they are made of: `token`, `https`, `deploy`. */
const NAME_WORDS = metadata.variables.flatMap(({ name }) => [name, ...name.split('_')]);

/** The plain words among the values that the log shows: no token is one of those. */
function shownValues(readings: readonly Reading[], environment: Environment): string[] {
  const values = [...textsOf('APP_ID', readings), ...textsOf('BRANCH', readings)];
  return [...values, environment['BITBUCKET_BRANCH'] ?? ''].filter((text) => /^[a-z][a-z/_-]{0,15}$/i.test(text));
}

/** Their readers look for passwords themselves. */
const ADDRESSES = ['APPSMITH_URL', 'DEPLOY_ENDPOINT', 'HTTPS_PROXY', 'HTTP_PROXY'];

/** What is not to be shown: all of a secret, or the secrets that people paste where none belongs. */
function secretsIn({ name, secret, secretAfter = '', items }: Reading): string[] {
  return items.flatMap((text) => {
    const isPublic =
      isShownReference(text) ||
      (name === 'BEARER_TOKEN' && isVariableName(text.trim())) ||
      (name === 'CLIENT_KEY' && isCertificatePath(text));
    if (isPublic) return [];
    // Masking what is no secret (`Authorization`, `Bearer`) would hide it where the log speaks of it.
    if (secret) return [text.replace(new RegExp(secretAfter, 'i'), '')];
    return [...tokensIn(text), ...(ADDRESSES.includes(name) ? [] : passwordsIn(text))];
  });
}

/** Ids of Appsmith have 24 characters; no id of any kind has more than these. */
const LONGEST_ID = 64;

/** Tokens in variables that are shown in the log, or are part of the request's address. */
function misplacedTokens(readings: readonly Reading[]): (OwnedProblem & { readonly text: string })[] {
  const tokens = textsOf('BEARER_TOKEN', readings)
    .filter((text) => !findUnreplaced(text)?.whole)
    .map((text) => text.trim());
  const shown = readings.filter(({ name }) => /^(?:APPSMITH_URL|APP_ID|BRANCH|DEPLOY_ENDPOINT)$/.test(name));
  return shown.flatMap(({ name: owner, description, names, items }) =>
    items.flatMap((text, at) => {
      const isToken = text.length >= SHORTEST_TOKEN && tokens.includes(text);
      const isLong = isLikeToken(text) || (owner === 'APP_ID' && /^[\w-]+$/.test(text) && text.length > LONGEST_ID);
      if (!isToken && !isLong) return [];
      const message = isToken
        ? `holds the token, as BEARER_TOKEN does. ${description}`
        : `has ${text.length} characters: is it the token? ${owner} and BEARER_TOKEN may be swapped.`;
      return { owner, text, variable: String(names[at]), message };
    }),
  );
}

function textsOf(owner: string, readings: readonly Reading[]): readonly string[] {
  return readings.flatMap(({ name, items }) => (name === owner ? items : []));
}

/** A variable and its value; the items are trimmed. */
interface Reading extends VariableDefinition, RawValue {
  readonly problems: readonly OwnedProblem[];
}

function readVariable(definition: VariableDefinition, environment: Environment): Reading {
  const { name: owner, schema } = definition;
  const raw = (schema['type'] === 'array' ? readList : readText)(definition, environment);
  const items = raw.items.map((text) => trimmed(text, definition));
  if (raw.problem !== undefined)
    return { ...definition, ...raw, items, problems: [{ owner, variable: owner, message: raw.problem }] };
  const problems = raw.items.flatMap((text, at) =>
    problemsOf(text, definition).map((message) => ({ owner, variable: String(raw.names[at]), message })),
  );
  return { ...definition, ...raw, items, problems };
}

/** The upper-case spelling has priority. */
function readText({ name, aliases }: VariableDefinition, environment: Environment): RawValue {
  const [used, ...others] = [name, ...aliases].filter((spelling) => environment[spelling]?.trim());
  if (used === undefined) {
    const isList = environment[`${name}_COUNT`]?.trim() && environment[`${name}_0`] !== undefined;
    return isList ? { names: [name], items: [], problem: 'takes one value, not a list.' } : { names: [], items: [] };
  }
  const text = String(environment[used]);
  const differing = others.find((spelling) => environment[spelling] !== text);
  const warning = differing && `${name} and ${differing} differ: ${name} is used.`;
  return { names: [name], items: [text], warning };
}

function isGiven(reading: Reading): boolean {
  const { default: fallback } = reading.schema;
  if (fallback === undefined || reading.problems.length > 0) return reading.names.length > 0;
  return reading.items.length > 0 && String(valueIn(reading)) !== String(fallback);
}

/** Whether a text is a reference whose name problems show, so that it must not be masked. */
function isShownReference(text: string): boolean {
  const found = findUnreplaced(text);
  return found?.whole === true && found.name !== undefined && isShowableName(found.name);
}

/** White space around a value is an accident of YAML, except in a secret, whose reader decides. */
function trimmed(text: string, { name, secret }: VariableDefinition): string {
  if (secret) return text;
  return name === 'BRANCH' ? trimAscii(text) : text.trim(); // Git accepts other white space in the name of a branch
}

/** Text that is no number or boolean stays text: the schema then says what it should have been. */
function valueIn({ schema: { type }, items }: Reading): unknown {
  const [text = ''] = items;
  if (type === 'array') return items;
  if (type === 'boolean' && /^(true|yes|on)$/i.test(text)) return true;
  if (type === 'boolean' && /^(false|no|off)$/i.test(text)) return false;
  if ((type === 'number' || type === 'integer') && /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text)) return Number(text);
  return text;
}

/** A curl line, a password and a branch may contain a dollar sign: the readers of these look for references. */
const MAY_CONTAIN_DOLLAR: readonly string[] = ['DEPLOY_ENDPOINT', 'HTTPS_PROXY', 'HTTP_PROXY', 'BRANCH'];

/** At most one problem, as a clause. */
function problemsOf(value: string, { name, schema, secret }: VariableDefinition): string[] {
  const text = trimAscii(value);
  if (text === '') return ["is an empty item. Give it a value, or remove it from the list, ['a', 'b']."];
  if (schema['type'] === 'array' && /^(["']).*\1$/s.test(text))
    return ['has quotes around it that are part of its value. Remove them.'];
  const id = name === 'APP_ID' ? appIdIn(text) : undefined;
  if (id !== undefined)
    return [
      `is a whole endpoint. Set APP_ID to its id alone, ${id}, or set DEPLOY_ENDPOINT instead of ` +
        `APP_ID.${leakIn(text)}`,
    ];
  if (name === 'DEPLOYMENTS_FILE' && /\n|^(?:deployments|defaults|servers):/.test(text))
    return ['is the content of the file. Commit the file, and set DEPLOYMENTS_FILE to its path.'];
  const found = findUnreplaced(text);
  if (found === undefined || (!found.whole && (secret || MAY_CONTAIN_DOLLAR.includes(name)))) return [];
  return [unreplacedProblem(found, { secret })];
}
