import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/**
 * What a file holds, or why it cannot be read: a code of Node, `ENOTFILE` for what is no regular file, `EFBIG` for one
 * that is too large.
 */
export type FileReading = { readonly bytes: Buffer } | { readonly code: string };

/**
 * Reads a regular file. Never waits: opened so, a pipe gives what it holds, which is nothing.
 * @param mostBytes larger files are not read
 */
export function readRegularFile(path: string, mostBytes: number): FileReading {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return { code: String((error as NodeJS.ErrnoException).code) };
  }
  try {
    const status = fstatSync(file);
    if (!status.isFile()) return { code: status.isDirectory() ? 'EISDIR' : 'ENOTFILE' };
    if (status.size > mostBytes) return { code: 'EFBIG' };
    const bytes = Buffer.alloc(status.size);
    return { bytes: bytes.subarray(0, readSync(file, bytes)) };
  } finally {
    closeSync(file);
  }
}
