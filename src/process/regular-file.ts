import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** The code of an unreadable file is Node's, `ENOTFILE` when it is no regular file, or `EFBIG` when it is too large. */
export type FileReading =
  | { readonly kind: 'read'; readonly bytes: Buffer }
  | { readonly kind: 'unreadable'; readonly code: string };

/**
 * Reads a regular file. Never waits, not even for a named pipe.
 * @param mostBytes larger files are not read
 */
export function readRegularFile(path: string, mostBytes: number): FileReading {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return unreadable(String((error as NodeJS.ErrnoException).code));
  }
  try {
    const status = fstatSync(file);
    if (!status.isFile()) return unreadable(status.isDirectory() ? 'EISDIR' : 'ENOTFILE');
    if (status.size > mostBytes) return unreadable('EFBIG');
    const bytes = Buffer.alloc(status.size);
    return { kind: 'read', bytes: bytes.subarray(0, readSync(file, bytes)) };
  } finally {
    closeSync(file);
  }
}

function unreadable(code: string): FileReading {
  return { kind: 'unreadable', code };
}
