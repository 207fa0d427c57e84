import * as nodeFs from 'node:fs';
import { fileProblem } from './write-file.ts';

/** A test replaces it by one with a full disk. */
export type AppendingFs = Pick<
  typeof nodeFs,
  'openSync' | 'fstatSync' | 'readSync' | 'writeFileSync' | 'ftruncateSync' | 'closeSync'
>;

const DECLARE = 'Bitbucket makes its folder only for a step that declares `output-variables`.';

/**
 * Appends all lines to Bitbucket's file of output variables, or none, so that no later step reads half a value.
 * A missing file is created; a symbolic link is not followed.
 * @param linesAfter the lines, given how many bytes come before them in the file
 * @returns why they could not be added, for a WARNING; undefined when they were
 */
export function appendOutputs(
  path: string,
  linesAfter: (usedBytes: number) => readonly string[],
  fs: AppendingFs = nodeFs,
): string | undefined {
  const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = nodeFs.constants;
  try {
    const file = fs.openSync(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o644);
    try {
      const stat = fs.fstatSync(file);
      if (!stat.isFile()) return `${path} could not be written: it is not a plain file.`;
      appendWholly(file, stat.size, linesAfter, fs);
    } finally {
      fs.closeSync(file);
    }
    return undefined;
  } catch (error) {
    const problem = fileProblem(path, error);
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? `${problem} ${DECLARE}` : problem;
  }
}

function appendWholly(
  file: number,
  size: number,
  linesAfter: (usedBytes: number) => readonly string[],
  fs: AppendingFs,
): void {
  const start = endsWithLineBreak(file, size, fs) ? '' : '\n';
  const lines = linesAfter(size + start.length);
  try {
    fs.writeFileSync(file, `${start}${lines.join('\n')}\n`);
  } catch (error) {
    fs.ftruncateSync(file, size);
    throw error;
  }
}

function endsWithLineBreak(file: number, size: number, fs: AppendingFs): boolean {
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  fs.readSync(file, last, 0, 1, size - 1);
  return last.toString('latin1') === '\n';
}
