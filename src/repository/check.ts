import { definedOnly } from '../text/defined-only.ts';
import { type JsonObject, readApplication } from './application.ts';
import { ERRORS } from './errors.ts';
import { CURRENT_FORMAT, type RepositoryFiles } from './files.ts';
import type { Occurrence, RepositoryCheck, RepositoryFinding } from './finding.ts';
import { offsetOfKey, positionAt } from './json-text.ts';
import { WARNINGS } from './warnings.ts';

export function checkRepository(files: RepositoryFiles): RepositoryCheck {
  const application = readApplication(files);
  const rules = [
    ...ERRORS.map((rule) => ({ ...rule, severity: 'error' as const })),
    ...WARNINGS.map((rule) => ({ ...rule, severity: 'warning' as const })),
  ].filter(({ everyFormat }) => everyFormat || application.format === CURRENT_FORMAT);
  const findings = rules.flatMap(({ id, severity, effect, advice, find }) =>
    Array.from(find(application), (occurrence) => {
      const { path, problem } = occurrence;
      return { rule: id, severity, path, problem, effect, advice, ...positionOf(occurrence, files) };
    }),
  );
  const { checked, metadata, modules } = application;
  return { checked, findings, schema: schemaOf(metadata), modules };
}

function positionOf({ path, at }: Occurrence, files: RepositoryFiles): Pick<RepositoryFinding, 'line' | 'column'> {
  if (at === undefined) return {};
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
