import { writeSync } from 'node:fs';

/**
 * Writes text to a stream of the process, all of it, before it returns: what was said last is never lost, whatever ends the process next.
 * @param fd 1 for stdout, 2 for stderr
 */
export function writeAll(fd: 1 | 2, text: string): void {
  let left = Buffer.from(text);
  while (left.length > 0) {
    try {
      left = left.subarray(writeSync(fd, left));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EAGAIN') return; // nobody reads any more (EPIPE): the exit code still tells how it ended
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5); // the reader is slow: give it a moment
    }
  }
}
