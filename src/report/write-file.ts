import fs from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes a whole file or nothing, and makes missing folders. A symbolic link at the target is replaced, not followed.
 * @param write a test replaces it by one with a full disk
 * @returns why it could not be written, for a WARNING; undefined when it was
 */
export function writeFileSafely(path: string, text: string, write = fs.writeFileSync): string | undefined {
  try {
    makeFolder(dirname(path));
    const folder = fs.mkdtempSync(join(dirname(path), '.appsmith-deploy-'));
    try {
      const file = join(folder, 'new');
      write(file, text, { flag: 'wx' });
      fs.renameSync(file, path);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
    return undefined;
  } catch (error) {
    return fileProblem(path, error as NodeJS.ErrnoException);
  }
}

/** Step by step: Node's recursive mkdir never ends where the system always answers ENOENT, as below /proc. */
function makeFolder(path: string): void {
  try {
    fs.mkdirSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT') throw error;
    makeFolder(dirname(path));
    fs.mkdirSync(path);
  }
}

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

/** Says why a file could not be written, for a WARNING. Node's own message would name inner paths. */
function fileProblem(path: string, { code = '', message }: NodeJS.ErrnoException): string {
  const reason = message.replace(/^[A-Z0-9]+: ([^,]+),.*$/s, '$1');
  return [`${path} could not be written: ${reason} (${code}).`, REMEDIES[code]].filter(Boolean).join(' ');
}

type LinesAfter = (usedBytes: number) => readonly string[];

const DECLARE = 'Bitbucket makes its folder only for a step that declares `output-variables`.';

/**
 * Appends all lines to Bitbucket's file of output variables, or none, so that no later step reads half a value.
 * A missing file is created; a symbolic link is not followed.
 * @param linesAfter the lines, given how many bytes come before them in the file
 * @param write a test replaces it by one with a full disk
 * @returns why they could not be added, for a WARNING; undefined when they were
 */
export function appendOutputs(path: string, linesAfter: LinesAfter, write = fs.writeFileSync): string | undefined {
  const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
  try {
    const file = fs.openSync(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o644);
    try {
      if (!fs.fstatSync(file).isFile()) return `${path} could not be written: it is not a plain file.`;
      append(file, linesAfter, write);
    } finally {
      fs.closeSync(file);
    }
    return undefined;
  } catch (error) {
    const problem = fileProblem(path, error as NodeJS.ErrnoException);
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? `${problem} ${DECLARE}` : problem;
  }
}

function append(file: number, linesAfter: LinesAfter, write: typeof fs.writeFileSync): void {
  const { size } = fs.fstatSync(file);
  const last = Buffer.from('\n');
  if (size > 0) fs.readSync(file, last, 0, 1, size - 1);
  const start = last.toString('latin1') === '\n' ? '' : '\n';
  const lines = linesAfter(size + start.length);
  try {
    write(file, `${start}${lines.join('\n')}\n`);
  } catch (error) {
    fs.ftruncateSync(file, size);
    throw error;
  }
}
