import type { ErrorObject, ValidateFunction } from 'ajv';
import { KEYS, type Mapping, mayHold, meantKey, reportUnknownKey } from './keys.ts';
import type { FileFindings } from './problem.ts';
import { validateDeployment, validateFile } from './schema.ts';
import { isSecret } from './showable.ts';
import {
  child,
  type Entry,
  type Found,
  foundIn,
  isBroken,
  itemsOf,
  type MapTree,
  type Place,
  type Tree,
  textsIn,
  toData,
  within,
} from './tree.ts';

const RULES = {
  file: 'The file must hold the key deployments:, a list, and perhaps defaults:.',
  defaults: 'defaults must hold keys, any of url, branch, token and timeout.',
  deployments: 'deployments must be a list of at least one deployment, each beginning with "- ".',
  deployment: 'A deployment must hold keys, such as app: and token:. Is there a space after each colon?',
  name: 'name must be one line of up to 200 characters that does not begin with white space.',
  app:
    'app must be the bare id: letters, digits, - and _ only. Copy it from the endpoint in Appsmith under Git ' +
    'Settings > Continuous Delivery.',
  url: 'url must be the address of the server, for example https://appsmith.example.com.',
  branch:
    'branch must be a valid Git branch name, without spaces or any of ~ ^ : ? * [ \\, for example main or ' +
    'feature/orders.',
  endpoint: 'endpoint must be the endpoint as Appsmith shows it under Git Settings > Continuous Delivery.',
  token:
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what the user writes
    'token must be a reference to a variable and nothing else: $NAME or ${NAME}. Store the token itself in a ' +
    'secured variable. ' +
    'If it was committed, it is no longer secret: generate a new one in Appsmith.',
  timeout: 'timeout must be a number of seconds above 0 and up to 3600, without quotes or a unit, for example 300.',
  enabled: 'enabled must be true or false, without quotes.',
  after: 'after must be the name of a deployment, or a list of names.',
} as const;

/** What to do when the value varies, after `Write the url itself`. */
const INSTEAD: Partial<Record<Part['name'], string>> = {
  url: ', or omit url and set APPSMITH_URL for the pipe',
  branch: ', or omit branch: BRANCH is deployed then, or the branch of the build',
};

/**
 * Checks the whole file against `schemas/appsmith-deployments.schema.json`: all errors at once, one for each value.
 * @returns texts under `token`, or a typo of it, that are no reference: secrets that should not be in the file
 */
export function checkShape(tree: Tree, findings: FileFindings): ReadonlySet<string> {
  const { wrong } = findings;
  const literals = new Set<string>();
  const addLiterals = (value: Tree) => {
    for (const { text } of textsIn(value)) if (isSecret(text)) literals.add(text.trim());
  };
  const check = (start: Part, validate: ValidateFunction) => {
    validate(toData(start.value));
    for (const error of relevant(validate.errors ?? [])) {
      const part = locate(start, error.instancePath);
      const { value } = part;
      if (error.keyword === 'required') {
        checkRequired(part, String(error.params['missingProperty']), findings);
      } else if (error.keyword === 'additionalProperties') {
        const key = String(error.params['additionalProperty']);
        if (meantKey(key, KEYS.deployment) === 'token') addLiterals(child(value, key) as Tree);
        reportUnknownKey(key, { owner: part, mapping: part.name as Mapping }, findings);
      } else if (error.keyword === 'false schema') {
        const remedy = `Remove ${part.name}, or set app, url and branch instead of endpoint.`;
        findings.problem(part.key as Place, `endpoint already contains ${part.name}. ${remedy}`);
      } else if (!wrong.has(value)) {
        wrong.add(value);
        if (part.name === 'token') addLiterals(value);
        if (!isBroken(value)) findings.problem(part, wrongValue(part, error.keyword));
      }
    }
  };
  check({ ...foundIn(tree, tree), name: 'file' }, validateFile);
  const checked = new Set<number>();
  for (const value of itemsOf(child(tree, 'deployments'))) {
    if (checked.has(value.written.start)) continue; // aliases repeat the problems of the first
    checked.add(value.written.start);
    check({ ...foundIn(value, value), name: 'deployment' }, validateDeployment);
  }
  if (literals.size > 0) for (const text of textsIn(tree)) if (literals.has(text.text.trim())) wrong.add(text);
  return literals;
}

/** An error of `not` says most about a value, so it comes first; one of `if` says nothing. */
function relevant(errors: readonly ErrorObject[]): ErrorObject[] {
  const isNot = ({ keyword }: ErrorObject) => keyword === 'not';
  return [...errors.filter(isNot), ...errors.filter((error) => !isNot(error) && error.keyword !== 'if')];
}

/** A value of the file, with the name of its rule. */
interface Part extends Found {
  readonly name: keyof typeof RULES;
  /** Where its key is; absent for the file, and for an item of a list. */
  readonly key?: Place;
}

/** @param pointer JSON pointer from ajv: keys of the schema and indices, so without escapes */
function locate(start: Part, pointer: string): Part {
  let part = start;
  for (const step of pointer.split('/').slice(1)) {
    if (part.value.kind === 'list') {
      part = { ...foundIn(part, part.value.items[Number(step)] as Tree), name: part.name };
    } else {
      const { key, value } = (part.value as MapTree).entries.get(step) as Entry;
      part = { ...foundIn(part, value), name: step as Part['name'], key: within(part, key) };
    }
  }
  return part;
}

function checkRequired(part: Part, missing: string, findings: FileFindings): void {
  const wanted = part.name === 'deployment' ? [missing, 'endpoint'] : [missing];
  if (wanted.some((key) => mayHold(part.value as MapTree, key, KEYS[part.name as Mapping]))) return;
  findings.problem(
    part,
    part.name === 'file'
      ? RULES.file
      : 'This deployment needs app:, the id of the application, or endpoint: as Appsmith shows it.',
  );
}

/** The keys that hold one text. */
const SINGLE: readonly Part['name'][] = ['name', 'app', 'url', 'branch', 'endpoint'];

function wrongValue({ value, name, key }: Part, keyword: string): string {
  if (keyword === 'not')
    return `References to variables are replaced in token only. Write the ${name} itself${INSTEAD[name] ?? ''}.`;
  if (keyword === 'pattern' && name === 'after')
    return 'after is empty. Set it to the name of a deployment, or remove it.';
  if (SINGLE.includes(name) && value.kind === 'list')
    return (
      `${name} must be one value, not a list. Make each its own deployment. A text that begins with [ needs ` +
      'quotes.'
    );
  if (SINGLE.includes(name) && value.kind === 'map')
    return `${name} must be one value, not a mapping. A text that begins with { needs quotes.`;
  if (SINGLE.includes(name) && value.kind === 'text' && value.text.trim() === '') return isEmpty(name);
  if (name === 'file' && value.kind === 'empty') return `The file is empty. ${RULES.file}`;
  if (value.kind !== 'empty' || key === undefined || name === 'deployments') return RULES[name];
  return `${isEmpty(name)} If you mean the text null or ~, put it in quotes.`;
}

function isEmpty(name: Part['name']): string {
  return `${name} is empty. Give it a value, or remove the key.`;
}
