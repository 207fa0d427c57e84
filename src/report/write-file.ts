import * as nodeFs from 'node:fs';
import { dirname, join } from 'node:path';
import { fileProblem } from './file-problem.ts';

/** What is used of node:fs; a test plays a full disk with it. */
export type WritingFs = Pick<typeof nodeFs, 'mkdirSync' | 'mkdtempSync' | 'writeFileSync' | 'renameSync' | 'rmSync'>;

/**
 * Writes a whole file or nothing: into a folder of its own beside the target, then moved into place. A symbolic link at
 * the target is replaced, never followed; missing folders are made; nothing is left behind.
 * @returns why it could not be written, for a WARNING; undefined when it was
 */
export function writeFileSafely(path: string, text: string, fs: WritingFs = nodeFs): string | undefined {
  try {
    makeFolder(dirname(path), fs);
    const folder = fs.mkdtempSync(join(dirname(path), '.appsmith-deploy-'));
    try {
      const file = join(folder, 'new');
      fs.writeFileSync(file, text, { flag: 'wx' });
      fs.renameSync(file, path);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
    return undefined;
  } catch (error) {
    return fileProblem(path, error);
  }
}

/**
 * Step by step, since Node's own recursive mkdir never ends where the system answers ENOENT for good (below /proc, for
 * one).
 */
function makeFolder(path: string, fs: WritingFs): void {
  try {
    fs.mkdirSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT') throw error;
    makeFolder(dirname(path), fs);
    fs.mkdirSync(path);
  }
}
