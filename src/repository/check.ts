import { definedOnly } from '../text/defined-only.ts';
import { type JsonObject, readApplication } from './application.ts';
import { ERRORS, type Occurrence, type Rule } from './errors.ts';
import { CURRENT_FORMAT, type RepositoryFiles } from './files.ts';
import { offsetOfKey, type Position, positionAt } from './json-text.ts';
import { WARNINGS } from './warnings.ts';

/** One thing that is wrong with a repository. */
export interface RepositoryFinding extends Pick<Rule, 'severity' | 'effect' | 'advice'> {
  /** Id of the rule. */
  readonly rule: string;
  readonly path: string;
  /** Absent where the whole file is meant, or the file is missing. */
  readonly position?: Position;
  readonly problem: string;
}

/** What a repository is, and what is wrong with it. */
export interface RepositoryCheck {
  /** Number of files. */
  readonly checked: number;
  /** Errors first, causes before consequences. */
  readonly findings: readonly RepositoryFinding[];
  /** The lowest schema that Appsmith must have. */
  readonly schema: { readonly server?: number; readonly client?: number };
  /** Modules of packages that the application uses. */
  readonly modules: readonly string[];
}

export function checkRepository(files: RepositoryFiles): RepositoryCheck {
  const application = readApplication(files);
  const rules = [...ERRORS, ...WARNINGS].filter(
    ({ everyFormat }) => everyFormat || application.format === CURRENT_FORMAT,
  );
  const findings = rules.flatMap((rule) =>
    [...rule.find(application)].map((occurrence) => findingOf(rule, occurrence, files)),
  );
  const { checked, metadata, modules } = application;
  return { checked, findings, schema: schemaOf(metadata), modules };
}

function findingOf(
  { id, severity, effect, advice }: Rule,
  occurrence: Occurrence,
  files: RepositoryFiles,
): RepositoryFinding {
  const { path, problem } = occurrence;
  const position = positionOf(occurrence, files);
  return definedOnly({ rule: id, severity, path, problem, effect, advice, position });
}

function positionOf({ path, at }: Occurrence, files: RepositoryFiles): Position | undefined {
  if (at === undefined) return undefined;
  const text = files.text(path) as string; // the rule has read the file
  return positionAt(text, typeof at === 'number' ? at : offsetOfKey(text, at));
}

function schemaOf(metadata: JsonObject | undefined): RepositoryCheck['schema'] {
  const number = (value: unknown) => (typeof value === 'number' ? value : undefined);
  return definedOnly({
    server: number(metadata?.['serverSchemaVersion']),
    client: number(metadata?.['clientSchemaVersion']),
  });
}
