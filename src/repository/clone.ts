import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkRepository, type RepositoryCheck } from './check.ts';
import { readClone } from './read-clone.ts';

/** What only these files of Appsmith hold. Text is looked for, so that a broken file counts too. */
const MARKS = {
  'metadata.json': /"fileFormatVersion"/,
  'application.json': /"(?:evaluationVersion|applicationVersion|unpublishedAppLayout)"/,
};
const ARTIFACT = /"artifactJsonType"\s*:\s*"([^"]*)"/;

/**
 * Checks the repository that a folder is a clone of.
 * @returns undefined where it is not the whole repository of an Appsmith application
 */
export function checkRoot(root: string): RepositoryCheck | undefined {
  if (existsSync(join(root, '.git/info/sparse-checkout'))) return undefined;
  const files = readClone(root);
  const text = (path: string) => files.text(path) ?? '';
  const isAppsmith = Object.entries(MARKS).some(([path, mark]) => mark.test(text(path)));
  const [, artifact = 'APPLICATION'] = ARTIFACT.exec(text('metadata.json')) ?? [];
  return isAppsmith && artifact === 'APPLICATION' ? checkRepository(files) : undefined;
}
