import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository's root folder, with a slash at its end. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What a command prints, run in the repository's root, without the line break at its end. */
export function output(command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: ROOT, encoding: 'utf8' }).trimEnd();
}

/** The text of a file of the repository. */
export function read(path: string): string {
  return readFileSync(`${ROOT}${path}`, 'utf8');
}

/** Replaces a file of the repository. */
export function write(path: string, text: string): void {
  writeFileSync(`${ROOT}${path}`, text);
}

/**
 * Committed files in which users read a version to copy: documents, YAML and the Dockerfile. Not the changelog with its
 * old versions, and not the guide to releases and the tests, whose versions are examples.
 */
export function referringFiles(): string[] {
  const excluded = ['CHANGELOG.md', 'RELEASING.md', 'test'].map((path) => `:(exclude)${path}`);
  return output('git', 'ls-files', '--', '*.md', '*.yml', 'Dockerfile', ...excluded).split('\n');
}
