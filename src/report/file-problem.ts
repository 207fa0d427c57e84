/** What to do about the commonest reasons. */
const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: 'Make it writable for the user that the pipe runs as.',
  EPERM: 'Make it writable for the user that the pipe runs as.',
  EROFS: 'Choose a place that is not read-only.',
  ENOSPC: 'Free some space on the disk.',
  EDQUOT: 'Free some space on the disk.',
  EISDIR: 'A folder of that name is in the way: remove or rename it.',
  ENOTDIR: 'A file is in the way of one of its folders: remove or rename it.',
  EEXIST: 'A file is in the way of its folder: remove or rename it.',
  ELOOP: 'It is a symbolic link, which is not followed: put a plain file there.',
};

/**
 * Says why a file could not be written, for a WARNING: path, the system's reason, and what to do. Node's own message
 * would name inner paths.
 */
export function fileProblem(path: string, error: unknown): string {
  const { code = 'unknown error', message } = error as NodeJS.ErrnoException;
  const reason = /^[A-Z0-9]+: ([^,]+),/.exec(message)?.[1] ?? message;
  return [`${path} could not be written: ${reason} (${code}).`, REMEDIES[code]].filter(Boolean).join(' ');
}
