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
  /** A regular expression for the part of a secret text that is no secret: the name of a header. */
  readonly secretAfter?: string;
  /** Any of these variables replaces a required one. */
  readonly unless: readonly string[];
  /** What to do when it is missing or wrong, as a sentence. */
  readonly remedy?: string;
  /** Names that people use instead of it. */
  readonly mistakenFor: readonly string[];
  /** Other spellings that are read. */
  readonly aliases: readonly string[];
  /** The Bitbucket variable whose value is used when it is not set. */
  readonly defaultFrom?: string;
  /** What a number counts, in the plural; empty where that goes without saying. */
  readonly unit: string;
  /** A list may also be written as one text with an item on each line. */
  readonly onePerLine: boolean;
  /** Commas and semicolons separate items, since none can hold them. */
  readonly separated: boolean;
  /** A text that matches is one item, whatever lines it has. */
  readonly oneItemWhen?: string;
}

/** What pipe.yml says of the pipe. */
export interface Metadata {
  /** `x.y.z`, the tag of the image. */
  readonly version: string;
  /** What the pipe does, in a sentence. */
  readonly description: string;
  /** Web address of the source. */
  readonly repository: string;
  /** Web address of this version's files. */
  readonly source: string;
  /** Where this version's failures are explained: the key is appended. */
  readonly failuresUrl: string;
  /** What the pipe calls itself in requests. */
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
/** All other keys of a variable are JSON Schema. */
const OURS = ['name', 'description', 'secretAfter', 'remedy', 'defaultFrom', 'oneItemWhen', ...Object.keys(DEFAULTS)];

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

/** The version that an image's tag gives it, `x.y.z`; a digest may follow the tag. */
export function imageVersion(image: string): string | undefined {
  return /:(\d+\.\d+\.\d+)(?:@sha256:[0-9a-f]{64})?$/.exec(image)?.[1];
}

function readDefinition(entry: Manifest['variables'][number]): VariableDefinition {
  const name = String(entry['name']);
  if (typeof entry['description'] !== 'string') throw new Error(`pipe.yml: ${name} has no description`);
  const [ours, schema] = [true, false].map((wanted) =>
    Object.fromEntries(Object.entries(entry).filter(([keyword]) => OURS.includes(keyword) === wanted)),
  ) as [Partial<VariableDefinition>, VariableDefinition['schema']];
  return { ...DEFAULTS, ...ours, name, description: entry['description'], schema };
}

/** How ajv compiles the schema: all errors at once, defaults filled in. No rule counts characters. */
export const AJV_OPTIONS: Options = { allErrors: true, useDefaults: true, unicodeRegExp: false };

/** The JSON Schema of all variables, for values that are parsed already: numbers, booleans, lists. */
export function variablesSchema(definitions: readonly VariableDefinition[]): object {
  const always = definitions.filter(({ required, unless }) => required && unless.length === 0);
  const unless = definitions.filter(({ required, unless: others }) => required && others.length > 0);
  return {
    type: 'object',
    properties: Object.fromEntries(definitions.map(({ name, schema }) => [name, { ...schema, ...defaultOf(schema) }])),
    required: always.map(({ name }) => name),
    allOf: unless.map(({ name, unless: others }) => ({
      if: { not: { anyOf: others.map((other) => ({ type: 'object', required: [other] })) } },
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
