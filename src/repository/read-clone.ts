import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularFile } from '../pipe/clone-file.ts';
import { FOLDERS, type RepositoryFiles, ROOT_FILES } from './files.ts';

/** Larger files are not looked at, in bytes. */
const MOST_BYTES = 10 * 1024 * 1024;
/** How the stand-in of a file in Git LFS begins. */
const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

/** The files of a clone that Appsmith reads. Nothing outside of the clone is opened, whatever its links say. */
export function readClone(root: string): RepositoryFiles {
  const paths: string[] = [];
  const unread: string[] = [];
  const realRoot = realpathSync(root);

  /** @param above real paths of the folders around it, which a link must not lead back to */
  const visit = (path: string, isLink: boolean, isFolder: boolean, above: readonly string[]): void => {
    let real = join(realRoot, path);
    let folder = isFolder;
    if (isLink) {
      const target = targetOf(join(realRoot, path));
      const leaves = target === undefined || !target.real.startsWith(`${realRoot}/`);
      if (leaves || above.includes(target.real)) return void unread.push(path);
      real = target.real;
      folder = target.isFolder;
    }
    if (!folder) return void paths.push(path);
    for (const entry of readdirSync(real, { withFileTypes: true }))
      visit(`${path}/${entry.name}`, entry.isSymbolicLink(), entry.isDirectory(), [...above, real]);
  };

  const wanted = new Set<string>([...ROOT_FILES, ...FOLDERS]);
  for (const entry of readdirSync(realRoot, { withFileTypes: true }))
    if (wanted.has(entry.name)) visit(entry.name, entry.isSymbolicLink(), entry.isDirectory(), []);

  return { paths: paths.sort(), unread, text: (path) => textOf(join(realRoot, path)) };
}

/** Where a link leads; undefined when it leads nowhere, or in a circle. */
function targetOf(path: string): { readonly real: string; readonly isFolder: boolean } | undefined {
  try {
    return { real: realpathSync(path), isFolder: statSync(path).isDirectory() };
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
