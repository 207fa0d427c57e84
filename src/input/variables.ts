import type { ErrorObject } from 'ajv';
import { metadata, validateVariables } from '../manifest/manifest.ts';
import type { VariableDefinition } from '../manifest/metadata.ts';
import type { VariableValues } from '../manifest/variable-values.generated.ts';
import type { Environment } from '../process/host.ts';
import { printable } from '../text/printable.ts';
import type { Findings, Problem } from './findings.ts';
import { readList } from './list-values.ts';
import { mistypedNames } from './mistyped-names.ts';

/** The variables, as far as they could be read. */
export interface Variables {
  /** Frozen. A variable with a problem is absent, or has its default. */
  readonly values: VariableValues;
  /** The variables that the user gave, those with a problem included. Bitbucket hands defaults over, too: what has its default may not have been given. */
  readonly given: ReadonlySet<string>;
  /** How the user knows the items of a list: `APP_ID`, or `APP_ID_0`, `APP_ID_1` … */
  readonly itemNames: Readonly<Record<string, readonly string[]>>;
}

/** Reads the variables from the environment and checks them against pipe.yml: all problems at once, empty means not given. */
export function readVariables(environment: Environment, findings: Findings): Variables {
  const read = metadata.variables.map((definition) => ({ definition, ...readRaw(definition, environment) }));
  for (const { definition, raw } of read)
    if (definition.secret) findings.secret(...raw.map((text) => secretPart(text, definition)));
  for (const { problems, notices } of read) {
    for (const { variable, message } of problems) findings.problem(variable, message);
    for (const text of notices) findings.notice('warning', text);
  }
  const wrong = new Set(read.filter(({ problems }) => problems.length > 0).map(({ definition }) => definition.name));
  const valid = read.filter(({ definition, value }) => value !== undefined && !wrong.has(definition.name));
  const values = Object.fromEntries(valid.map(({ definition, value }) => [definition.name, value]));
  const itemNames = Object.fromEntries(read.map(({ definition, names }) => [definition.name, names]));

  const given = new Set(read.filter(isGiven).map(({ definition }) => definition.name));
  if (!validateVariables(values)) {
    const found = problemsOf(validateVariables.errors as ErrorObject[], values, itemNames).filter(
      ({ owner }) => !wrong.has(owner) && (given.has(owner) || !isDispensable(owner, wrong)),
    );
    for (const { variable, message } of found) findings.problem(variable, message);
    for (const { owner } of found) delete values[owner];
    validateVariables(values); // fills the defaults of what was deleted
  }
  for (const text of mistypedNames(environment)) findings.notice('warning', text);
  return { values: Object.freeze(values) as unknown as VariableValues, given, itemNames };
}

/** Whoever gave something else instead, wrong as it is, does not want this. */
function isDispensable(owner: string, wrong: ReadonlySet<string>): boolean {
  return metadata.variables.some(({ name, unless }) => name === owner && unless.some((other) => wrong.has(other)));
}

function isGiven({ definition, names, value }: RawReading & { readonly definition: VariableDefinition }): boolean {
  const { default: fallback } = definition.schema;
  return names.length > 0 && (fallback === undefined || String(value) !== String(fallback));
}

/** Masking what is no secret (`Authorization`, `Bearer`) would hide it where the log speaks of it. */
function secretPart(text: string, { secretAfter }: VariableDefinition): string {
  return secretAfter === undefined ? text : text.replace(new RegExp(secretAfter, 'i'), '');
}

interface RawReading {
  readonly value?: unknown;
  readonly raw: readonly string[];
  readonly names: readonly string[];
  readonly problems: readonly Problem[];
  readonly notices: readonly string[];
}

const NOTHING: RawReading = { raw: [], names: [], problems: [], notices: [] };

function readRaw(definition: VariableDefinition, environment: Environment): RawReading {
  const { name, schema, secret } = definition;
  if (schema['type'] === 'array') {
    const list = readList(definition, environment);
    if (list === undefined) return NOTHING;
    if ('problem' in list) return { ...NOTHING, names: [name], problems: [{ variable: name, message: list.problem }] };
    const problems = list.items.flatMap((item, at) => unfit(item, list.names[at] as string));
    return {
      ...NOTHING,
      // A variable's name that is masked could not be told. Only what is a problem is looked at again.
      raw: problems.length === 0 ? list.items : list.items.filter((item) => referredTo(item) === undefined),
      names: list.names,
      problems,
      value: list.items.map((item) => trimmed(item, secret)),
    };
  }
  const { text, notices } = readText(definition, environment);
  if (text === undefined) {
    const isList = environment[`${name}_COUNT`]?.trim() && environment[`${name}_0`] !== undefined;
    const problems = isList ? [{ variable: name, message: 'takes one value, not a list.' }] : [];
    return { ...NOTHING, notices, problems, names: isList ? [name] : [] };
  }
  return {
    raw: [text],
    names: [name],
    notices,
    problems: unreplaced(text, name, secret),
    value: typed(trimmed(text, secret), schema),
  };
}

/** Upper case wins over another spelling of the name. */
function readText({ name, aliases }: VariableDefinition, environment: Environment) {
  if (aliases.length === 0) return { text: environment[name]?.trim() ? environment[name] : undefined, notices: [] };
  const spellings = [name, ...aliases].filter((each) => environment[each]?.trim());
  const text = environment[spellings[0] ?? name] || undefined;
  const differing = spellings.find((each) => environment[each] !== text);
  const notices = differing === undefined ? [] : [`${name} and ${differing} differ: ${name} is used.`];
  return { text: text?.trim() ? text : undefined, notices };
}

/** White space around a value is an accident of YAML, except in a secret, whose reader decides. */
function trimmed(text: string, secret: boolean): string {
  return secret ? text : text.trim();
}

/** Text that is no number or boolean stays text: the schema then says what it should have been. */
function typed(text: string, { type }: Readonly<Record<string, unknown>>): unknown {
  if (type === 'boolean' && /^(true|yes|on)$/i.test(text)) return true;
  if (type === 'boolean' && /^(false|no|off)$/i.test(text)) return false;
  if ((type === 'number' || type === 'integer') && /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text)) return Number(text);
  return text;
}

const QUOTES = ['"', "'"];

function unfit(item: string, variable: string): Problem[] {
  const text = item.trim();
  if (text === '') return [{ variable, message: 'is an empty item. Give it a value, or take it out of the list.' }];
  if (text.length > 1 && QUOTES.includes(text.charAt(0)) && text.endsWith(text.charAt(0)))
    return [{ variable, message: 'has quotes around it that are part of its value. Take them off.' }];
  return unreplaced(item, variable);
}

/** Bitbucket hands a reference on as it stands when there is no such variable; examples hold <placeholders>. A secret may begin with $ itself: it is not repeated. */
function unreplaced(text: string, variable: string, secret = false): Problem[] {
  if (!text.includes('$') && !text.includes('<')) return []; // as most: an expression takes its time at its first use
  if (/^\s*\$(?:\{[A-Za-z_]\w*\}|[A-Za-z_]\w*)\s*$/.test(text)) {
    const name = secret ? undefined : referredTo(text);
    const shown = name === undefined ? 'that variable' : `the variable ${name}`;
    const message =
      'is a reference that Bitbucket did not replace. ' +
      `List ${variable} under the pipe's variables:. Check that ${shown} exists in this repository or deployment environment.`;
    return [{ variable, message }];
  }
  if (/^\s*<[^<>]*>\s*$/.test(text))
    return [{ variable, message: 'is a placeholder from an example. Put the real value there.' }];
  return [];
}

/** The variable, in capitals as all of Bitbucket's examples have it, that a text refers to and holds nothing else. */
function referredTo(text: string): string | undefined {
  return /^\s*\$(?:\{([A-Z_][A-Z0-9_]*)\}|([A-Z_][A-Z0-9_]*))\s*$/.exec(text)?.slice(1).join('');
}

function problemsOf(
  errors: readonly ErrorObject[],
  values: Readonly<Record<string, unknown>>,
  itemNames: Readonly<Record<string, readonly string[]>>,
): (Problem & { owner: string })[] {
  const found = new Map<string, Problem & { owner: string }>();
  for (const error of errors) {
    const [, property, index] = error.instancePath.split('/');
    const owner = property ?? String(error.params['missingProperty'] ?? '');
    const definition = metadata.variables.find(({ name }) => name === owner);
    if (definition === undefined) continue; // `if` only says that its `then` failed
    const variable = itemNames[owner]?.[Number(index ?? 0)] ?? owner;
    const value = index === undefined ? values[owner] : (values[owner] as unknown[])[Number(index)];
    if (!found.has(variable)) found.set(variable, { owner, variable, message: message(error, definition, value) });
  }
  return [...found.values()];
}

function message(error: ErrorObject, definition: VariableDefinition, value: unknown): string {
  const { remedy, description, secret, schema } = definition;
  if (error.keyword === 'required')
    return `required field. ${remedy?.startsWith('must') === false ? remedy : description}`;
  if (error.keyword === 'pattern' && remedy !== undefined) return remedy;
  const shown = [value].filter(() => !secret).map((text) => ` It is '${printable(String(text), 60)}'.`);
  if (error.keyword === 'enum')
    return `must be one of ${(error.params['allowedValues'] as string[]).join(', ')}.${shown}`;
  if (error.keyword === 'type') return `must be ${TYPE_NAMES[String(schema['type'])]}.${shown}`;
  return `${error.message}.${shown}`;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  boolean: "'true' or 'false'",
  number: 'a number',
  integer: 'a whole number',
};
