import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import schema from '../../../schemas/appsmith-deployments.schema.json' with { type: 'json' };
import { KEYS, mayHold, meantKey } from './keys.ts';
import type { FileFindings, FileProblem } from './problem.ts';
import { isSecret, namedKey } from './showable.ts';
import { child, type Entry, type MapTree, type Span, spanOf, type Tree, textsIn, toData } from './tree.ts';

/** The result of the check against the JSON Schema. */
export interface Shape {
  /** Values with a problem, which other readers ignore. */
  readonly wrong: ReadonlySet<Tree>;
  /** Texts under `token`, or a typo of it, that are no reference: secrets that should not be in the file. */
  readonly literals: ReadonlySet<string>;
}

// A test checks the schema against its meta-schema, which would take 35 ms. Optimising takes longer than it saves.
const ajv = new Ajv({
  allErrors: true,
  allowUnionTypes: true,
  validateFormats: false,
  meta: false,
  validateSchema: false,
  code: { optimize: false },
});
/** Deployments are validated one by one: ajv's time for the errors of a list is quadratic. */
const validateFile = ajv.compile({
  ...schema,
  properties: {
    ...schema.properties,
    servers: true, // the reader of servers checks them
    deployments: { ...schema.properties.deployments, items: true },
  },
});
const { deployment } = schema.definitions;
const validateDeployment = ajv.compile({
  ...deployment,
  properties: { ...deployment.properties, server: true },
  definitions: schema.definitions,
});

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

type Part = keyof typeof RULES;

const WHERE: Partial<Record<Part, string>> = {
  file: 'at the top',
  defaults: 'in defaults',
  deployment: 'in a deployment',
};

/** What to do instead of writing the key. */
const INSTEAD: Partial<Record<Part, string>> = {
  url: ', or omit url and set APPSMITH_URL for the pipe',
  branch: ', or omit branch: BRANCH is deployed then, or the branch of the build',
};

/** Checks the whole file against `schemas/appsmith-deployments.schema.json`: all errors at once, one for each value. */
export function checkShape(tree: Tree, findings: FileFindings): Shape {
  const wrong = new Set<Tree>();
  const literals = new Set<string>();
  const addLiterals = (value: Tree) => {
    for (const { text } of textsIn(value)) if (isSecret(text)) literals.add(text.trim());
  };
  const check = (start: Spot, validate: ValidateFunction) => {
    validate(toData(start.value));
    for (const error of relevant(validate.errors ?? [])) {
      const spot = locate(start, error.instancePath);
      if (error.keyword === 'required' && seemsToHold(spot, String(error.params['missingProperty']))) continue;
      if (error.keyword === 'additionalProperties' && meantKey(unknownKey(error), KEYS.deployment) === 'token')
        addLiterals(child(spot.value, unknownKey(error)) as Tree);
      const problem = STRUCTURE[error.keyword]?.(spot, error);
      if (problem !== undefined) {
        findings.problem(problem);
      } else if (!wrong.has(spot.value)) {
        wrong.add(spot.value);
        if (spot.part === 'token') addLiterals(spot.value);
        if (spot.value.kind !== 'empty' || !spot.value.broken) findings.problem(unfit(spot, error));
      }
    }
  };
  check({ value: tree, part: 'file', label: tree.span, item: false, use: undefined }, validateFile);
  const list = child(tree, 'deployments');
  const checked = new Set<unknown>();
  for (const value of list?.kind === 'list' ? list.items : []) {
    if (checked.has(value.span.start)) continue; // aliases repeat the problems of the first
    checked.add(value.span.start);
    check({ value, part: 'deployment', label: value.span, item: true, use: value.use }, validateDeployment);
  }
  if (literals.size > 0) for (const text of textsIn(tree)) if (literals.has(text.text.trim())) wrong.add(text);
  return { wrong, literals };
}

/** An error of `not` says most about a value, so it comes first; one of `if` says nothing. */
function relevant(errors: readonly ErrorObject[]): ErrorObject[] {
  const isNot = ({ keyword }: ErrorObject) => keyword === 'not';
  return [...errors.filter(isNot), ...errors.filter((error) => !isNot(error) && error.keyword !== 'if')];
}

/** A value of the file, and its part in it. */
interface Spot {
  readonly value: Tree;
  readonly part: Part;
  /** Where its key is written; for an item of a list, where the item is. */
  readonly label: Span;
  /** Whether it is an item of a list. */
  readonly item: boolean;
  /** The outermost alias or merge that repeats it. */
  readonly use: Span | undefined;
}

/** @param pointer JSON pointer from ajv: keys of the schema and indices, so without escapes */
function locate(start: Spot, pointer: string): Spot {
  let spot = start;
  for (const step of pointer.split('/').slice(1)) {
    if (spot.value.kind === 'list') {
      const value = spot.value.items[Number(step)] as Tree;
      spot = { value, part: spot.part, label: value.span, item: true, use: spot.use ?? value.use };
    } else {
      const { key, value, use } = (spot.value as MapTree).entries.get(step) as Entry;
      spot = { value, part: step as Part, label: key, item: false, use: spot.use ?? use ?? value.use };
    }
  }
  return spot;
}

function seemsToHold({ value, part }: Spot, key: string): boolean {
  const wanted = part === 'deployment' ? [key, 'endpoint'] : [key];
  return wanted.some((each) => mayHold(value as MapTree, each, KEYS[part as keyof typeof KEYS]));
}

function unknownKey({ params }: ErrorObject): string {
  return String(params['additionalProperty']);
}

/** Errors about keys. */
const STRUCTURE: Readonly<Record<string, (spot: Spot, error: ErrorObject) => FileProblem>> = {
  additionalProperties: ({ value, part, use }, error) => {
    const key = unknownKey(error);
    const known = KEYS[part as keyof typeof KEYS];
    const entry = (value as MapTree).entries.get(key) as Entry;
    const hasColon = spanOf(entry.value).start > entry.key.start;
    return {
      span: use ?? entry.use ?? entry.key,
      written: entry.key,
      message: `Unknown ${namedKey(hasColon ? key : '')} ${WHERE[part]}. Allowed keys: ${known.join(', ')}.`,
      meant: () => meantKey(key, known),
    };
  },
  required: ({ value, part, use }) => ({
    span: use ?? value.span,
    written: value.span,
    message:
      part === 'file'
        ? RULES.file
        : 'This deployment needs app:, the id of the application, or endpoint: as Appsmith shows it.',
  }),
  'false schema': ({ label, part, use }) => ({
    span: use ?? label,
    written: label,
    message: `endpoint already contains ${part}. Remove ${part}, or set app, url and branch instead of endpoint.`,
  }),
};

/** The keys that hold one text. */
const SINGLE: readonly Part[] = ['name', 'app', 'url', 'branch', 'endpoint'];

function unfit(spot: Spot, error: ErrorObject): FileProblem {
  const { span } = spot.value;
  return { span: spot.use ?? span, written: span, message: unfitMessage(spot, error) };
}

function unfitMessage({ value, part, item }: Spot, { keyword }: ErrorObject): string {
  if (keyword === 'not')
    return `References to variables are replaced in token only. Write the ${part} itself${INSTEAD[part] ?? ''}.`;
  if (keyword === 'pattern' && part === 'after')
    return 'after is empty. Set it to the name of a deployment, or remove it.';
  if (SINGLE.includes(part) && value.kind === 'list')
    return (
      `${part} must be one value, not a list. Make each its own deployment. A text that begins with [ needs ` +
      'quotes.'
    );
  if (SINGLE.includes(part) && value.kind === 'map')
    return `${part} must be one value, not a mapping. A text that begins with { needs quotes.`;
  if (SINGLE.includes(part) && value.kind === 'text' && value.text.trim() === '') return isEmpty(part);
  if (value.kind !== 'empty' || item || part === 'deployments') return RULES[part];
  if (part === 'file') return `The file is empty. ${RULES.file}`;
  return `${isEmpty(part)} If you mean the text null or ~, put it in quotes.`;
}

function isEmpty(part: Part): string {
  return `${part} is empty. Give it a value, or remove the key.`;
}
