import type { ErrorObject } from 'ajv';
import { appIdIn } from '../appsmith/endpoint.ts';
import { metadata, validateVariables } from '../manifest/manifest.ts';
import type { VariableDefinition } from '../manifest/metadata.ts';
import type { VariableValues } from '../manifest/variable-values.generated.ts';
import type { Environment } from '../process/host.ts';
import { trimAscii } from '../text/printable.ts';
import { findUnreplaced, isShowableName, unreplacedProblem } from '../text/references.ts';
import { leakIn, tokensIn } from '../text/stray-tokens.ts';
import { isCertificatePath } from './clone-path.ts';
import type { Findings, Problem } from './findings.ts';
import { readList } from './list-values.ts';
import { mistypedNames } from './mistyped-names.ts';
import { schemaProblems } from './schema-problems.ts';
import { isLikeToken, passwordsIn } from './stray-secrets.ts';
import { isVariableName } from './token.ts';

/** The variables, as far as they could be read. */
export interface Variables {
  /** Frozen. A variable with a problem is absent, or has its default. */
  readonly values: VariableValues;
  /** The variables that are set, also wrongly. One with its default is left out: Bitbucket passes defaults too. */
  readonly given: ReadonlySet<string>;
  /** Names of the items of each list: `APP_ID`; `APP_ID (item 2)` in a text; `APP_ID_1` in Bitbucket. */
  readonly itemNames: Readonly<Record<string, readonly string[]>>;
}

/** Reads the variables and checks them against pipe.yml: all problems at once. An empty variable is not set. */
export function readVariables(environment: Environment, findings: Findings): Variables {
  const read = metadata.variables.map((definition) => ({ definition, ...readRaw(definition, environment) }));
  findings.shown(...OWN_WORDS, ...shownValues(read, environment));
  for (const { definition, raw } of read) findings.secret(...raw.flatMap((text) => secretsOf(text, definition)));
  const misplaced = misplacedTokens(read);
  findings.secret(...misplaced.map(({ text }) => text));
  for (const { variable, message } of [...misplaced, ...read.flatMap(({ problems }) => problems)])
    findings.problem(variable, message);
  for (const text of read.flatMap(({ notices }) => notices)) findings.notice('warning', text);
  const wrong = new Set([
    ...misplaced.map(({ owner }) => owner),
    ...read.filter(({ problems }) => problems.length > 0).map(({ definition }) => definition.name),
  ]);
  const valid = read.filter(({ definition, value }) => value !== undefined && !wrong.has(definition.name));
  const values = Object.fromEntries(valid.map(({ definition, value }) => [definition.name, value]));
  const itemNames = Object.fromEntries(read.map(({ definition, names }) => [definition.name, names]));

  const given = new Set(read.filter(isGiven).map(({ definition }) => definition.name));
  if (!validateVariables(values)) {
    const found = schemaProblems(validateVariables.errors as ErrorObject[], values, itemNames).filter(
      ({ owner }) => !wrong.has(owner) && (given.has(owner) || !isDispensable(owner, wrong)),
    );
    for (const { variable, message } of found) findings.problem(variable, message);
    for (const { owner } of found) delete values[owner];
    validateVariables(values); // fills the defaults of what was deleted
  }
  for (const { name, message, stops } of mistypedNames(environment)) {
    if (stops) findings.problem(name, message);
    else findings.notice('warning', `${name} ${message}`);
  }
  return { values: Object.freeze(values) as unknown as VariableValues, given, itemNames };
}

/** Users who set an alternative, even a wrong one, do not need this. */
function isDispensable(owner: string, wrong: ReadonlySet<string>): boolean {
  return metadata.variables.some(({ name, unless }) => name === owner && unless.some((other) => wrong.has(other)));
}

function isGiven({ definition, names, value }: Reading): boolean {
  const { default: fallback } = definition.schema;
  return names.length > 0 && (fallback === undefined || String(value) !== String(fallback));
}

/** The names of the variables, and the words that they are made of: `token`, `https`, `deploy`. */
const OWN_WORDS = metadata.variables.flatMap(({ name }) => [name, ...name.split('_')]);

/** The values that the log shows, as far as they are plain words: nobody has one of those for a token. */
function shownValues(read: readonly Reading[], environment: Environment): string[] {
  const values = ['APP_ID', 'BRANCH'].flatMap((name) => valuesOf(name, read));
  return [...values, environment['BITBUCKET_BRANCH'] ?? ''].filter((text) => /^[a-z][a-z/_-]{0,15}$/i.test(text));
}

/** Their readers look for passwords themselves. */
const ADDRESSES = ['APPSMITH_URL', 'DEPLOY_ENDPOINT', 'HTTPS_PROXY', 'HTTP_PROXY'];

/** What is not to be shown of a text: all of it, or the secrets that people paste where none belongs. */
function secretsOf(text: string, definition: VariableDefinition): string[] {
  if (definition.name === 'BEARER_TOKEN' && isVariableName(text.trim())) return [];
  if (definition.secret) return [secretPart(text, definition)];
  return [...tokensIn(text), ...(ADDRESSES.includes(definition.name) ? [] : passwordsIn(text))];
}

/** Masking what is no secret (`Authorization`, `Bearer`) would hide it where the log speaks of it. */
function secretPart(text: string, { secretAfter }: VariableDefinition): string {
  return secretAfter === undefined ? text : text.replace(new RegExp(secretAfter, 'i'), '');
}

/** No token is as short as some branches and ids are. */
const SHORTEST_TOKEN = 8;
/** Ids of Appsmith have 24 characters; no id of any kind has more than these. */
const LONGEST_ID = 64;

/** Tokens at the place of what is shown: in the log, and in the address of the request. */
function misplacedTokens(read: readonly Reading[]): (Problem & { readonly owner: string; readonly text: string })[] {
  const tokens = valuesOf('BEARER_TOKEN', read)
    .filter((text) => !findUnreplaced(text)?.whole)
    .map((text) => text.trim());
  return ['APPSMITH_URL', 'APP_ID', 'BRANCH', 'DEPLOY_ENDPOINT'].flatMap((owner) => {
    const { definition, names } = read.find(({ definition: { name } }) => name === owner) as Reading;
    return valuesOf(owner, read).flatMap((text, at) => {
      const isLong = isLikeToken(text) || (owner === 'APP_ID' && /^[\w-]+$/.test(text) && text.length > LONGEST_ID);
      const variable = String(names[at]);
      if (text.length >= SHORTEST_TOKEN && tokens.includes(text))
        return { owner, text, variable, message: `holds the token, as BEARER_TOKEN does. ${definition.description}` };
      const message = `has ${text.length} characters: is it the token? ${owner} and BEARER_TOKEN may be swapped.`;
      return isLong ? { owner, text, variable, message } : [];
    });
  });
}

function valuesOf(owner: string, read: readonly Reading[]): readonly string[] {
  const value = read.find(({ definition: { name } }) => name === owner)?.value;
  return (value ?? []) as readonly string[];
}

interface RawReading {
  readonly value?: unknown;
  readonly raw: readonly string[];
  readonly names: readonly string[];
  readonly problems: readonly Problem[];
  readonly notices: readonly string[];
}

type Reading = RawReading & { readonly definition: VariableDefinition };

const NOTHING: RawReading = { raw: [], names: [], problems: [], notices: [] };

function readRaw(definition: VariableDefinition, environment: Environment): RawReading {
  const { name, schema } = definition;
  const unfit = (text: string, variable: string) =>
    problemOf(text, definition).map((message) => ({ variable, message }));
  if (schema['type'] === 'array') {
    const list = readList(definition, environment);
    if (list === undefined) return NOTHING;
    if (list.kind === 'wrong')
      return { ...NOTHING, names: [name], problems: [{ variable: name, message: list.problem }] };
    return {
      ...NOTHING,
      raw: list.items.filter((item) => !isNameable(item)),
      names: list.names,
      problems: list.items.flatMap((item, at) => unfit(item, list.names[at] as string)),
      value: list.items.map((item) => trimmed(item, definition)),
    };
  }
  const { text, notices } = readText(definition, environment);
  if (text === undefined) {
    const isList = environment[`${name}_COUNT`]?.trim() && environment[`${name}_0`] !== undefined;
    const problems = isList ? [{ variable: name, message: 'takes one value, not a list.' }] : [];
    return { ...NOTHING, notices, problems, names: isList ? [name] : [] };
  }
  const isPath = name === 'CLIENT_KEY' && isCertificatePath(text);
  return {
    raw: isPath || isNameable(text) ? [] : [text],
    names: [name],
    notices,
    problems: unfit(text, name),
    value: typed(trimmed(text, definition), schema),
  };
}

/** A reference whose name is shown: a mask would hide it. */
function isNameable(text: string): boolean {
  const found = findUnreplaced(text);
  return found?.whole === true && found.name !== undefined && isShowableName(found.name);
}

/** The upper-case spelling has priority. */
function readText({ name, aliases }: VariableDefinition, environment: Environment) {
  if (aliases.length === 0) return { text: environment[name]?.trim() ? environment[name] : undefined, notices: [] };
  const spellings = [name, ...aliases].filter((each) => environment[each]?.trim());
  const text = environment[spellings[0] ?? name] || undefined;
  const differing = spellings.find((each) => environment[each] !== text);
  const notices = differing === undefined ? [] : [`${name} and ${differing} differ: ${name} is used.`];
  return { text: text?.trim() ? text : undefined, notices };
}

/** White space around a value is an accident of YAML, except in a secret, whose reader decides. */
function trimmed(text: string, { name, secret }: VariableDefinition): string {
  if (secret) return text;
  return name === 'BRANCH' ? trimAscii(text) : text.trim(); // Git accepts other white space in the name of a branch
}

/** Text that is no number or boolean stays text: the schema then says what it should have been. */
function typed(text: string, { type }: Readonly<Record<string, unknown>>): unknown {
  if (type === 'boolean' && /^(true|yes|on)$/i.test(text)) return true;
  if (type === 'boolean' && /^(false|no|off)$/i.test(text)) return false;
  if ((type === 'number' || type === 'integer') && /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text)) return Number(text);
  return text;
}

const QUOTES = ['"', "'"];

/** Their readers find references: a curl line, a password and a branch may contain a dollar sign. */
const READ_APART: readonly string[] = ['DEPLOY_ENDPOINT', 'HTTPS_PROXY', 'HTTP_PROXY', 'BRANCH'];

/** At most one problem, as a clause. */
function problemOf(value: string, { name, schema, secret }: VariableDefinition): string[] {
  const text = trimAscii(value);
  if (text === '') return ["is an empty item. Give it a value, or remove it from the list, ['a', 'b']."];
  if (schema['type'] === 'array' && text.length > 1 && QUOTES.includes(text.charAt(0)) && text.endsWith(text.charAt(0)))
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
  if (found === undefined || (!found.whole && (secret || READ_APART.includes(name)))) return [];
  return [unreplacedProblem(found, { secret })];
}
