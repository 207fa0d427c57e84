import fs from 'node:fs';
import { join } from 'node:path';
import { readRegularFile } from '../process/regular-file.ts';
import { checkRepository } from './check.ts';
import { FOLDERS, type RepositoryFiles, ROOT_FILES } from './files.ts';
import type { RepositoryCheck } from './finding.ts';

/** What only Appsmith's files contain. Searched as text, so that invalid JSON counts too. */
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
  if (fs.existsSync(join(root, '.git/info/sparse-checkout'))) return undefined;
  const files = readClone(root);
  const text = (path: string) => files.text(path) ?? '';
  const isAppsmith = Object.entries(MARKS).some(([path, mark]) => mark.test(text(path)));
  const [, artifact = 'APPLICATION'] = ARTIFACT.exec(text('metadata.json')) ?? [];
  return isAppsmith && artifact === 'APPLICATION' ? checkRepository(files) : undefined;
}

/** Larger files are not checked. */
const MOST_BYTES = 10 * 1024 * 1024;
const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

/**
 * The files of a clone that Appsmith reads. Nothing outside of the clone is opened, even through links.
 * @param readdir a test replaces it by one that cannot read a folder
 */
export function readClone(root: string, readdir = fs.readdirSync): RepositoryFiles {
  const realRoot = fs.realpathSync(root);
  const walk = new CloneWalk(realRoot, readdir);
  const wanted = new Set<string>([...ROOT_FILES, ...FOLDERS]);
  for (const entry of walk.entries(realRoot) ?? []) if (wanted.has(entry.name)) walk.visit(entry.name, entry, []);
  return { paths: walk.paths.sort(), unread: walk.unread, text: (path) => textOf(join(realRoot, path)) };
}

class CloneWalk {
  readonly paths: string[] = [];
  readonly unread: string[] = [];
  /** Real paths of linked folders. */
  readonly #followed = new Set<string>();
  readonly #root: string;
  readonly #readdir: typeof fs.readdirSync;

  constructor(root: string, readdir: typeof fs.readdirSync) {
    this.#root = root;
    this.#readdir = readdir;
  }

  /** @param above real paths of the folders around it, which a link must not lead back to */
  visit(path: string, entry: fs.Dirent, above: readonly string[]): void {
    const isLink = entry.isSymbolicLink();
    const target = isLink
      ? targetOf(join(this.#root, path))
      : { real: join(this.#root, path), isFolder: entry.isDirectory() };
    if (target === undefined || (isLink && !this.#mayFollow(target.real, above))) {
      this.unread.push(path);
    } else if (target.isFolder) {
      if (isLink) this.#followed.add(target.real);
      this.#visitFolder(path, target.real, above);
    } else {
      this.paths.push(path);
    }
  }

  #visitFolder(path: string, real: string, above: readonly string[]): void {
    const entries = this.entries(real);
    if (entries === undefined) this.unread.push(path);
    else for (const entry of entries) this.visit(`${path}/${entry.name}`, entry, [...above, real]);
  }

  #mayFollow(real: string, above: readonly string[]): boolean {
    return real.startsWith(`${this.#root}/`) && !above.includes(real) && !this.#followed.has(real);
  }

  /** @returns undefined for a folder that cannot be read */
  entries(folder: string): fs.Dirent[] | undefined {
    try {
      return this.#readdir(folder, { withFileTypes: true });
    } catch {
      return undefined;
    }
  }
}

/** Where a link leads; undefined when it leads nowhere, or is a cycle. */
function targetOf(path: string): { readonly real: string; readonly isFolder: boolean } | undefined {
  try {
    return { real: fs.realpathSync(path), isFolder: fs.statSync(path).isDirectory() };
  } catch {
    return undefined;
  }
}

/** @returns undefined for a file that is too large, cannot be read, or is in Git LFS */
function textOf(path: string): string | undefined {
  const reading = readRegularFile(path, MOST_BYTES);
  if (reading.kind === 'unreadable') return undefined;
  const text = reading.bytes.toString('utf8').replace(/^\uFEFF/, '');
  return text.startsWith(LFS_POINTER) ? undefined : text;
}
