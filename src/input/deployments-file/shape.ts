import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import schema from '../../../schemas/appsmith-deployments.schema.json' with { type: 'json' };
import { KEYS, mayHold, meantKey } from './keys.ts';
import type { FileFindings, FileProblem } from './problem.ts';
import { isSecret, namedKey } from './showable.ts';
import { child, type Entry, type MapTree, placeOf, type Span, type Tree, textsIn, toData } from './tree.ts';

/** The result of the check against the JSON Schema. */
export interface Shape {
  /**
   * The values that do not fit, those that could not be read, and those that a token repeats. No more is to be said of
   * them.
   */
  readonly wrong: ReadonlySet<Tree>;
  /**
   * The texts under `token`, or under a key that was likely meant so, and are no reference: secrets that should not be
   * in the file.
   */
  readonly literals: ReadonlySet<string>;
}

/**
 * The file is validated without its deployments, then they are one by one: ajv joins the errors of a list's items in a
 * way that takes the square of their number, and one that is repeated by aliases is validated only once.
 */
// The schema is ours: a test checks it against its meta-schema, which took 35 ms of every start. The validators are
// used for one file: to optimise them costs more.
const ajv = new Ajv({
  allErrors: true,
  allowUnionTypes: true,
  validateFormats: false,
  meta: false,
  validateSchema: false,
  code: { optimize: false },
});
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

/** What a value must be, in sentences. */
const RULES = {
  file: 'The file must hold the key deployments:, a list, and perhaps defaults:.',
  defaults: 'defaults must hold keys, any of url, branch, token and timeout.',
  deployments: 'deployments must be a list of at least one deployment, each beginning with "- ".',
  deployment: 'A deployment must hold keys, such as app: and token:. Is there a space after each colon?',
  name: 'name must be one line of up to 200 characters that does not begin with white space.',
  app: 'app must be the bare id: letters, digits, - and _ only. Copy it from the endpoint in Appsmith under Git Settings > Continuous Delivery.',
  url: 'url must be the address of the server, for example https://appsmith.example.com.',
  branch:
    'branch must be a valid Git branch name, without spaces or any of ~ ^ : ? * [ \\, for example main or feature/orders.',
  endpoint: 'endpoint must be the endpoint as Appsmith shows it under Git Settings > Continuous Delivery.',
  token:
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what the user writes
    'token must be a reference to a variable and nothing else: $NAME or ${NAME}. Store the token itself in a secured variable. ' +
    'If it was committed, it is no longer secret: generate a new one in Appsmith.',
  timeout: 'timeout must be a number of seconds above 0 and up to 3600, without quotes or a unit, for example 300.',
  enabled: 'enabled must be true or false, without quotes.',
  after: 'after must be the name of a deployment, or a list of names.',
} as const;

type Place = keyof typeof RULES;

const WHERE: Partial<Record<Place, string>> = {
  file: 'at the top',
  defaults: 'in defaults',
  deployment: 'in a deployment',
};

/** Which variable of the pipe serves a key that is left out. */
const INSTEAD: Partial<Record<Place, string>> = {
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
        if (spot.place === 'token') addLiterals(spot.value);
        if (spot.value.kind !== 'empty' || !spot.value.broken) findings.problem(unfit(spot, error));
      }
    }
  };
  check({ value: tree, place: 'file', label: tree.span, item: false, use: undefined }, validateFile);
  const list = child(tree, 'deployments');
  const checked = new Set<unknown>();
  for (const value of list?.kind === 'list' ? list.items : []) {
    if (checked.has(value.span.start)) continue; // of an anchor and its aliases one is enough, the first
    checked.add(value.span.start);
    check({ value, place: 'deployment', label: value.span, item: true, use: value.use }, validateDeployment);
  }
  if (literals.size > 0) for (const text of textsIn(tree)) if (literals.has(text.text.trim())) wrong.add(text);
  return { wrong, literals };
}

/**
 * An error of `if` only says that its `then` or `else` has failed. One of `not` says most about a value, so it comes
 * first.
 */
function relevant(errors: readonly ErrorObject[]): ErrorObject[] {
  const [no, other] = [
    errors.filter(({ keyword }) => keyword === 'not'),
    errors.filter(({ keyword }) => keyword !== 'not'),
  ];
  return [...no, ...other.filter(({ keyword }) => keyword !== 'if')];
}

/** A value of the file, and what it is there for. */
interface Spot {
  readonly value: Tree;
  readonly place: Place;
  /** Where its key is written; for an item of a list, where the item is. */
  readonly label: Span;
  /** It is an item of a list. */
  readonly item: boolean;
  /** The outermost alias or merge that it came by. */
  readonly use: Span | undefined;
}

/** @param pointer JSON pointer from ajv: keys of the schema and indices, so without escapes */
function locate(start: Spot, pointer: string): Spot {
  let spot = start;
  for (const step of pointer.split('/').slice(1)) {
    if (spot.value.kind === 'list') {
      const value = spot.value.items[Number(step)] as Tree;
      spot = { value, place: spot.place, label: value.span, item: true, use: spot.use ?? value.use };
    } else {
      const { key, value, use } = (spot.value as MapTree).entries.get(step) as Entry;
      spot = { value, place: step as Place, label: key, item: false, use: spot.use ?? use ?? value.use };
    }
  }
  return spot;
}

function seemsToHold({ value, place }: Spot, key: string): boolean {
  const wanted = place === 'deployment' ? [key, 'endpoint'] : [key];
  return wanted.some((each) => mayHold(value as MapTree, each, KEYS[place as keyof typeof KEYS]));
}

function unknownKey({ params }: ErrorObject): string {
  return String(params['additionalProperty']);
}

/** Errors that are about keys, not about the value itself. */
const STRUCTURE: Readonly<Record<string, (spot: Spot, error: ErrorObject) => FileProblem>> = {
  additionalProperties: ({ value, place, use }, error) => {
    const key = unknownKey(error);
    const known = KEYS[place as keyof typeof KEYS];
    const entry = (value as MapTree).entries.get(key) as Entry;
    const hasColon = placeOf(entry.value).start > entry.key.start;
    return {
      span: use ?? entry.use ?? entry.key,
      written: entry.key,
      message: `Unknown ${namedKey(hasColon ? key : '')} ${WHERE[place]}. Allowed keys: ${known.join(', ')}.`,
      meant: () => meantKey(key, known),
    };
  },
  required: ({ value, place, use }) => ({
    span: use ?? value.span,
    written: value.span,
    message:
      place === 'file'
        ? RULES.file
        : 'This deployment needs app:, the id of the application, or endpoint: as Appsmith shows it.',
  }),
  'false schema': ({ label, place, use }) => ({
    span: use ?? label,
    written: label,
    message: `endpoint already contains ${place}. Remove ${place}, or set app, url and branch instead of endpoint.`,
  }),
};

/** The keys that hold one text. */
const SINGLE: readonly Place[] = ['name', 'app', 'url', 'branch', 'endpoint'];

function unfit(spot: Spot, error: ErrorObject): FileProblem {
  const { span } = spot.value;
  return { span: spot.use ?? span, written: span, message: unfitMessage(spot, error) };
}

function unfitMessage({ value, place, item }: Spot, { keyword }: ErrorObject): string {
  if (keyword === 'not')
    return `References to variables are replaced in token only. Write the ${place} itself${INSTEAD[place] ?? ''}.`;
  if (keyword === 'pattern' && place === 'after')
    return 'after is empty. Set it to the name of a deployment, or remove it.';
  if (SINGLE.includes(place) && value.kind === 'list')
    return `${place} must be one value, not a list. Make each its own deployment. A text that begins with [ needs quotes.`;
  if (SINGLE.includes(place) && value.kind === 'map')
    return `${place} must be one value, not a mapping. A text that begins with { needs quotes.`;
  if (SINGLE.includes(place) && value.kind === 'text' && value.text.trim() === '') return isEmpty(place);
  if (value.kind !== 'empty' || item || place === 'deployments') return RULES[place];
  if (place === 'file') return `The file is empty. ${RULES.file}`;
  return `${isEmpty(place)} If you mean the text null or ~, put it in quotes.`;
}

function isEmpty(place: Place): string {
  return `${place} is empty. Give it a value, or remove the key.`;
}
