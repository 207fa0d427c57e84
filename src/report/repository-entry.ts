import type { RepositoryFinding } from '../repository/check.ts';

/** What was found in the clone. */
export interface CheckedRepository {
  /** Whether nothing was sent because of it. */
  readonly isRefused: boolean;
  readonly findings: readonly RepositoryFinding[];
}

/** One finding, for a report. */
export interface FindingEntry {
  readonly severity: 'error' | 'warning';
  readonly rule: string;
  readonly path: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly problem: string;
  readonly effect: string;
  readonly advice: string;
}

/** The clone, as the reports show it. */
export interface RepositoryEntry {
  readonly isRefused: boolean;
  readonly findings: readonly FindingEntry[];
}

/** Bitbucket's limit for annotations. */
const MOST = 1_000;
const LIMIT = { path: 500, text: 600 } as const;

/** @param text makes text safe for a report: printable, masked, and not longer than the limit */
export function repositoryEntry(
  { isRefused, findings }: CheckedRepository,
  text: (value: string, limit: number) => string,
): RepositoryEntry {
  return {
    isRefused,
    findings: findings.slice(0, MOST).map(({ severity, rule, path, position, problem, effect, advice }) => ({
      severity,
      rule,
      path: text(path, LIMIT.path),
      line: position?.line,
      column: position?.column,
      problem: text(problem, LIMIT.text),
      effect,
      advice,
    })),
  };
}

/** `pages/Orders/Orders.json:12:5`. */
export function locationOf({ path, line, column }: FindingEntry): string {
  return line === undefined ? path : `${path}:${line}:${column}`;
}
