import * as nodeFs from 'node:fs';
import { join } from 'node:path';
import { readRegularFile } from '../process/regular-file.ts';
import { checkRepository } from './check.ts';
import { FOLDERS, type RepositoryFiles, ROOT_FILES } from './files.ts';
import type { RepositoryCheck } from './finding.ts';

/** What only Appsmith's files contain. Text is searched, so that broken files count too. */
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
  if (nodeFs.existsSync(join(root, '.git/info/sparse-checkout'))) return undefined;
  const files = readClone(root);
  const text = (path: string) => files.text(path) ?? '';
  const isAppsmith = Object.entries(MARKS).some(([path, mark]) => mark.test(text(path)));
  const [, artifact = 'APPLICATION'] = ARTIFACT.exec(text('metadata.json')) ?? [];
  return isAppsmith && artifact === 'APPLICATION' ? checkRepository(files) : undefined;
}

/** Larger files are not checked. */
const MOST_BYTES = 10 * 1024 * 1024;
const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

/** A test replaces it by one that cannot read a folder. */
type ListingFs = Pick<typeof nodeFs, 'readdirSync'>;

/** The files of a clone that Appsmith reads. Nothing outside of the clone is opened, even through links. */
export function readClone(root: string, fs: ListingFs = nodeFs): RepositoryFiles {
  const realRoot = nodeFs.realpathSync(root);
  const walk = new CloneWalk(realRoot, fs);
  const wanted = new Set<string>([...ROOT_FILES, ...FOLDERS]);
  for (const entry of entriesOf(realRoot, fs) ?? []) if (wanted.has(entry.name)) walk.visit(entry.name, entry, []);
  return { paths: walk.paths.sort(), unread: walk.unread, text: (path) => textOf(join(realRoot, path)) };
}

class CloneWalk {
  readonly paths: string[] = [];
  readonly unread: string[] = [];
  /** Real paths of linked folders. */
  readonly #followed = new Set<string>();
  readonly #root: string;
  readonly #fs: ListingFs;

  constructor(root: string, fs: ListingFs) {
    this.#root = root;
    this.#fs = fs;
  }

  /** @param above real paths of the folders around it, which a link must not lead back to */
  visit(path: string, entry: nodeFs.Dirent, above: readonly string[]): void {
    const target = entry.isSymbolicLink() ? targetOf(join(this.#root, path)) : undefined;
    if (entry.isSymbolicLink()) {
      const isOutside = target === undefined || !target.real.startsWith(`${this.#root}/`);
      if (isOutside || above.includes(target.real) || this.#followed.has(target.real))
        return void this.unread.push(path);
      if (target.isFolder) this.#followed.add(target.real);
    }
    if (!(target?.isFolder ?? entry.isDirectory())) return void this.paths.push(path);
    const real = target?.real ?? join(this.#root, path);
    const entries = entriesOf(real, this.#fs);
    if (entries === undefined) return void this.unread.push(path);
    for (const each of entries) this.visit(`${path}/${each.name}`, each, [...above, real]);
  }
}

/** @returns undefined for a folder that cannot be read */
function entriesOf(folder: string, fs: ListingFs): nodeFs.Dirent[] | undefined {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
}

/** Where a link leads; undefined when it leads nowhere, or is a cycle. */
function targetOf(path: string): { readonly real: string; readonly isFolder: boolean } | undefined {
  try {
    return { real: nodeFs.realpathSync(path), isFolder: nodeFs.statSync(path).isDirectory() };
  } catch {
    return undefined;
  }
}

/** @returns undefined for a file that is too large, cannot be read, or is in Git LFS */
function textOf(path: string): string | undefined {
  const reading = readRegularFile(path, MOST_BYTES);
  if (reading.kind === 'unreadable') return undefined;
  const text = reading.bytes.toString('utf8');
  if (text.startsWith(LFS_POINTER)) return undefined;
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
