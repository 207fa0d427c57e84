import type { RepositoryCheck } from './finding.ts';

/** The first version of Appsmith with each schema, from its public source. Later schemas are unknown. */
const SCHEMAS = [
  { from: [1, 9, 43], server: 7, client: 1 },
  { from: [1, 27], server: 8, client: 1 },
  { from: [1, 35], server: 9, client: 1 },
  { from: [1, 40], server: 10, client: 1 },
  { from: [1, 41], server: 11, client: 1 },
  { from: [1, 56], server: 11, client: 2 },
  { from: [1, 73], server: 12, client: 2 },
] as const;

/**
 * Whether a server is too old for a repository, as a sentence.
 * @param version as the server gives it, `v1.40`
 * @returns undefined when it is not too old, or that is not known
 */
export function schemaProblem(
  { server = 0, client = 0 }: RepositoryCheck['schema'] = {},
  { url, version }: { readonly url: string; readonly version: string },
): string | undefined {
  const forServer = SCHEMAS.find((schema) => schema.server >= server);
  const needed = SCHEMAS.find((schema) => schema.server >= server && schema.client >= client);
  const [, ...parts] = /^v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?/.exec(version) ?? [];
  const numbers = parts.map((part) => Number(part ?? 0));
  // The versions with schemas before the first one are unknown.
  if (needed === SCHEMAS[0] && server < needed.server) return undefined;
  if (needed === undefined || !isBefore(numbers, needed.from)) return undefined;
  const schema = needed === forServer ? `schema ${server}` : `client schema ${client}`;
  return `The repository needs Appsmith v${needed.from.join('.')} or later (${schema}); ${url} is ${version}.`;
}

function isBefore(version: readonly number[], other: readonly number[]): boolean {
  const differences = version.map((number, at) => number - (other[at] ?? 0));
  return (differences.find((difference) => difference !== 0) ?? 0) < 0;
}
