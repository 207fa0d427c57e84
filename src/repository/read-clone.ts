import * as nodeFs from 'node:fs';
import { join } from 'node:path';
import { readRegularFile } from '../process/regular-file.ts';
import { FOLDERS, type RepositoryFiles, ROOT_FILES } from './files.ts';

/** Larger files are not looked at, in bytes. */
const MOST_BYTES = 10 * 1024 * 1024;
/** How the pointer file of Git LFS begins. */
const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

/** What is used of node:fs to list folders; a test plays a folder that cannot be read with it. */
type ListingFs = Pick<typeof nodeFs, 'readdirSync'>;

/** The files of a clone that Appsmith reads. Nothing outside of the clone is opened, whatever its links say. */
export function readClone(root: string, fs: ListingFs = nodeFs): RepositoryFiles {
  const paths: string[] = [];
  const unread: string[] = [];
  const realRoot = nodeFs.realpathSync(root);

  const followed = new Set<string>();

  /** @param above real paths of the folders around it, which a link must not lead back to */
  const visit = (path: string, entry: nodeFs.Dirent, above: readonly string[]): void => {
    const target = entry.isSymbolicLink() ? targetOf(join(realRoot, path)) : undefined;
    if (entry.isSymbolicLink()) {
      const isOutside = target === undefined || !target.real.startsWith(`${realRoot}/`);
      if (isOutside || above.includes(target.real) || followed.has(target.real)) return void unread.push(path);
      if (target.isFolder) followed.add(target.real);
    }
    if (!(target?.isFolder ?? entry.isDirectory())) return void paths.push(path);
    const real = target?.real ?? join(realRoot, path);
    const entries = entriesOf(real, fs);
    if (entries === undefined) return void unread.push(path);
    for (const each of entries) visit(`${path}/${each.name}`, each, [...above, real]);
  };

  const wanted = new Set<string>([...ROOT_FILES, ...FOLDERS]);
  for (const entry of entriesOf(realRoot, fs) ?? []) if (wanted.has(entry.name)) visit(entry.name, entry, []);

  return { paths: paths.sort(), unread, text: (path) => textOf(join(realRoot, path)) };
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

/** @returns undefined for what is not judged: a file that is too large, cannot be read, or is in Git LFS */
function textOf(path: string): string | undefined {
  const reading = readRegularFile(path, MOST_BYTES);
  if (!('bytes' in reading)) return undefined;
  const text = reading.bytes.toString('utf8');
  if (text.startsWith(LFS_POINTER)) return undefined;
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
