import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Reading } from '../appsmith/endpoint.ts';

/** Where the pipe runs. */
export interface Place {
  /** Working directory of the step's script; may be a sub-folder of the clone. */
  readonly cwd: string;
  /** Folder of the clone; absent outside Bitbucket, where the working directory takes its place. */
  readonly cloneDir?: string;
}

/** Longer ones Linux refuses (PATH_MAX). */
const LONGEST_PATH = 4_095;

/**
 * Resolves a path that a user gave, from the working directory. It must lie inside the clone once links are followed: a pull request could otherwise
 * make the pipe read, or write, elsewhere. The path itself need not exist.
 */
export function clonePath(path: string, { cwd, cloneDir }: Place): Reading<string> {
  if (path.includes('\0') || path.length > LONGEST_PATH) return { problem: 'is not a valid path.' };
  const root = real(cloneDir ?? cwd);
  const target = real(resolve(cwd, path));
  const way = relative(root, target);
  if (way === '..' || way.startsWith('../') || isAbsolute(way)) {
    return { problem: 'lies outside the clone. Give a path inside it, relative to the working directory.' };
  }
  return { value: target };
}

/** Follows the links of the longest part that exists. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path); // the path, or a part of it, does not exist (yet); the root always does
    return join(real(parent), path.slice(parent.length));
  }
}
