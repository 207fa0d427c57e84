import schema from '../../../schemas/appsmith-deployments.schema.json' with { type: 'json' };
import { didYouMean } from '../did-you-mean.ts';
import type { FileFindings } from './problem.ts';
import { namedKey } from './showable.ts';
import { type Entry, type Found, type MapTree, within } from './tree.ts';

/** The mappings of a file, with the keys that each may hold. */
export const KEYS = {
  file: Object.keys(schema.properties),
  defaults: Object.keys(schema.properties.defaults.properties),
  deployment: Object.keys(schema.definitions.deployment.properties),
  server: Object.keys(schema.definitions.server.properties),
} as const;

export type Mapping = keyof typeof KEYS;

const WHERE: Readonly<Record<Mapping, string>> = {
  file: 'at the top',
  defaults: 'in defaults',
  deployment: 'in a deployment',
  server: 'in a server',
};

/** What people write instead of our keys; compared without case, - and _. */
const MISTAKES: Readonly<Record<string, readonly string[]>> = {
  app: ['appid', 'application', 'applicationid', 'id'],
  url: ['appsmithurl', 'baseurl', 'host'],
  branch: ['gitbranch', 'branchname', 'ref'],
  endpoint: ['deployendpoint'],
  token: ['bearertoken', 'auth', 'secret'],
  timeout: ['timeoutseconds'],
  after: ['dependson', 'needs', 'requires'],
  enabled: ['disabled'],
  defaults: ['default'],
  deployments: ['deployment', 'apps', 'applications'],
  ca: ['cacertificate'],
  headers: ['extraheaders'],
  proxy: ['httpsproxy', 'httpproxy'],
  'client-certificate': ['cert'],
  'client-key': ['key'],
};

/** The known key that an unknown one most likely means. */
export function meantKey(key: string, known: readonly string[]): string | undefined {
  const plain = key.toLowerCase().replaceAll(/[-_]/g, '');
  return known.find((candidate) => MISTAKES[candidate]?.includes(plain)) ?? didYouMean(plain, known);
}

/**
 * Whether a mapping that lacks a key was probably meant to have it: an unknown key looks like a typo of it, or keys
 * were lost. That is reported already, so the missing key is not.
 */
export function mayHold({ entries, incomplete }: MapTree, key: string, known: readonly string[]): boolean {
  const unknown = [...entries.keys()].filter((other) => !known.includes(other));
  return incomplete || unknown.slice(0, MOST_COMPARED).some((other) => meantKey(other, known) === key);
}

/** More unknown keys are not compared, which takes time: they are no typos. */
const MOST_COMPARED = 20;

/** @param owner the mapping that holds the key */
export function reportUnknownKey(
  key: string,
  { owner, mapping }: { readonly owner: Found; readonly mapping: Mapping },
  findings: FileFindings,
): void {
  const entry = (owner.value as MapTree).entries.get(key) as Entry;
  const hasColon = entry.value.written.start !== entry.key.written.start;
  const known = KEYS[mapping];
  const message = `Unknown ${namedKey(hasColon ? key : '')} ${WHERE[mapping]}. Allowed keys: ${known.join(', ')}.`;
  findings.problem(within(owner, entry.key), message, () => meantKey(key, known));
}
