import { readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Remarks } from '../text/remarks.ts';

/** Where the pipe runs. */
export interface Place {
  /** Working directory of the step's script; may be a sub-folder of the clone. */
  readonly cwd: string;
  /** Folder of the clone; absent outside Bitbucket, where the working directory takes its place. */
  readonly cloneDir?: string;
}

/** Longer ones Linux refuses (PATH_MAX). */
const LONGEST_PATH = 4_095;
/** Links to what does not exist that are followed for one path; Linux follows 40 of any kind. */
const MOST_LINKS = 40;

/**
 * Resolves a path that a user gave, from the working directory. It must lie inside the clone once links are followed: a
 * pull request could otherwise make the pipe read, or write, elsewhere. The path itself need not exist, nor what a link
 * of it leads to.
 */
export function clonePath(
  path: string,
  { cwd, cloneDir }: Place,
  remarks: Pick<Remarks, 'problem'>,
): string | undefined {
  if (path.includes('\0') || path.length > LONGEST_PATH) return remarks.problem('is not a valid path.');
  const root = new LinkWalker().real(cloneDir ?? cwd);
  const target = new LinkWalker().real(resolve(cwd, path));
  if (root === undefined || target === undefined)
    return remarks.problem('contains a symlink loop, or too many symlinks. Use a path without them.');
  const way = relative(root, target);
  if (way === '..' || way.startsWith('../') || isAbsolute(way)) {
    return remarks.problem('is outside the clone. Use a path inside it, relative to the working directory.');
  }
  return target;
}

/** A path on which links are followed, those to nowhere too. */
class LinkWalker {
  #links = 0;

  /** @returns the path without links; undefined when there are too many */
  real(path: string): string | undefined {
    try {
      return realpathSync(path);
    } catch {
      const parent = this.real(dirname(path)); // the path, or a part of it, does not exist (yet); the root always does
      if (parent === undefined) return undefined;
      const whole = join(parent, basename(path));
      const target = linkTarget(whole);
      if (target === undefined) return whole;
      this.#links += 1;
      return this.#links > MOST_LINKS ? undefined : this.real(resolve(parent, target));
    }
  }
}

/** What a link says; undefined for anything else. */
function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
