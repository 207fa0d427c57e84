import { readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { readRegularFile } from '../process/regular-file.ts';
import { printable } from '../text/printable.ts';
import { type Mistake, mistakeIn, type Remarks } from '../text/remarks.ts';

export interface Folders {
  /** Working directory of the step's script; may be a sub-folder of the clone. */
  readonly cwd: string;
  /** Absent outside Bitbucket, where the working directory is used instead. */
  readonly cloneDir?: string;
}

const INSIDE = 'Use a path inside the clone, relative to the working directory.';

/** What people set instead of a path: it may be a secret, so it is not repeated. */
const NO_PATHS: readonly Mistake[] = [
  // Longer ones Linux refuses (PATH_MAX).
  [/\0|^.{4096}/s, 'is not a valid path.'],
  [/\b(?:bearer\s|authorization\s*[:=])/i, `is a header, not a path. ${INSIDE}`],
  [/^[a-z][a-z\d+.-]+:\/\/|^[^/:]*:.*@/is, `is an address, not a path. ${INSIDE}`],
  [/\n/, 'holds a line break. Use the path of one file.'],
];

/** Paths that shells and Windows understand. */
const MISWRITTEN_PATHS: readonly Mistake[] = [
  [/^(["']).*\1$/, 'has quotes around it that are part of its value. Remove them.'],
  [/^~(?:\/|$)/, `begins with ~, the home folder, which is outside the clone. ${INSIDE}`],
  [/^[a-z]:[\\/]/i, `is a path on Windows. ${INSIDE}`],
  [/\\/, 'holds a backslash. Write / between the folders.'],
];

/** What people set instead of a folder for reports. */
const NO_FOLDERS: readonly Mistake[] = [
  [/[*?]/, 'holds a pattern. Use the path of one folder.'],
  [/(?:^|\/)\.git(?:\/|$)/, 'is inside .git, which is for Git alone. Use another folder, such as test-reports.'],
  [
    /\.(?:xml|html?|json|env)$/i,
    'is the name of a file. Use a folder: the files in it have fixed names, such as appsmith-deploy.xml.',
  ],
];

/** Dangling links that are followed for one path; Linux follows 40 links of any kind. */
const MOST_LINKS = 40;

/**
 * Resolves a path, which need not exist, from the working directory. It must be inside the clone once links are
 * followed: otherwise a pull request could make the pipe read or write other files.
 * @param options.isSecret the text may be a secret instead of a path, so problems never repeat it
 */
export function clonePath(
  path: string,
  { cwd, cloneDir, isSecret = false }: Folders & { readonly isSecret?: boolean },
  remarks: Remarks,
): string | undefined {
  const problem = mistakeIn(path, NO_PATHS);
  if (problem !== undefined) return remarks.problem(problem);
  const refuse = (message: string) => remarks.problem(isSecret ? message : withValue(message, path));
  const mistake = mistakeIn(path, MISWRITTEN_PATHS);
  if (mistake !== undefined) return refuse(mistake);
  const root = withoutLinks(cloneDir ?? cwd);
  const target = withoutLinks(resolve(cwd, path));
  if (root === undefined || target === undefined)
    return remarks.problem('contains a symlink loop, or too many symlinks. Use a path without them.');
  return /^\.\.(?:\/|$)/.test(relative(root, target)) ? refuse(`is outside the clone. ${INSIDE}`) : target;
}

/** The folder for the reports, absolute. */
export function reportFolder(path: string, folders: Folders, remarks: Remarks): string | undefined {
  const folder = clonePath(path, folders, remarks);
  if (folder === undefined) return undefined;
  const found = readRegularFile(folder, 0);
  const isFile = found.kind === 'read' || found.code === 'EFBIG';
  const problem =
    mistakeIn(path, NO_FOLDERS) ?? (isFile ? 'is a file. Use a folder, such as test-reports.' : undefined);
  return problem === undefined ? folder : remarks.problem(withValue(problem, path));
}

function withValue(problem: string, value: string): string {
  return `${problem} Got '${printable(value, 120)}'.`;
}

/** Whether a text is certainly the path of a certificate or key, and not its base64, which has no dots. */
export function isCertificatePath(text: string): boolean {
  return /^["']?[\w ~:\\/.-]{0,200}\.(?:pem|crt|cer|cert|key|der|p12|pfx|p8|pk8|ppk|jks|txt)["']?$/i.test(text.trim());
}

/**
 * Follows the links in a path, dangling ones too.
 * @param followed counts the dangling links
 * @returns undefined when there are too many
 */
function withoutLinks(path: string, followed = { links: 0 }): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    const parent = withoutLinks(dirname(path), followed); // the path does not exist (yet), but some parent does
    if (parent === undefined) return undefined;
    const inParent = join(parent, basename(path));
    const target = linkTarget(inParent);
    if (target === undefined) return inParent;
    followed.links += 1;
    return followed.links > MOST_LINKS ? undefined : withoutLinks(resolve(parent, target), followed);
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
