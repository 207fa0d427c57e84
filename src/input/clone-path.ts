import { readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { printable } from '../text/printable.ts';
import type { Remarks } from '../text/remarks.ts';

export interface Folders {
  /** Working directory of the step's script; may be a sub-folder of the clone. */
  readonly cwd: string;
  /** Absent outside Bitbucket, where the working directory is used instead. */
  readonly cloneDir?: string;
}

const INSIDE = 'Use a path inside the clone, relative to the working directory.';

/** What people write that is no path here. A text that may be a secret is not repeated. */
const NO_PATHS: readonly (readonly [pattern: RegExp, problem: string, shows?: true])[] = [
  // Longer ones Linux refuses (PATH_MAX).
  [/\0|^.{4096}/s, 'is not a valid path.'],
  [/\b(?:bearer\s|authorization\s*[:=])/i, `is a header, not a path. ${INSIDE}`],
  [/^[a-z][a-z\d+.-]+:\/\/|^[^/:]*:.*@/is, `is an address, not a path. ${INSIDE}`],
  [/\n/, 'holds a line break. Use the path of one file.'],
  [/^(["']).*\1$/, 'has quotes around it that are part of its value. Remove them.', true],
  [/^~(?:\/|$)/, `begins with ~, the home folder, which is outside the clone. ${INSIDE}`, true],
  [/^[a-z]:[\\/]/i, `is a path on Windows. ${INSIDE}`, true],
  [/\\/, 'holds a backslash. Write / between the folders.', true],
];
/** Links to what does not exist that are followed for one path; Linux follows 40 of any kind. */
const MOST_LINKS = 40;

/**
 * Resolves a path, which need not exist, from the working directory. It must be inside the clone once links are
 * followed: otherwise a pull request could make the pipe read or write other files.
 * @param isShown the text is certainly a path, so problems may repeat it
 */
export function clonePath(
  path: string,
  { cwd, cloneDir }: Folders,
  remarks: Pick<Remarks, 'problem'>,
  isShown = true,
): string | undefined {
  const withValue = (problem: string) => (isShown ? `${problem} Got '${printable(path, 120)}'.` : problem);
  const [, problem, shows] = NO_PATHS.find(([pattern]) => pattern.test(path)) ?? [];
  if (problem !== undefined) return remarks.problem(shows ? withValue(problem) : problem);
  const root = new LinkWalker().real(cloneDir ?? cwd);
  const target = new LinkWalker().real(resolve(cwd, path));
  if (root === undefined || target === undefined)
    return remarks.problem('contains a symlink loop, or too many symlinks. Use a path without them.');
  const way = relative(root, target);
  if (way === '..' || way.startsWith('../') || isAbsolute(way)) {
    return remarks.problem(withValue(`is outside the clone. ${INSIDE}`));
  }
  return target;
}

/** Whether a text is certainly the path of a certificate or key, so no part of one: base64 has no dots. */
export function isCertificatePath(text: string): boolean {
  return /^["']?[\w ~:\\/.-]{0,200}\.(?:pem|crt|cer|cert|key|der|p12|pfx|p8|pk8|ppk|jks|txt)["']?$/i.test(text.trim());
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

/** @returns undefined for anything but a link */
function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
