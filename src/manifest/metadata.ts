import type { Options } from 'ajv';

/** One variable, as pipe.yml defines it. */
export interface VariableDefinition {
  readonly name: string;
  readonly description: string;
  /** Heading of the table in README that lists it. */
  readonly group: string;
  /** README's snippet shows it uncommented, like required ones. */
  readonly inSnippet: boolean;
  readonly required: boolean;
  /** Its JSON Schema keywords: type, pattern, minimum, default … */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Its value is masked everywhere. */
  readonly secret: boolean;
  /** A regular expression for the beginning of a secret value that is not secret: the name of a header. */
  readonly secretAfter?: string;
  /** Any of these variables replaces a required one. */
  readonly unless: readonly string[];
  /** What to do when it is missing or wrong, as a sentence. */
  readonly remedy?: string;
  /** Wrong names that people use for it. */
  readonly mistakenFor: readonly string[];
  /** Other names that are read too. */
  readonly aliases: readonly string[];
  /** The Bitbucket variable whose value is used when it is not set. */
  readonly defaultFrom?: string;
  /** What a number counts, in the plural; may be empty. */
  readonly unit: string;
  /** A list may also be written as one text with an item on each line. */
  readonly onePerLine: boolean;
  /** Commas and semicolons separate the items of such a text, since no item can hold them. */
  readonly separated: boolean;
  /** A regular expression: a text that matches is one item, even if it has several lines. */
  readonly oneItemWhen?: string;
}

/** What pipe.yml says about the pipe. */
export interface Metadata {
  /** `x.y.z`, the tag of the image. */
  readonly version: string;
  /** What the pipe does, in a sentence. */
  readonly description: string;
  /** Web address of the source. */
  readonly repository: string;
  /** Web address of this version's files. */
  readonly source: string;
  /** Where this version's failures are explained: the key of a failure is appended. */
  readonly failuresUrl: string;
  /** The User-Agent of requests. */
  readonly userAgent: string;
  /** Mail address. */
  readonly support: string;
  readonly variables: readonly VariableDefinition[];
}

interface Manifest extends Pick<Metadata, 'description' | 'repository'> {
  readonly image: string;
  readonly maintainer: { readonly email: string };
  readonly variables: readonly Readonly<Record<string, unknown>>[];
}

const DEFAULTS = {
  group: '',
  inSnippet: false,
  required: false,
  secret: false,
  unless: [],
  mistakenFor: [],
  aliases: [],
  onePerLine: false,
  separated: false,
  unit: '',
};
/** The keys of a variable that are not JSON Schema. */
const OUR_KEYS = [
  'name',
  'description',
  'secretAfter',
  'remedy',
  'defaultFrom',
  'oneItemWhen',
  ...Object.keys(DEFAULTS),
];

/**
 * Reads a parsed pipe.yml.
 * @throws Error when a variable has no description, or the image no version x.y.z
 */
export function readMetadata(manifest: unknown): Metadata {
  const { image, description, repository, maintainer, variables } = manifest as Manifest;
  const version = imageVersion(image);
  if (version === undefined) throw new Error(`pipe.yml: the image ${image} has no tag x.y.z`);
  const source = `${repository}/src/${version}`;
  return {
    version,
    description,
    repository,
    source,
    failuresUrl: `${source}/docs/failures.md#markdown-header-`, // Bitbucket's prefix for the ids of headings
    userAgent: `appsmith-deploy/${version} (+${repository})`,
    support: maintainer.email,
    variables: variables.map(readDefinition),
  };
}

/** The version `x.y.z` in the tag of an image; a digest may follow the tag. */
export function imageVersion(image: string): string | undefined {
  return /:(\d+\.\d+\.\d+)(?:@sha256:[0-9a-f]{64})?$/.exec(image)?.[1];
}

function readDefinition(entry: Manifest['variables'][number]): VariableDefinition {
  const name = String(entry['name']);
  if (typeof entry['description'] !== 'string') throw new Error(`pipe.yml: ${name} has no description`);
  const ours: Record<string, unknown> = {};
  const schema: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(entry)) (OUR_KEYS.includes(key) ? ours : schema)[key] = value;
  return { ...DEFAULTS, ...ours, name, description: entry['description'], schema };
}

/** How ajv compiles the schema. No pattern needs the `u` flag. */
export const AJV_OPTIONS: Options = { allErrors: true, useDefaults: true, unicodeRegExp: false };

/** The JSON Schema of all variables, for values that are parsed already: numbers, booleans, lists. */
export function variablesSchema(definitions: readonly VariableDefinition[]): object {
  const required = definitions.filter((definition) => definition.required);
  const replaceable = required.filter(({ unless }) => unless.length > 0);
  return {
    type: 'object',
    properties: Object.fromEntries(definitions.map(({ name, schema }) => [name, { ...schema, ...defaultOf(schema) }])),
    required: required.filter(({ unless }) => unless.length === 0).map(({ name }) => name),
    allOf: replaceable.map(({ name, unless }) => ({
      if: { not: { anyOf: unless.map((other) => ({ type: 'object', required: [other] })) } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { type: 'object', required: [name] },
    })),
  };
}

/** The default of a list is written as its only item. */
function defaultOf(schema: Readonly<Record<string, unknown>>): object {
  if (schema['default'] === undefined) return {};
  return { default: schema['type'] === 'array' ? [schema['default']].flat() : schema['default'] };
}
