import schema from '../../../schemas/appsmith-deployments.schema.json' with { type: 'json' };
import { didYouMean } from '../did-you-mean.ts';
import type { MapTree } from './tree.ts';

/** The mappings of a file, with the keys that each may hold. */
export const KEYS = {
  file: Object.keys(schema.properties),
  defaults: Object.keys(schema.properties.defaults.properties),
  deployment: Object.keys(schema.definitions.deployment.properties),
  server: Object.keys(schema.definitions.server.properties),
} as const;

/** What people write instead of our keys; compared without case, - and _. */
const MISTAKEN: ReadonlyMap<string, string> = new Map([
  ['appid', 'app'],
  ['application', 'app'],
  ['applicationid', 'app'],
  ['id', 'app'],
  ['appsmithurl', 'url'],
  ['baseurl', 'url'],
  ['host', 'url'],
  ['gitbranch', 'branch'],
  ['branchname', 'branch'],
  ['ref', 'branch'],
  ['deployendpoint', 'endpoint'],
  ['bearertoken', 'token'],
  ['auth', 'token'],
  ['secret', 'token'],
  ['timeoutseconds', 'timeout'],
  ['dependson', 'after'],
  ['needs', 'after'],
  ['requires', 'after'],
  ['default', 'defaults'],
  ['deployment', 'deployments'],
  ['apps', 'deployments'],
  ['disabled', 'enabled'],
  ['cacertificate', 'ca'],
  ['extraheaders', 'headers'],
  ['httpsproxy', 'proxy'],
  ['httpproxy', 'proxy'],
  ['cert', 'client-certificate'],
  ['key', 'client-key'],
  ['applications', 'deployments'],
]);

/** The key of ours that an unknown one most likely stands for. */
export function meantKey(key: string, known: readonly string[]): string | undefined {
  const plain = key.toLowerCase().replaceAll(/[-_]/g, '');
  const mistaken = MISTAKEN.get(plain);
  return mistaken !== undefined && known.includes(mistaken) ? mistaken : didYouMean(plain, known);
}

/**
 * Whether a mapping that has no such key may have been meant to have it: it holds an unknown key that likely stands for
 * it, or keys of it were lost. That is reported already; the missing key is not reported too.
 */
export function mayHold({ entries, incomplete }: MapTree, key: string, known: readonly string[]): boolean {
  const unknown = [...entries.keys()].filter((other) => !known.includes(other));
  return incomplete || unknown.slice(0, MOST_COMPARED).some((other) => meantKey(other, known) === key);
}

/**
 * Unknown keys of one mapping that are looked at: a mapping with more of them is no deployment with a slip of the pen.
 */
const MOST_COMPARED = 20;
